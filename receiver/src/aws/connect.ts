import { newToken } from '../registry/token.ts';
import { AwsProblem, type FailureCode } from './failure.ts';
import { placeOf, type AccountRole } from './role.ts';
import type { Session, Sts } from './sts.ts';

/** Why an account is not connected: part of the public API. */
export type ConnectProblem = 'role-invalid' | 'role-not-assumable' | 'account-differs' | 'external-id-not-required';

/**
 * What a proof came to. `undecided`: AWS could not be asked, which says nothing of the account; try again.
 */
export type Connection =
  | { readonly state: 'connected' }
  | { readonly state: 'failed'; readonly code: ConnectProblem; readonly reason: string }
  | { readonly state: 'undecided'; readonly code: FailureCode; readonly reason: string };

const REASONS: Readonly<Record<ConnectProblem, string>> = {
  'role-invalid':
    'the account must have the ARN of a role of its own, such as arn:aws:iam::111122223333:role/ClarionIntegrationRole, and an external ID of 2 to 1,224 letters, digits and +=,.@:/_-',
  'role-not-assumable':
    "STS does not give the role: check that it exists, that its trust policy names the receiver's own role and this external ID, and that the receiver's role may assume it. IAM takes up to a minute to know a change: then try again",
  'account-differs': "the role's session is of another account than this one: give the role's ARN in the account itself",
  'external-id-not-required':
    'the role can be assumed without its external ID, so that others could have it read on their behalf: its trust policy must demand it, by StringEquals on sts:ExternalId in every statement that lets the receiver in. IAM takes up to a minute to know a change: then try again',
};

/** What an attempt is given that should be refused: nothing. */
const NOTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
const SHORTEST_SECONDS = 900;

/**
 * Proves that an account is connected, and safely so: its role can be assumed with its external ID, gives a session of this very account,
 * and can be assumed neither without one nor with another. The sessions that this takes may do nothing, and are dropped. The receiver's own
 * policies must leave the external ID to the role, or they refuse what the role would not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export async function proveConnection(sts: Sts, role: AccountRole, signal?: AbortSignal): Promise<Connection> {
  const failed = (code: ConnectProblem): Connection => ({ state: 'failed', code, reason: REASONS[code] });
  const assume = (externalId: string | undefined) => attempt(sts, role, externalId, signal);
  try {
    placeOf(role);
    const assumed = await assume(role.externalId);
    if (assumed === undefined) return failed('role-not-assumable');
    if ((await sts.accountOf(role, assumed.credentials, signal)) !== role.accountId) return failed('account-differs');
    for (const externalId of [undefined, newToken()]) {
      if ((await assume(externalId)) !== undefined) return failed('external-id-not-required');
    }
    return { state: 'connected' };
  } catch (error) {
    if (!(error instanceof AwsProblem)) throw error;
    const { code, message } = error;
    return code === 'role-invalid' ? failed(code) : { state: 'undecided', code, reason: message };
  }
}

/** `undefined` when STS refuses it; anything else that goes wrong is no answer, and is thrown. */
async function attempt(
  sts: Sts,
  role: AccountRole,
  externalId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Session | undefined> {
  try {
    return await sts.assume(role, { externalId, policy: NOTHING, seconds: SHORTEST_SECONDS }, signal);
  } catch (error) {
    if (error instanceof AwsProblem && error.code === 'role-denied') return undefined;
    throw error;
  }
}
