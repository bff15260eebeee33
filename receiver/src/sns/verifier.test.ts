import { DELIVERY_POLICY, longestDelivery } from 'clarion-aws-constructs/blueprint';
import { createAuthority, type SnsAuthority, textToSign } from '../../../test/support/sns-authority.ts';
import { confirmationFields, notificationFields, toBody, TOPIC_ARN } from '../../../test/support/sns-messages.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';
import { type AllowedTopic, DEFAULT_FRESHNESS_MS, MAX_AHEAD_MS, Verifier, type VerifyOptions } from './verifier.ts';

const MINUTE = 60_000;
const TOPIC: AllowedTopic = { arn: TOPIC_ARN, minimumSignatureVersion: 1 };
const ATTACKER = 'arn:aws:sns:us-east-1:666666666666:theirs';
let authority: SnsAuthority;
let fetched: string[];
let clock: number;
beforeAll(async () => {
  authority = await createAuthority({ notBefore: new Date(Date.now() - 60 * 60 * MINUTE) });
});
beforeEach(() => {
  fetched = [];
  clock = Date.now();
});

async function verify(record: Record<string, unknown>, topic = TOPIC, options?: VerifyOptions): Promise<void> {
  const fetchCertificate = async (url: string) => {
    fetched.push(url);
    return authority.pem;
  };
  // Parsing and verifying are one thing to a sender, so a refusal of either counts.
  await new Verifier({ fetchCertificate, now: () => clock }).verify(parseEnvelope(toBody(record)), topic, options);
}

async function refused(code: string, record: Record<string, unknown>, topic?: AllowedTopic): Promise<void> {
  await expect(verify(record, topic)).rejects.toMatchObject({ name: 'Refusal', code, status: 403 });
}

/** What the record's fields would be signed as, in the given order: proves that a re-cut has the genuine signature's text. */
const cut = (record: Record<string, unknown>, ...names: string[]) =>
  names.map((name) => `${name}\n${String(record[name])}\n`).join('');

describe('Verifier.verify', () => {
  test.each([1, 2] as const)('takes what SNS signed with version %i', async (version) => {
    await verify(authority.seal(notificationFields(), version));
    await verify(authority.seal(notificationFields({ Subject: 'A subject' }), version));
    await verify(authority.seal(notificationFields({ Subject: '' }), version));
    await verify(authority.seal(notificationFields({ Message: 'ünï\u{1f600}\r\n\0' }), version));
    await verify(authority.seal(confirmationFields(), version));
    await verify(authority.seal(confirmationFields({ Type: 'UnsubscribeConfirmation' }), version));
  });

  test('row 1: refuses a message with one byte changed', async () => {
    await refused('signature-mismatch', { ...authority.seal(notificationFields()), Message: 'Hello,\nworle' });
  });

  test('row 1: refuses a subject that was added, changed or taken away', async () => {
    const fields = authority.seal(notificationFields({ Subject: 'A subject' }));
    await refused('signature-mismatch', { ...fields, Subject: 'Another' });
    await refused('signature-mismatch', { ...fields, Subject: undefined });
    await refused('signature-mismatch', { ...authority.seal(notificationFields()), Subject: '' });
  });

  test('row 1: refuses a signature of the other version', async () => {
    await refused('signature-mismatch', { ...authority.seal(notificationFields(), 1), SignatureVersion: '2' });
    await refused('signature-mismatch', { ...authority.seal(notificationFields(), 2), SignatureVersion: '1' });
  });

  describe('with a message re-cut from another that was genuinely signed', () => {
    const [id, time] = ['9d2c5580-b61d-550c-8583-37a582870907', new Date().toISOString()];
    const victim = `forged\nMessageId\n${id}\nTimestamp\n${time}\nTopicArn\n${TOPIC_ARN}\nType\nX`;
    const rest = (fields: Record<string, unknown>) =>
      textToSign(fields).slice(`Message\n${String(fields['Message'])}\n`.length, -1);

    test('row 2: refuses a type that hides the attacker’s topic, before any fetch', async () => {
      const genuine = authority.seal(notificationFields({ TopicArn: ATTACKER, Message: victim }));
      const forged = {
        ...genuine,
        Message: 'forged',
        MessageId: id,
        Timestamp: time,
        TopicArn: TOPIC_ARN,
        Type: `X\n${rest(genuine)}`,
      };
      expect(cut(forged, 'Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type')).toBe(textToSign(genuine));
      await refused('type-unknown', forged);
      expect(fetched).toEqual([]);
    });

    test('row 3: refuses a topic that hides the attacker’s topic, before any fetch', async () => {
      const genuine = authority.seal(notificationFields({ TopicArn: ATTACKER, Message: victim }));
      const hidden = rest(genuine).slice(0, -'\nType\nNotification'.length);
      const forged = {
        ...genuine,
        Message: 'forged',
        MessageId: id,
        Timestamp: time,
        TopicArn: `${TOPIC_ARN}\nType\nX\n${hidden}`,
      };
      expect(cut(forged, 'Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type')).toBe(textToSign(genuine));
      await refused('malformed-field', forged);
      expect(fetched).toEqual([]);
    });

    test.each<[string, string, (genuine: Record<string, unknown>) => Record<string, unknown>]>([
      ['MessageId', 'forged\nMessageId\nX', (genuine) => ({ MessageId: `X\nMessageId\n${String(genuine['MessageId'])}` })],
      [
        'Timestamp',
        `forged\nMessageId\n${id}\nTimestamp\n${time}`,
        (genuine) => ({
          MessageId: id,
          Timestamp: `${time}\nMessageId\n${String(genuine['MessageId'])}\nTimestamp\n${String(genuine['Timestamp'])}`,
        }),
      ],
      [
        'Subject',
        `forged\nMessageId\n${id}\nSubject\nX`,
        (genuine) => ({ MessageId: id, Subject: `X\nMessageId\n${String(genuine['MessageId'])}` }),
      ],
    ])('row 4: refuses a %s with line breaks on the allowed topic', async (_, message, recut) => {
      const genuine = authority.seal(notificationFields({ Message: message }));
      const forged = { ...genuine, Message: 'forged', ...recut(genuine) };
      expect(textToSign(forged)).toBe(textToSign(genuine));
      await verify(genuine);
      fetched = [];
      await refused('malformed-field', forged);
      expect(fetched).toEqual([]);
    });
  });

  test('row 5: refuses a genuine message of another topic, before any fetch', async () => {
    await refused('topic-not-allowed', authority.seal(notificationFields({ TopicArn: ATTACKER })));
    expect(fetched).toEqual([]);
  });

  test.each([
    TOPIC_ARN.toUpperCase(),
    `${TOPIC_ARN} `,
    `${TOPIC_ARN}%20`,
    TOPIC_ARN.replace('a', 'а'),
    `${TOPIC_ARN}:b24e11a2-06bd-4e73-aa29-0ed2de3b41b5`,
  ])('row 6: refuses %j in place of the allowed topic', async (TopicArn) => {
    await refused('topic-not-allowed', {
      ...authority.seal(notificationFields({ TopicArn })),
      SigningCertURL: authority.certificateUrl('us-east-1'),
    });
    expect(fetched).toEqual([]);
  });

  test.each([
    'arn:aws:sns:us-east-1:111122223333:a:b',
    'arn:aws:sqs:us-east-1:111122223333:a',
    'arn:aws:sns:s3-us-west-2:111122223333:a',
    'x',
  ])('row 6: takes no topic that is none, even if it was allowed: %s', async (arn) => {
    const record = {
      ...authority.seal(notificationFields({ TopicArn: arn })),
      SigningCertURL: authority.certificateUrl('us-east-1'),
    };
    await refused('topic-not-allowed', record, { arn, minimumSignatureVersion: 1 });
    expect(fetched).toEqual([]);
  });

  test('row 20: refuses version 1 on a topic that is said to sign with version 2', async () => {
    const strict = { ...TOPIC, minimumSignatureVersion: 2 } as const;
    await refused('signature-version-too-low', authority.seal(notificationFields(), 1), strict);
    expect(fetched).toEqual([]);
    await verify(authority.seal(notificationFields(), 2), strict);
  });

  test('row 23: refuses a message that is older than two hours, before any fetch', async () => {
    const fields = authority.seal(notificationFields());
    const sentAt = Date.parse(fields['Timestamp'] as string);
    clock = sentAt + DEFAULT_FRESHNESS_MS;
    await verify(fields);
    fetched = [];
    clock += 1;
    await refused('message-stale', fields);
    expect(fetched).toEqual([]);
    expect(DEFAULT_FRESHNESS_MS).toBe(120 * MINUTE);
  });

  test('the age that is allowed is longer than the longest delivery of the policy that we set', () => {
    expect(DEFAULT_FRESHNESS_MS).toBeGreaterThan(longestDelivery(DELIVERY_POLICY) * 1_000);
  });

  test('row 23: waives the age of a dead letter, and nothing else of it', async () => {
    const fields = authority.seal(notificationFields());
    clock += 14 * 24 * 60 * MINUTE;
    await verify(fields, TOPIC, { ageWaived: true });
    await expect(verify({ ...fields, Message: 'x' }, TOPIC, { ageWaived: true })).rejects.toMatchObject({
      code: 'signature-mismatch',
    });
  });

  test('takes a dead letter whose certificate has expired since, but none from before it was valid', async () => {
    const day = 24 * 60 * MINUTE;
    const fields = authority.seal(notificationFields());
    clock += 400 * day;
    await verify(fields, TOPIC, { ageWaived: true });
    const early = authority.seal(notificationFields({ Timestamp: new Date(Date.now() - 400 * day).toISOString() }));
    await expect(verify(early, TOPIC, { ageWaived: true })).rejects.toMatchObject({ code: 'certificate-invalid', status: 503 });
  });

  test('row 24: refuses a message from more than five minutes ahead, also among dead letters', async () => {
    const ahead = (ms: number) => authority.seal(notificationFields({ Timestamp: new Date(clock + ms).toISOString() }));
    await verify(ahead(MAX_AHEAD_MS));
    fetched = [];
    await refused('message-from-the-future', ahead(MAX_AHEAD_MS + 1));
    await refused('message-from-the-future', ahead(10 * MINUTE));
    await expect(verify(ahead(10 * MINUTE), TOPIC, { ageWaived: true })).rejects.toMatchObject({
      code: 'message-from-the-future',
    });
    expect(fetched).toEqual([]);
  });

  test('row 26: makes no call for a confirmation that points to an internal host', async () => {
    await refused('confirmation-mismatch', {
      ...authority.seal(confirmationFields()),
      SubscribeURL: 'http://169.254.169.254/latest/meta-data',
    });
    expect(fetched).toEqual([]);
  });

  test('row 26: refuses a confirmation that is not signed', async () => {
    await refused('signature-mismatch', { ...authority.seal(confirmationFields()), Signature: `${'A'.repeat(342)}==` });
  });

  const url = (host: string, query: string) => `https://${host}/?${query}`;
  const here = 'sns.us-east-1.amazonaws.com';
  test.each<[string, string]>([
    ['another host', url('sns.eu-west-1.amazonaws.com', `Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=abc`)],
    ['another port', url(`${here}:8443`, `Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=abc`)],
    ['plain http', `http://${here}/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=abc`],
    ['another topic', url(here, `Action=ConfirmSubscription&TopicArn=${ATTACKER}&Token=abc`)],
    ['another token', url(here, `Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=abd`)],
    ['two tokens', url(here, `Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=abc&Token=abd`)],
    ['no token', url(here, `Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}`)],
    ['another action', url(here, `Action=Unsubscribe&TopicArn=${TOPIC_ARN}&Token=abc`)],
    ['no URL at all', 'confirm me'],
  ])('row 27: refuses a confirmation whose SubscribeURL has %s, though it is signed', async (_, SubscribeURL) => {
    await refused('confirmation-mismatch', authority.seal(confirmationFields({ Token: 'abc', SubscribeURL })));
    expect(fetched).toEqual([]);
  });

  test('row 32: proves a message with unsigned keys beside the signed ones', async () => {
    await verify({
      ...authority.seal(notificationFields()),
      Records: [1],
      Sns: {},
      MessageAttributes: { a: { Type: 'String', Value: 'b' } },
    });
  });

  test('holds an envelope that was put together elsewhere to the same rules', async () => {
    const genuine = parseEnvelope(toBody(authority.seal(notificationFields())));
    const verifier = new Verifier({ fetchCertificate: async () => authority.pem });
    await verifier.verify({ ...genuine }, TOPIC);
    const strange = { ...genuine, subject: 'x\ny' } satisfies Envelope;
    await expect(verifier.verify(strange, TOPIC)).rejects.toMatchObject({ code: 'malformed-field' });
    const untyped = { ...genuine, type: 'Nonsense' } as unknown as Envelope;
    await expect(verifier.verify(untyped, TOPIC)).rejects.toMatchObject({ code: 'type-unknown' });
  });
});
