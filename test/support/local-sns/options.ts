import type { AuthorityOptions } from '../sns-authority.ts';

export interface LocalSnsOptions {
  /** Deliveries under way at once. Default: 32. */
  readonly concurrency?: number;
  /** How long an endpoint may take. Default: 15 seconds, which is SNS's. */
  readonly timeoutMs?: number;
  /** Between an attempt and the next. Default: 50 ms, where SNS has seconds. */
  readonly retryDelayMs?: number;
  /** Answers signed requests with `AuthorizationError`, as where there is no `sns:ConfirmSubscription`. Default: false. */
  readonly refuseSigned?: boolean;
  /** How many requests to the API are answered with 500 first. Default: 0. */
  readonly failRequests?: number;
  /** Who signed an https endpoint's certificate. */
  readonly ca?: string;
  /** How the signing certificate is made. */
  readonly authority?: AuthorityOptions;
}
export interface TopicOptions {
  /** Default: `us-east-1`. */
  readonly region?: string;
  /** Default: `111122223333`. */
  readonly accountId?: string;
  /** Default: 2. */
  readonly signatureVersion?: 1 | 2;
  /** Of this only the number of retries counts here. Default: SNS's three. */
  readonly deliveryPolicy?: { readonly healthyRetryPolicy?: { readonly numRetries?: number } };
}
