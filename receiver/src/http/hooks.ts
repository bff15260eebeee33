import { Hono } from 'hono';
import { Refusal } from '../error.ts';
import { refuseRawDelivery, type SnsHeaders } from '../ingest/headers.ts';
import type { Accepted } from '../ingest/ingest.ts';
import { announcedLength, MAX_BODY_BYTES } from './body.ts';
import type { BodyGate } from './body-gate.ts';
import type { Env } from './env.ts';
import { readBody } from './read-body.ts';

/** What the route needs of the rest. */
export interface HooksOptions {
  /** The name of the webhook with this token. */
  readonly webhook: (token: string) => Promise<string | undefined>;
  /** Told of every request for a webhook. Throws a Refusal when there are too many. */
  readonly limit: (webhook: string) => void;
  readonly accept: (webhook: string, body: Uint8Array, headers: SnsHeaders) => Promise<Accepted>;
  readonly gate: BodyGate;
  readonly bodyTimeoutMs?: number | undefined;
}

/**
 * `POST /hooks/:token`: where SNS delivers. What can be refused without the body is refused before it is read, cheapest first. Answers
 * 200 only when the message is stored.
 */
export function hooks({ webhook, limit, accept, gate, bodyTimeoutMs }: HooksOptions): Hono<Env> {
  return new Hono<Env>().all('/hooks/:token', async (c) => {
    if (c.req.method !== 'POST') throw new Refusal('method-not-allowed', 'a webhook takes POST only');
    const name = await webhook(c.req.param('token'));
    // Says no more than to a stranger who guesses.
    if (name === undefined) throw new Refusal('webhook-unknown', 'there is no such webhook');
    limit(name);
    const headers: SnsHeaders = {
      rawDelivery: c.req.header('x-amz-sns-rawdelivery'),
      messageType: c.req.header('x-amz-sns-message-type'),
      topicArn: c.req.header('x-amz-sns-topic-arn'),
    };
    refuseRawDelivery(headers);
    const announced = announcedLength(c.req.header('content-length'));
    // The body stays in memory until the message is stored, so its room is kept until then.
    return gate.within(announced ?? MAX_BODY_BYTES, async () => {
      const { outcome, duplicate } = await accept(name, await readBody(c, { announced, timeoutMs: bodyTimeoutMs }), headers);
      return c.json({ outcome, duplicate });
    });
  });
}
