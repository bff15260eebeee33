import { EventEmitter } from 'node:events';
import https from 'node:https';
import fc from 'fast-check';
import MessageValidator from 'sns-validator';
import { createAuthority } from '../../../test/support/sns-authority.ts';
import { confirmationFields, notificationFields, toBody } from '../../../test/support/sns-messages.ts';
import { parseEnvelope } from './envelope.ts';
import { Verifier } from './verifier.ts';

const authority = await createAuthority();
const verifier = new Verifier({ fetchCertificate: async () => authority.pem });
const realGet = https.get;

/** The peer fetches by `https.get`, so that answers here. */
beforeAll(() => {
  https.get = ((_url: unknown, done: (response: EventEmitter) => void) => {
    const response = Object.assign(new EventEmitter(), { statusCode: 200 });
    done(response);
    response.emit('data', Buffer.from(authority.pem));
    response.emit('end');
    return new EventEmitter();
  }) as unknown as typeof https.get;
});
afterAll(() => {
  https.get = realGet;
});

const peerAccepts = (body: Buffer) =>
  new Promise<boolean>((resolve) => new MessageValidator().validate(body.toString('utf8'), (error) => resolve(error === null)));
async function weAccept(body: Buffer): Promise<boolean> {
  try {
    const envelope = parseEnvelope(body);
    await verifier.verify(envelope, { arn: envelope.topicArn, minimumSignatureVersion: 1 });
    return true;
  } catch {
    return false;
  }
}

describe('beside npm sns-validator', () => {
  const text = fc.string({ unit: 'grapheme' });
  const line = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/\p{Cc}/u.test(value));
  const version = fc.constantFrom(1, 2);

  test('a genuine notification or confirmation is accepted by both, and by neither once its message was changed', async () => {
    const genuine = fc.oneof(
      fc.record({ Message: text }).map(notificationFields),
      fc.record({ Message: text, Subject: line }).map(notificationFields),
      fc.record({ Message: text }).map(confirmationFields),
    );
    await fc.assert(
      fc.asyncProperty(genuine, version, async (fields, signatureVersion) => {
        const sealed = authority.seal(fields, signatureVersion);
        const body = toBody(sealed);
        expect([await weAccept(body), await peerAccepts(body)]).toEqual([true, true]);
        const changed = toBody({ ...sealed, Message: `${String(sealed['Message'])}!` });
        expect([await weAccept(changed), await peerAccepts(changed)]).toEqual([false, false]);
      }),
      { numRuns: 200 },
    );
  });

  test('a genuine unsubscribe confirmation is accepted, where the peer leaves out its token', async () => {
    const body = toBody(authority.seal(confirmationFields({ Type: 'UnsubscribeConfirmation' })));
    expect([await weAccept(body), await peerAccepts(body)]).toEqual([true, false]);
  });
});
