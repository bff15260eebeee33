import type { StoredSignal } from '../store/store.ts';

/** A word of the class Authentication by a sign-in's name. Each begins or ends a session; all other steps are named as they are. */
const ACTIVITIES: ReadonlyMap<string, string> = new Map([
  ['ConsoleLogin', 'Logon'],
  ['UserAuthentication', 'Logon'],
  ['Authenticate', 'Logon'],
  ['Federate', 'Logon'],
  ['AssumeRole', 'Logon'],
  ['AssumeRoleWithSAML', 'Logon'],
  ['AssumeRoleWithWebIdentity', 'Logon'],
  ['AssumeRoot', 'Logon'],
  ['GetFederationToken', 'Logon'],
  ['GetSessionToken', 'Logon'],
  ['Logout', 'Logoff'],
]);

/** Services of which some calls are sign-ins: those above. Of the service `signin`, all are. */
const WITH_SIGN_INS: ReadonlySet<string> = new Set(['sts', 'sso']);

/**
 * Whether a signal of CloudTrail tells of somebody who gains, proves or ends a session.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function isSignIn({ kind, eventSource, eventName }: StoredSignal['signal']): boolean {
  // The suffix is the partition's.
  const [service = ''] = eventSource.split('.');
  return kind === 'AwsConsoleSignIn' || service === 'signin' || (WITH_SIGN_INS.has(service) && ACTIVITIES.has(eventName));
}

/** What a sign-in is, by the class's words or its own. */
export function signInActivity({ eventName }: StoredSignal['signal']): string {
  return ACTIVITIES.get(eventName) ?? eventName;
}
