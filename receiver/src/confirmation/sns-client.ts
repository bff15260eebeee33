import {
  ConfirmSubscriptionCommand,
  type ConfirmSubscriptionCommandInput,
  SNSClient,
  type SNSClientConfig,
  SNSServiceException,
} from '@aws-sdk/client-sns';
import { topicEndpoint } from '../sns/index.ts';

/** How confirming went. Only `retry` is worth another attempt. */
export type ConfirmResult =
  | { readonly result: 'confirmed'; readonly warning?: string }
  | { readonly result: 'bad-token' | 'retry'; readonly reason: string };

/** Confirms a subscription at SNS. Never throws; when it is aborted, the answer is `retry`. */
export type Confirm = (
  subscription: { readonly topicArn: string; readonly token: string },
  abort: AbortSignal,
) => Promise<ConfirmResult>;

type Sent =
  | { readonly result: 'confirmed' }
  | { readonly result: 'bad-token' | 'retry'; readonly reason: string; readonly signatureRefused: boolean };

/** "Not with this signature", whatever name AWS gives it. Without one the call may still be made. */
const SIGNATURE_REFUSED: ReadonlySet<number | undefined> = new Set([401, 403]);
const BAD_TOKEN = new Set(['InvalidParameter', 'InvalidParameterException']);
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
const NO_SIGNATURE: NonNullable<SNSClientConfig['httpAuthSchemes']> = [
  {
    schemeId: 'aws.auth#sigv4',
    identityProvider: () => async () => ({}),
    signer: { sign: async (request) => request },
  },
];

/**
 * Confirms by `ConfirmSubscription` in the topic's own Region, and by nothing else: the SubscribeURL of the message is never fetched.
 *
 * Signed where AWS credentials are found, and then only the subscription's owner can end it (AuthenticateOnUnsubscribe), because every
 * notification carries a live UnsubscribeURL. Without credentials, or where SNS refuses theirs, unsigned.
 *
 * @param endpoint another SNS than AWS's own, for tests. `AWS_ENDPOINT_URL` works too.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export function snsConfirm(endpoint?: string): Confirm {
  const client = (region: string, more: SNSClientConfig = {}) =>
    new SNSClient({ region, maxAttempts: 1, requestHandler: TIMEOUTS, ...(endpoint === undefined ? {} : { endpoint }), ...more });

  return async ({ topicArn, token }, abort) => {
    const region = topicEndpoint(topicArn)?.region;
    if (region === undefined) return { result: 'bad-token', reason: 'the topic ARN names no Region' };
    const signed = client(region);
    const unsigned = client(region, { httpAuthSchemes: NO_SIGNATURE });
    const input = { TopicArn: topicArn, Token: token };
    try {
      if (!(await hasCredentials(signed))) return warned(await send(unsigned, input, abort), 'no AWS credentials were found');
      const result = await send(signed, { ...input, AuthenticateOnUnsubscribe: 'true' }, abort);
      if (result.result === 'confirmed' || !result.signatureRefused) return result;
      return warned(await send(unsigned, input, abort), `SNS refused the signed call (${result.reason})`);
    } catch (error) {
      return { result: 'retry', reason: nameOf(error) };
    } finally {
      signed.destroy();
      unsigned.destroy();
    }
  };
}

async function send(sns: SNSClient, input: ConfirmSubscriptionCommandInput, abortSignal: AbortSignal): Promise<Sent> {
  try {
    await sns.send(new ConfirmSubscriptionCommand(input), { abortSignal });
    return { result: 'confirmed' };
  } catch (error) {
    const reason = nameOf(error);
    const status = error instanceof SNSServiceException ? error.$metadata.httpStatusCode : undefined;
    return { result: BAD_TOKEN.has(reason) ? 'bad-token' : 'retry', reason, signatureRefused: SIGNATURE_REFUSED.has(status) };
  }
}

/** What was confirmed unsigned can be ended unsigned. */
function warned(sent: Sent, why: string): ConfirmResult {
  if (sent.result !== 'confirmed') return sent;
  return {
    ...sent,
    warning: `confirmed unsigned, since ${why}: anyone with a notification's UnsubscribeURL can end this subscription`,
  };
}

async function hasCredentials(client: SNSClient): Promise<boolean> {
  try {
    await client.config.credentials();
    return true;
  } catch {
    return false;
  }
}

/** The error's name only: its message may quote the token. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name.slice(0, 100) : 'unknown error';
}
