import { Refusal } from '../error.ts';
import type { Envelope } from '../sns/index.ts';

/** The headers that SNS sends beside the body. Nothing signs them, so they prove nothing; but they may not contradict the body. */
export interface SnsHeaders {
  readonly rawDelivery: string | undefined;
  readonly messageType: string | undefined;
  readonly topicArn: string | undefined;
}

/** Raw delivery strips the signature, so nothing can be proven. Known before the body is read. */
export function refuseRawDelivery(headers: SnsHeaders): void {
  if (headers.rawDelivery?.toLowerCase() !== 'true') return;
  throw new Refusal(
    'raw-delivery',
    'raw message delivery strips the signature: set RawMessageDelivery of the subscription to false',
  );
}

/** @throws Refusal `header-mismatch` when a header that is there says other than the body. */
export function refuseHeaderMismatch(headers: SnsHeaders, envelope: Envelope): void {
  const pairs = [
    ['x-amz-sns-message-type', headers.messageType, envelope.type],
    ['x-amz-sns-topic-arn', headers.topicArn, envelope.topicArn],
  ] as const;
  for (const [name, header, body] of pairs) {
    if (header !== undefined && header !== body)
      throw new Refusal('header-mismatch', `the header ${name} must agree with the body`);
  }
}
