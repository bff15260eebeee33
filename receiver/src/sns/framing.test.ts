import fc from 'fast-check';
import { createAuthority, textToSign } from '../../../test/support/sns-authority.ts';
import { confirmationFields, notificationFields, toBody, TOPIC_ARN } from '../../../test/support/sns-messages.ts';
import { Refusal } from '../error.ts';
import { parseEnvelope } from './envelope.ts';
import { Verifier } from './verifier.ts';

const authority = await createAuthority();
const verifier = new Verifier({ fetchCertificate: async () => authority.pem });
const TIME = new Date().toISOString();
const ID = '9d2c5580-b61d-550c-8583-37a582870907';

/** Every order of names that some reader might use: SNS's own two, and with or without what is optional. */
const LAYOUTS = [
  ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'],
  ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
];

/** Every way to cut one signed text into the fields of a layout. */
function* cuts(text: string, [name, ...names]: readonly string[]): Generator<Record<string, string>> {
  const start = `${name}\n`;
  if (name === undefined || !text.startsWith(start)) return;
  if (names.length === 0) return yield { [name]: text.slice(start.length, -1) };
  const next = `\n${names[0]}\n`;
  // From the name's own line break on, since a value may be empty.
  for (let end = text.indexOf(next, start.length - 1); end !== -1; end = text.indexOf(next, end + 1)) {
    if (end < start.length) continue;
    for (const rest of cuts(text.slice(end + 1), names)) yield { [name]: text.slice(start.length, end), ...rest };
  }
}

async function accepts(record: Record<string, unknown>): Promise<boolean> {
  try {
    const envelope = parseEnvelope(toBody(record));
    // Whatever topic the cut speaks of is allowed, so nothing but the framing and the signature can refuse it.
    await verifier.verify(envelope, { arn: envelope.topicArn, minimumSignatureVersion: 1 });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const NAMES = ['MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const VALUES = [ID, TIME, TOPIC_ARN, 'Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation', 'x', ''];
const pair = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)).map((lines) => lines.join('\n'));
/** A run of fields as they would really follow, which loose lines hardly ever make. */
const run = fc.constantFrom(
  `MessageId\n${ID}\nTimestamp\n${TIME}\nTopicArn\n${TOPIC_ARN}\nType\nNotification`,
  `MessageId\n${ID}\nSubject\nx\nTimestamp\n${TIME}\nTopicArn\n${TOPIC_ARN}\nType\nX`,
  `MessageId\n${ID}\nSubscribeURL\nx\nTimestamp\n${TIME}\nToken\nx\nTopicArn\n${TOPIC_ARN}\nType\nSubscriptionConfirmation`,
);
const hostile = fc
  .array(fc.oneof(pair, run, fc.constantFrom(...NAMES, ...VALUES)), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('\n'));

describe('one signed text', () => {
  test('has no second meaning that is accepted, however it is cut', async () => {
    let recuts = 0;
    const signed = fc.tuple(
      hostile,
      fc.option(fc.constantFrom('A subject', '', 'Subject'), { nil: undefined }),
      fc.constantFrom(1, 2),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(signed, async ([Message, Subject, version, notification]) => {
        const fields = notification
          ? notificationFields({ Message, Timestamp: TIME, ...(Subject === undefined ? {} : { Subject }) })
          : confirmationFields({ Message, Timestamp: TIME });
        const genuine = authority.seal(fields, version);
        const { SignatureVersion, Signature, SigningCertURL } = genuine;
        expect(await accepts(genuine)).toBe(true);
        for (const layout of LAYOUTS) {
          let tried = 0;
          for (const recut of cuts(textToSign(genuine), layout)) {
            if ((tried += 1) > 200) break;
            const same = JSON.stringify(Object.entries(recut).sort()) === JSON.stringify(Object.entries(fields).sort());
            if (!same) recuts += 1;
            expect([recut, await accepts({ ...recut, SignatureVersion, Signature, SigningCertURL })]).toEqual([recut, same]);
          }
        }
      }),
      { numRuns: 100 },
    );
    // So that the test cannot come to test nothing.
    expect(recuts).toBeGreaterThan(100);
  });
});
