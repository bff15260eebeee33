/**
 * Every refusal that a sender can meet, and its status. The status is a contract with SNS, which tries again after 5xx and 429 and
 * drops the message after any other: so 4xx is for what is proven bad, and all that may heal is 503 or 429.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const REFUSALS = {
  'body-not-utf8': 400,
  'body-not-json': 400,
  'query-invalid': 400,
  'request-invalid': 400,
  'api-token-required': 401,
  'raw-delivery': 403,
  'header-mismatch': 403,
  'malformed-field': 403,
  'type-unknown': 403,
  'topic-not-allowed': 403,
  'signature-version-unknown': 403,
  'signature-version-too-low': 403,
  'message-stale': 403,
  'message-from-the-future': 403,
  'certificate-url-refused': 403,
  'confirmation-mismatch': 403,
  'signature-mismatch': 403,
  'account-unknown': 404,
  'monitor-unknown': 404,
  'webhook-unknown': 404,
  'route-unknown': 404,
  'method-not-allowed': 405,
  'account-changed': 409,
  'account-in-use': 409,
  'in-configuration': 409,
  'pin-account-unknown': 409,
  'primary-needed': 409,
  'webhook-name-taken': 409,
  'body-too-large': 413,
  'proof-failed': 422,
  'certificate-fetch-limited': 429,
  'webhook-limited': 429,
  'body-timeout': 503,
  'certificate-unavailable': 503,
  'certificate-rejected': 503,
  'certificate-invalid': 503,
  'proof-unavailable': 503,
  'receiver-busy': 503,
  'store-unavailable': 503,
  'unexpected-error': 503,
  'workspace-busy': 503,
} as const;

/** A refusal's stable name: part of the public API, in answers, logs and metrics. */
export type RefusalCode = keyof typeof REFUSALS;

/** What is known of a refused message: for the log, so nothing secret. */
export interface RefusalAbout {
  readonly webhook?: string;
  readonly topicArn?: string;
  readonly messageId?: string;
  /** What the operator may look at. */
  readonly hint?: string;
}

/** A delivery that the receiver will not take. `message` goes back to the sender; what he may not see goes in `cause`, for the log. */
export class Refusal extends Error {
  public override readonly name = 'Refusal';
  /** The HTTP status of the answer. */
  public readonly status: (typeof REFUSALS)[RefusalCode];
  /** Which message it is about, where that is known. */
  public readonly about: RefusalAbout | undefined;

  public constructor(
    public readonly code: RefusalCode,
    message: string,
    { about, ...options }: ErrorOptions & { readonly about?: RefusalAbout } = {},
  ) {
    super(message, options);
    this.status = REFUSALS[code];
    this.about = about;
  }

  /** The same for one message. A copy, since all messages that wait for one certificate meet one refusal. */
  public of(about: RefusalAbout): Refusal {
    return new Refusal(this.code, this.message, { cause: this.cause, about });
  }
}
