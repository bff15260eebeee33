/** The services of AWS that the receiver calls by this folder. */
export type AwsService = 'sts' | 's3' | 'sqs';

interface Kind {
  /** Whether trying again may help: nothing that may is given up before its time. `young`: while the object is. */
  readonly heals: boolean | 'young';
  /** What it means, and the cure where there is one. */
  readonly reason: string;
}

/** How a call can fail. A failure of what an operator sets up heals, since he may set it right while the work waits. */
export const FAILURES = {
  throttled: { heals: true, reason: 'AWS asks for fewer calls' },
  unavailable: { heals: true, reason: 'AWS could not do it now' },
  timeout: { heals: true, reason: 'AWS did not answer in time' },
  network: {
    heals: true,
    reason: 'AWS could not be reached, or hung up: look at name resolution, routes and proxies of the receiver',
  },
  aborted: { heals: true, reason: 'it was broken off' },
  'cut-short': { heals: true, reason: 'the object ended before its time' },
  'credentials-missing': {
    heals: true,
    reason: 'the receiver has no AWS credentials of its own: give it a role, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  'credentials-refused': {
    heals: true,
    reason: "AWS does not take the receiver's own credentials: they are wrong, ended, or its clock is",
  },
  'region-disabled': {
    heals: true,
    reason: 'STS is off in this Region for the account: activate it there, or set another AWS_REGION',
  },
  'role-invalid': {
    heals: true,
    reason: 'the account must have a role of its own account, such as arn:aws:iam::111122223333:role/ClarionIntegrationRole',
  },
  'role-denied': {
    heals: true,
    reason:
      "STS does not give the account's role: its trust policy must name the receiver's own role and the account's external ID, and the receiver's role must be allowed sts:AssumeRole on it",
  },
  'session-expired': { heals: true, reason: "the role's session ended" },
  'access-denied': {
    heals: true,
    reason:
      'S3 refuses it: the role and the bucket policy must allow s3:GetObject and s3:ListBucket under the prefix, the key kms:Decrypt, and the bucket must belong to the account that the monitor says',
  },
  'kms-denied': {
    heals: true,
    reason: "the bucket's KMS key may not be used: the role's policy and the key's must both allow kms:Decrypt",
  },
  'kms-key-unusable': { heals: true, reason: 'the KMS key cannot be used: it is disabled, about to be deleted, or gone' },
  'wrong-region': { heals: true, reason: 'the bucket is in another Region' },
  'no-such-bucket': { heals: 'young', reason: 'there is no such bucket' },
  'no-such-key': { heals: 'young', reason: 'there is no such object: it was deleted, or never there' },
  archived: { heals: false, reason: 'the object is in an archive of S3: restore it, then redrive' },
  'too-large': { heals: false, reason: 'the object is larger than is read' },
  'not-readable': {
    heals: false,
    reason: 'S3 cannot give the object as it is: another encryption, or a name that it does not take',
  },
  'outside-pin': { heals: false, reason: "the object is not under the monitor's bucket and prefix" },
  'queue-denied': {
    heals: true,
    reason:
      "SQS refuses it: the receiver's role must be allowed sqs:ReceiveMessage and sqs:DeleteMessage on the queue, and kms:Decrypt on its key",
  },
  'queue-unknown': { heals: false, reason: 'there is no such queue in this account and Region' },
  unexpected: { heals: true, reason: 'AWS answered something unexpected' },
} as const satisfies Record<string, Kind>;

/** A failure's stable name. */
export type FailureCode = keyof typeof FAILURES;

/** What a failure means for the work that met it. */
export interface Failure {
  readonly code: FailureCode;
  readonly mayHeal: boolean;
  /** In words, for a log and a dead letter: no word of AWS's own beside the error's name. */
  readonly reason: string;
}

/** So long a missing object may yet appear, in milliseconds. */
const YOUNG_MS = 60 * 60 * 1_000;

/** By the name that AWS gives an error, whichever service it is. */
const BY_NAME: ReadonlyMap<string, FailureCode> = new Map([
  ...named(
    'throttled',
    'SlowDown Throttling ThrottlingException ThrottledException TooManyRequestsException RequestLimitExceeded',
  ),
  ...named('throttled', 'RequestThrottled RequestThrottledException BandwidthLimitExceeded KmsThrottled KMS.ThrottlingException'),
  ...named('unavailable', 'InternalError InternalFailure ServiceUnavailable ServiceUnavailableException OperationAborted'),
  ...named('unavailable', 'KMS.KMSInternalException KMS.DependencyTimeoutException'),
  ...named('timeout', 'RequestTimeout RequestTimeoutException TimeoutError'),
  ...named('aborted', 'AbortError'),
  ...named('credentials-missing', 'CredentialsProviderError'),
  ...named('credentials-refused', 'SignatureDoesNotMatch RequestTimeTooSkewed RequestExpired InvalidSignatureException'),
  ...named('credentials-refused', 'IncompleteSignature MissingAuthenticationToken OptInRequired NotSignedUp'),
  ...named('region-disabled', 'RegionDisabledException RegionDisabled'),
  ...named('access-denied', 'AccessDenied AccessDeniedException AllAccessDisabled AccountProblem Forbidden'),
  ...named('kms-denied', 'KmsAccessDenied KMS.AccessDeniedException'),
  ...named('kms-key-unusable', 'KMS.DisabledException KMS.KMSInvalidStateException KMS.KeyUnavailableException'),
  ...named('kms-key-unusable', 'KMS.NotFoundException KmsNotFound'),
  ...named('kms-key-unusable', 'KMS.InvalidKeyUsageException KmsDisabled KmsInvalidState KmsInvalidKeyUsage KmsOptInRequired'),
  ...named('wrong-region', 'PermanentRedirect TemporaryRedirect AuthorizationHeaderMalformed IllegalLocationConstraintException'),
  ...named('no-such-bucket', 'NoSuchBucket NotFound'),
  ...named('no-such-key', 'NoSuchKey NoSuchVersion'),
  ...named('archived', 'InvalidObjectState'),
  ...named('not-readable', 'InvalidRequest KeyTooLongError InvalidBucketName InvalidURI MethodNotAllowed'),
  ...named('queue-unknown', 'QueueDoesNotExist AWS.SimpleQueueService.NonExistentQueue InvalidAddress'),
]);

/** What the same name means elsewhere. */
const BY_SERVICE: Readonly<Record<AwsService, ReadonlyMap<string, FailureCode>>> = {
  sts: new Map([
    ...named('role-denied', 'AccessDenied AccessDeniedException'),
    ...named('role-invalid', 'ValidationError ValidationException'),
    ...named('credentials-refused', 'ExpiredToken ExpiredTokenException InvalidClientTokenId UnrecognizedClientException'),
  ]),
  s3: new Map(named('session-expired', 'ExpiredToken InvalidAccessKeyId InvalidToken TokenRefreshRequired')),
  sqs: new Map([
    ...named('queue-denied', 'AccessDenied AccessDeniedException KmsAccessDenied KMS.AccessDeniedException'),
    ...named('credentials-refused', 'ExpiredToken ExpiredTokenException InvalidClientTokenId UnrecognizedClientException'),
  ]),
};

/** Of Node, where AWS never answered. */
const OF_NODE: readonly (readonly [RegExp, FailureCode])[] = [
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/^(ECONN\w+|ENOTFOUND|EAI_\w+|EPIPE|EHOST\w+|ENET\w+|EPROTO|ERR_(TLS|SSL|STREAM)_\w+)$/, 'network'],
  [/^(CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/, 'network'],
];

/** A call that failed, in our words. What AWS wrote may quote names, policies and tokens, and stays behind. */
export class AwsProblem extends Error {
  public override readonly name = 'AwsProblem';

  public constructor(
    public readonly code: FailureCode,
    message: string = FAILURES[code].reason,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error of the SDK, of Node or of ours, as a problem. */
export function problemOf(service: AwsService, error: unknown): AwsProblem {
  if (error instanceof AwsProblem) return error;
  const { name, message, code, status, requestId } = factsOf(error);
  const found = status === undefined ? ofNode(name, code) : ofAws(service, name, message, status);
  const facts = [code === '' ? name : code, status, requestId && `request ${requestId}`];
  const told = facts.filter((fact) => fact !== undefined).join(', ');
  return new AwsProblem(found, `${FAILURES[found].reason} (${told})`, status === undefined ? { cause: error } : {});
}

/**
 * What a failure means.
 *
 * @param objectAgeMs how old the object is, as far as the caller knows: an old one that is missing stays missing
 */
export function failureOf(error: unknown, objectAgeMs = 0): Failure {
  if (!(error instanceof AwsProblem)) {
    return { code: 'unexpected', mayHeal: true, reason: `unexpected error (${factsOf(error).name})` };
  }
  const { heals } = FAILURES[error.code];
  return { code: error.code, mayHeal: heals === 'young' ? objectAgeMs < YOUNG_MS : heals, reason: error.message };
}

function ofAws(service: AwsService, name: string, message: string, status: number): FailureCode {
  const found = BY_SERVICE[service].get(name) ?? BY_NAME.get(name) ?? byStatus(status);
  // S3 gives a key's refusal its own name, and tells it in the text alone, if at all.
  return found === 'access-denied' && /\bkms:|ciphertext|\bKMS\b/.test(message) ? 'kms-denied' : found;
}

/** HEAD has no body that could hold a name. */
function byStatus(status: number): FailureCode {
  if (status === 429) return 'throttled';
  if (status >= 500) return 'unavailable';
  if (status === 403) return 'access-denied';
  if (status === 404) return 'no-such-bucket';
  return status >= 300 && status < 400 ? 'wrong-region' : 'unexpected';
}

function ofNode(name: string, code: string): FailureCode {
  // First, since the SDK calls a connection that was reset a time-out.
  return OF_NODE.find(([pattern]) => pattern.test(code))?.[1] ?? BY_NAME.get(name) ?? 'unexpected';
}

/** Names and codes alone, cut to what they can be: all else of an error may quote what is secret. */
function factsOf(error: unknown) {
  const from = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const metadata = (from['$metadata'] ?? {}) as Record<string, unknown>;
  const word = (value: unknown) => (typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined);
  const status = metadata['httpStatusCode'];
  return {
    name: word(from['name']) ?? 'no name',
    message: typeof from['message'] === 'string' ? from['message'] : '',
    code: word(from['code']) ?? '',
    status: Number.isInteger(status) ? (status as number) : undefined,
    requestId: word(metadata['requestId']),
  };
}

function named(code: FailureCode, names: string): [string, FailureCode][] {
  return names.split(' ').map((name) => [name, code]);
}
