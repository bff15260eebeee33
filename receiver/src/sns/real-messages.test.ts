import { readFileSync } from 'node:fs';
import { needs, SHARED_DATA } from '../../../test/support/needs.ts';
import { toBody } from '../../../test/support/sns-messages.ts';
import { parseEnvelope } from './envelope.ts';
import { Verifier } from './verifier.ts';

const NAMES = ['notification-v1-subject', 'notification-v2', 'subscription-confirmation-v1', 'unsubscribe-confirmation-v2'];
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

needs(['shared data'], 'a message that AWS really sent', () => {
  const file = (name: string) => readFileSync(`${SHARED_DATA}sns-signed/${name}`, 'utf8');
  const record = (name: string) => JSON.parse(file(`${name}.json`)) as Record<string, string>;
  const fetchCertificate = async (url: string) => file(url.slice(url.lastIndexOf('/') + 1));

  async function outcome(
    sent: Record<string, string>,
    now: number,
    verifier = new Verifier({ fetchCertificate, now: () => now }),
  ): Promise<string> {
    try {
      const envelope = parseEnvelope(toBody(sent));
      // The topic is allowed whatever it says, so that only the signature can tell.
      await verifier.verify(envelope, { arn: envelope.topicArn, minimumSignatureVersion: 1 });
      return 'accepted';
    } catch (error) {
      return (error as { readonly name: string }).name;
    }
  }

  test.each(NAMES)('is accepted: %s', async (name) => {
    const envelope = parseEnvelope(Buffer.from(file(`${name}.json`)));
    const verifier = new Verifier({ fetchCertificate, now: () => Date.parse(envelope.timestamp) });
    await verifier.verify(envelope, { arn: envelope.topicArn, minimumSignatureVersion: 1 });
  });

  test.each(NAMES)('is refused with any bit of any signed byte changed: %s', async (name) => {
    const genuine = record(name);
    const now = Date.parse(genuine['Timestamp'] ?? '');
    const verifier = new Verifier({ fetchCertificate, now: () => now });
    let changes = 0;
    for (const field of SIGNED) {
      const value = Buffer.from(genuine[field] ?? '');
      for (let index = 0; index < value.length; index += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const bytes = Uint8Array.from(value);
          bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
          const changed = Buffer.from(bytes).toString('latin1');
          changes += 1;
          if ((await outcome({ ...genuine, [field]: changed }, now, verifier)) !== 'Refusal')
            throw new Error(`${field} may be ${JSON.stringify(changed)}`);
        }
      }
    }
    expect(changes).toBeGreaterThan(1_000);
  });

  test.each(NAMES)('is refused with any character of the signature changed: %s', async (name) => {
    const genuine = record(name);
    const [signature, now] = [genuine['Signature'] ?? '', Date.parse(genuine['Timestamp'] ?? '')];
    for (let index = 0; index < signature.length; index += 1) {
      for (const other of ['A', 'B', '_', '=']) {
        if (signature[index] === other) continue;
        const Signature = signature.slice(0, index) + other + signature.slice(index + 1);
        expect([index, other, await outcome({ ...genuine, Signature }, now)]).toEqual([index, other, 'Refusal']);
      }
    }
  });

  test.each(NAMES)('is refused outside the time it may take: %s', async (name) => {
    const genuine = record(name);
    const sentAt = Date.parse(genuine['Timestamp'] ?? '');
    expect(await outcome(genuine, sentAt + 7_200_000)).toBe('accepted');
    expect(await outcome(genuine, sentAt + 7_200_001)).toBe('Refusal');
    expect(await outcome(genuine, sentAt - 300_001)).toBe('Refusal');
  });
});
