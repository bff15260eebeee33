/** Verified messages a second, from the bytes of the request to a proven message: ours against npm `sns-validator`. */
import { parseEnvelope, Verifier } from 'clarion-receiver';
import MessageValidator from 'sns-validator';
import { createAuthority } from '../test/support/sns-authority.ts';
import { type Benchmark, inTurns } from './benchmark.ts';
import { snsMessage, TOPIC } from './messages.ts';
import { servePeersCertificate } from './peer-certificate.ts';

const MESSAGES = 2_000;
const ROUNDS = 11;
/** As many as are under way when SNS has as many connections. */
const AT_ONCE = 64;

/** Half the messages are of signature version 2 and half of version 1, between 1 and 4 KB each. */
export const benchmark: Benchmark = async () => {
  const authority = await createAuthority();
  const bodies = Array.from({ length: MESSAGES }, (_, index) => Buffer.from(JSON.stringify(snsMessage(authority, index, 0, 36))));
  servePeersCertificate(authority.pem);
  const verifier = new Verifier({ fetchCertificate: async () => authority.pem });
  const topic = { arn: TOPIC, minimumSignatureVersion: 1 } as const;
  const validator = new MessageValidator();

  const ours = (atOnce: number) => async () => {
    let next = 0;
    const worker = async () => {
      while (next < MESSAGES) await verifier.verify(parseEnvelope(bodies[next++]!), topic);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };
  // It does all of its work at once, on the main thread, so that several at a time would be the same to it.
  const peer = async () => {
    for (const body of bodies) {
      await new Promise<void>((resolve, reject) => {
        validator.validate(body.toString('utf8'), (error) => (error ? reject(error) : resolve()));
      });
    }
  };
  const sizes = bodies.map((body) => body.length);
  return {
    ...(await inTurns(MESSAGES, ROUNDS, ours(AT_ONCE), peer)),
    atOnce: AT_ONCE,
    oneByOne: await inTurns(MESSAGES, ROUNDS, ours(1), peer),
    unit: 'messages/s',
    peerName: 'sns-validator 0.3.5',
    messages: MESSAGES,
    rounds: ROUNDS,
    smallestBytes: Math.min(...sizes),
    largestBytes: Math.max(...sizes),
    signatureVersions: 'half 2, half 1',
  };
};
