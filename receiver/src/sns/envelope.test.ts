import fc from 'fast-check';
import { createAuthority, type SnsAuthority } from '../../../test/support/sns-authority.ts';
import { confirmationFields, notificationFields, toBody, TOPIC_ARN } from '../../../test/support/sns-messages.ts';
import { Refusal } from '../error.ts';
import { parseEnvelope, serializeEnvelope } from './envelope.ts';

let authority: SnsAuthority;
beforeAll(async () => {
  authority = await createAuthority();
});
const sealed = (changes: Record<string, unknown> = {}) => ({ ...authority.seal(notificationFields()), ...changes });
const without = (name: string) => Object.fromEntries(Object.entries(sealed()).filter(([key]) => key !== name));

function codeOf(body: Uint8Array | Record<string, unknown>): string {
  try {
    parseEnvelope(body instanceof Uint8Array ? body : toBody(body));
  } catch (error) {
    return error instanceof Refusal ? error.code : `not a Refusal: ${String(error)}`;
  }
  return 'accepted';
}

describe('parseEnvelope', () => {
  test('reads a notification', () => {
    const fields = sealed({ Subject: 'A subject' });
    expect(parseEnvelope(toBody(fields))).toEqual({
      type: 'Notification',
      messageId: fields['MessageId'],
      topicArn: TOPIC_ARN,
      message: 'Hello,\nworld',
      timestamp: fields['Timestamp'],
      subject: 'A subject',
      signatureVersion: '2',
      signature: fields['Signature'],
      signingCertUrl: fields['SigningCertURL'],
    });
  });

  test.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('reads a %s', (Type) => {
    const fields = authority.seal(confirmationFields({ Type }));
    expect(parseEnvelope(toBody(fields))).toMatchObject({
      type: Type,
      token: fields['Token'],
      subscribeUrl: fields['SubscribeURL'],
    });
  });

  test('takes a Subject of null for none', () => {
    expect(parseEnvelope(toBody({ ...sealed(), Subject: null }))).not.toHaveProperty('subject');
  });

  test.each(['Token', 'SubscribeURL'])('refuses a confirmation without %s', (name) => {
    const { [name]: _, ...rest } = authority.seal(confirmationFields());
    expect(codeOf(rest)).toBe('malformed-field');
  });

  test('keeps of a type only what SNS signs of it', () => {
    const notification = parseEnvelope(toBody(sealed({ Token: 'x', SubscribeURL: 'https://elsewhere.test/' })));
    expect(notification).not.toHaveProperty('token');
    expect(notification).not.toHaveProperty('subscribeUrl');
    expect(parseEnvelope(toBody({ ...authority.seal(confirmationFields()), Subject: 'x' }))).not.toHaveProperty('subject');
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(parseEnvelope(toBody(sealed())))).toBe(true);
  });

  test.each([
    ['TopicArn', ['arn:aws:sns:us-east-1:111122223333:clarion']],
    ['Message', ['Hello']],
    ['Message', { default: 'Hello' }],
    ['Timestamp', 1_772_826_801_424],
    ['MessageId', null],
    ['Subject', 7],
    ['Signature', ['x']],
    ['SigningCertURL', {}],
  ])('row 7: refuses a %s that is not a string: %j', (name, value) => {
    expect(codeOf(sealed({ [name]: value }))).toBe('malformed-field');
  });

  test.each(['MessageId', 'TopicArn', 'Message', 'Timestamp', 'Signature', 'SigningCertURL'])(
    'row 7: refuses a message without %s',
    (name) => {
      expect(codeOf(without(name))).toBe('malformed-field');
    },
  );

  test.each(['notification', 'Notification ', null, '__proto__', 'constructor', '', ['Notification'], 'X\nType\nNotification'])(
    'row 8: refuses the type %j',
    (Type) => {
      expect(codeOf(sealed({ Type }))).toBe('type-unknown');
    },
  );

  test('row 8: refuses a message without a type', () => {
    expect(codeOf(without('Type'))).toBe('type-unknown');
  });

  test('row 13: ignores SigningCertUrl beside SigningCertURL', () => {
    const fields = sealed({ SigningCertUrl: 'https://elsewhere.test/x.pem' });
    expect(parseEnvelope(toBody(fields)).signingCertUrl).toBe(fields['SigningCertURL']);
  });

  test('row 13: does not take SigningCertUrl instead of SigningCertURL', () => {
    const { SigningCertURL, ...rest } = sealed();
    expect(codeOf({ ...rest, SigningCertUrl: SigningCertURL })).toBe('malformed-field');
  });

  test.each(['3', '', 2, '02', '2 ', null, '12'])('row 19: refuses the signature version %j', (SignatureVersion) => {
    expect(codeOf(sealed({ SignatureVersion }))).toBe('signature-version-unknown');
  });

  test('row 19: refuses a message without a signature version', () => {
    expect(codeOf(without('SignatureVersion'))).toBe('signature-version-unknown');
  });

  test.each<[string, (signature: string) => string]>([
    ['junk among it', (signature) => `${signature.slice(0, 100)}!${signature.slice(101)}`],
    ['a line break', (signature) => `${signature.slice(0, 76)}\n${signature.slice(77)}`],
    ['a space after it', (signature) => `${signature} `],
    ['the URL-safe alphabet', (signature) => `-_${signature.slice(2)}`],
    ['padding in the middle', (signature) => `${signature.slice(0, 100)}==${signature.slice(102)}`],
    ['no padding', (signature) => signature.slice(0, 342)],
    ['bits that are not used', (signature) => `${signature.slice(0, 341)}B==`],
    ['nothing', () => ''],
    ['343 characters', (signature) => signature.slice(1)],
    ['4096 characters', () => 'A'.repeat(4096)],
  ])('row 21: refuses a signature with %s', (_, change) => {
    const fields = sealed();
    expect(codeOf({ ...fields, Signature: change(fields['Signature'] as string) })).toBe('malformed-field');
  });

  test.each([344, 512, 684])('takes a signature of %i characters, as keys of 2048, 3072 and 4096 bits give', (length) => {
    expect(
      codeOf(
        sealed({
          Signature: Buffer.alloc(Math.floor((length * 3) / 4) - (length === 684 ? 1 : length === 344 ? 2 : 0)).toString(
            'base64',
          ),
        }),
      ),
    ).toBe('accepted');
  });

  test.each([
    '+012026-03-06T19:53:21.424Z',
    '2026-3-6',
    '2026-03-06T19:53:21Z',
    '2026-03-06T19:53:21.424Z\n',
    '2026-03-06T19:53:21.424+00:00',
  ])('row 24: refuses the timestamp %j', (Timestamp) => {
    expect(codeOf(sealed({ Timestamp }))).toBe('malformed-field');
  });

  test.each(['2026-02-30T00:00:00.000Z', '2026-13-01T00:00:00.000Z', '2026-03-06T24:00:00.000Z', '2026-03-06T23:59:60.000Z'])(
    'row 24: refuses %s, which no calendar has',
    (Timestamp) => {
      expect(codeOf(sealed({ Timestamp }))).toBe('malformed-field');
    },
  );

  test.each(['Records', 'Sns', 'MessageAttributes', 'UnsubscribeURL', '__proto__', 'messageId'])('row 32: drops %s', (name) => {
    const plain = sealed();
    const extra = `{${JSON.stringify(name)}:{"a":1},${JSON.stringify(plain).slice(1)}`;
    expect(parseEnvelope(Buffer.from(extra))).toEqual(parseEnvelope(toBody(plain)));
  });

  test('row 33: takes the last of two equal keys, which is the one whose signature is checked', () => {
    const body = JSON.stringify(sealed()).replace('"Type":"Notification"', '"Type":"Nonsense","Type":"Notification"');
    expect(parseEnvelope(Buffer.from(body)).type).toBe('Notification');
  });

  test.each<[string, Uint8Array, string]>([
    ['bytes that are not UTF-8', Buffer.from('{"Type":"\xff"}', 'latin1'), 'body-not-utf8'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'body-not-utf8'],
    ['a byte order mark', Buffer.from('\ufeff{}'), 'body-not-json'],
    ['a NUL', Buffer.from('{}\0'), 'body-not-json'],
  ])('row 33: refuses %s', (_, body, code) => {
    expect(codeOf(body)).toBe(code);
    expect(new Refusal(code as 'body-not-json', '').status).toBe(400);
  });

  test.each(['Message', 'Subject'])('row 33: refuses a lone surrogate in %s, whose bytes are those of U+FFFD', (name) => {
    expect(codeOf(Buffer.from(JSON.stringify(sealed({ [name]: 'x\ud800' }))))).toBe('malformed-field');
    expect(codeOf(sealed({ [name]: 'x\ufffd\u{1f600}' }))).toBe('accepted');
  });

  test.each(['null', '5', '[]', '""', '', '{', 'true'])('row 34: refuses the body %j', (text) => {
    expect(codeOf(Buffer.from(text))).toBe('body-not-json');
  });

  test('row 34: refuses an array that is a million deep, and survives one beside the fields', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    expect(codeOf(Buffer.from(deep))).toBe('body-not-json');
    expect(codeOf(Buffer.from(`{"Records":${deep},${JSON.stringify(sealed()).slice(1)}`))).toBe('accepted');
    expect(codeOf(Buffer.from(JSON.stringify(sealed({ Message: '?' })).replace('"?"', deep)))).toBe('malformed-field');
  });

  test.each(['\n', '\0', '\r', '\u007f', '\u0085'])('refuses the control character %j in all but Message', (character) => {
    for (const name of ['MessageId', 'TopicArn', 'Subject', 'Timestamp', 'SigningCertURL']) {
      expect([name, codeOf(sealed({ [name]: `a${character}b` }))]).toEqual([name, 'malformed-field']);
    }
    for (const name of ['Token', 'SubscribeURL']) {
      const fields = { ...authority.seal(confirmationFields()), [name]: `a${character}b` };
      expect([name, codeOf(fields)]).toEqual([name, 'malformed-field']);
    }
    expect(codeOf(sealed({ Message: character }))).toBe('accepted');
  });

  test('throws nothing but a Refusal, whatever the body', () => {
    const fields = { ...sealed(), Subject: 'x' };
    const name = fc.constantFrom(...Object.keys(fields), '__proto__');
    const change = fc
      .tuple(name, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })))
      .map(([key, value]) => ({ ...fields, [key]: value }));
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      change.map(toBody),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        expect(codeOf(bytes)).not.toMatch(/^not a Refusal/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('says nothing of the body in its refusals', () => {
    for (const body of ['{"Type":"hunter2"}', 'hunter2', JSON.stringify(sealed({ MessageId: 'hunter2' }))]) {
      expect(() => parseEnvelope(Buffer.from(body))).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
      );
    }
  });
});

describe('serializeEnvelope', () => {
  test('writes what parseEnvelope reads as the same, for any text', () => {
    const text = fc.string({ unit: 'grapheme' });
    const line = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
    fc.assert(
      fc.property(text, line, line, fc.boolean(), (Message, Subject, Token, notification) => {
        const unsigned = notification ? notificationFields({ Message, Subject }) : confirmationFields({ Message, Token });
        const envelope = parseEnvelope(
          toBody({ ...sealed(), ...unsigned, UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/' }),
        );
        expect(parseEnvelope(Buffer.from(serializeEnvelope(envelope)))).toStrictEqual(envelope);
      }),
    );
  });

  test('writes SNS’s own names, without UnsubscribeURL', () => {
    const fields = authority.seal(notificationFields({ Subject: 'A subject' }));
    const envelope = parseEnvelope(
      toBody({ ...fields, UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe' }),
    );
    expect(JSON.parse(serializeEnvelope(envelope))).toEqual(fields);
  });
});
