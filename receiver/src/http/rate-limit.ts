import { Refusal } from '../error.ts';
import type { Logger } from '../log.ts';
import { BoundedMap } from '../sns/bounded-map.ts';
import { TokenBucket } from '../sns/token-bucket.ts';

/** How many requests are let through. */
export interface LimitOptions {
  /** By each webhook, for as long as they come. @default 10,000 */
  readonly requestsPerSecond: number;
  /** By each webhook at once, after a quiet while. @default 20,000 */
  readonly burst: number;
}

/** More than one process takes: whoever shares one among webhooks that differ sets less. */
export const DEFAULT_LIMITS: LimitOptions = { requestsPerSecond: 10_000, burst: 20_000 };

/** Tokens that nobody knows are looked up in the store, which another receiver may have told of one a moment ago: so many a second. */
const LOOKUPS_PER_SECOND = 50;
const LOOKUPS_BURST = 200;
/** A webhook that is forgotten begins with a full bucket. */
const MAX_WEBHOOKS = 10_000;

/** Counts requests before anything is read of them. */
export interface WebhookLimits {
  /** @throws Refusal `webhook-limited` when too many came by this webhook. */
  take(webhook: string): void;
  /** @throws Refusal `webhook-limited` when too many came whose token has to be looked up. */
  takeLookup(): void;
}

/**
 * Limits each webhook by itself, so that one that floods takes nothing from the others. The answer is 429, after which SNS sends again; so
 * is that to a token which nobody has looked up yet, since a 404 would be final.
 */
export function createLimits(
  { requestsPerSecond, burst }: LimitOptions,
  { log, now }: { readonly log: Logger; readonly now: () => number },
): WebhookLimits {
  const webhooks = new BoundedMap<string, TokenBucket>(MAX_WEBHOOKS);
  const lookups = new TokenBucket(LOOKUPS_PER_SECOND * 60, now, LOOKUPS_BURST);
  // A flood of requests is no flood of lines.
  const warnings = new TokenBucket(1, now);
  const refuse = (about: { readonly webhook?: string }) => {
    if (warnings.take())
      log.warn({ ...about, requestsPerSecond }, 'too many requests: they are answered 429. Said once a minute');
    throw new Refusal('webhook-limited', 'too many requests at once: send it again', { about });
  };
  return {
    take(webhook) {
      let bucket = webhooks.get(webhook);
      if (bucket === undefined) webhooks.set(webhook, (bucket = new TokenBucket(requestsPerSecond * 60, now, burst)));
      if (!bucket.take()) refuse({ webhook });
    },
    takeLookup() {
      if (!lookups.take()) refuse({});
    },
  };
}
