/** Why nothing more was published: one sentence that says what is wrong, and one that says what to do. */
export class Refusal extends Error {
  public override readonly name = 'Refusal';
}

/** What the AWS SDK says of a call that failed. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const SIGN_IN = "Sign in, for example with 'aws sso login', or choose a profile with AWS_PROFILE.";
const NO_NETWORK = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];
const BAD_CREDENTIALS = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

/** What a person can mend, in their words. Undefined for a fault of this program. */
export function refusalOf(error: unknown, bucket: string): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { name, message, code = '', $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  const because = (sentence: string) => new Refusal(sentence, { cause: error });

  // Profiles, single sign-on and tokens fail before anything is asked, each with a name of its own.
  if (/Credentials|Token(Provider)?Error/.test(name)) return because(`There are no AWS credentials that can be used. ${SIGN_IN}`);
  if (BAD_CREDENTIALS.includes(name)) return because(`AWS does not take these credentials (${name}). ${SIGN_IN}`);
  if (NO_NETWORK.includes(code) || name === 'TimeoutError') {
    return because(`S3 cannot be reached (${code || name}). Look at the network, the proxy and the Region, then try again.`);
  }
  if (name === 'NoSuchBucket' || status === 404) {
    return because(`There is no bucket ${bucket} in this partition. Make it first, or name another with --bucket.`);
  }
  // The answer to a HEAD has no words, and the SDK's are none.
  const said = message === 'UnknownError' ? '' : ` (${message.replace(/\.$/, '')})`;
  if (status === 403) {
    return because(
      `AWS denies access to the bucket ${bucket}${said}. Publishing needs s3:ListBucket on it, and s3:GetObject and s3:PutObject on what is in it.`,
    );
  }
  if (status === 409) return because(`Somebody else writes to the bucket ${bucket} at the same time. Try again.`);
  if (status === undefined) return undefined;
  return because(`S3 refused with ${status} ${name}${said}. Try again, or look it up in S3's list of errors.`);
}
