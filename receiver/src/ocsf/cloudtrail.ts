import type { JsonObject } from '../json.ts';
import { hasFailed } from '../sources/failed.ts';
import { callActivity } from './call-activity.ts';
import { API_ACTIVITY, AUTHENTICATION, DETECTION_FINDING } from './classes.ts';
import { CALL_ROWS, INSIGHT_ROWS, OWN_USER_ROWS, ROLE_USER_ROWS, SIGN_IN_ROWS } from './cloudtrail-rows.ts';
import { text } from './fits.ts';
import type { Fact, Mapper, Mapping } from './mapping.ts';
import { resourcesFact } from './resources.ts';
import { isSignIn, signInActivity } from './sign-in.ts';
import { at } from './tree.ts';

/** A record of CloudTrail: an Insight is a finding, a sign-in an authentication, and all else an API activity. */
export const cloudTrailMapping: Mapper = (signal, record) => {
  if (signal.kind === 'AwsCloudTrailInsight') return insight(signal);
  return isSignIn(signal) ? signIn(signal, record) : call(signal, record);
};

const call: Mapper = (signal, record) => ({
  ocsfClass: API_ACTIVITY,
  activity: callActivity(signal),
  status: statusOf(record, signal.eventName),
  rows: CALL_ROWS,
  facts: [...callFacts(signal, record), resourcesFact(signal)],
});

const signIn: Mapper = (signal, record) => ({
  ocsfClass: AUTHENTICATION,
  activity: signInActivity(signal),
  status: statusOf(record, signal.eventName),
  rows: [...CALL_ROWS, ...SIGN_IN_ROWS, ...(text(at(record, 'requestParameters.roleArn')) ? ROLE_USER_ROWS : OWN_USER_ROWS)],
  facts: [
    ...callFacts(signal, record),
    ['is_mfa', yesOrNo(at(record, 'additionalEventData.MFAUsed'))],
    ['service.name', signal.eventSource],
    ['user', { account: { uid: signal.accountId } }],
  ],
});

/** What a call has in any case. Where nobody is named, as in what a service did by itself, the service is the one. */
function callFacts({ eventName, eventSource, errorCode }: Parameters<Mapper>[0], record: JsonObject): readonly Fact[] {
  return [
    ['api.operation', eventName],
    ['api.service.name', eventSource],
    ['status_code', errorCode],
    ['actor.session.is_mfa', yesOrNo(at(record, 'userIdentity.sessionContext.attributes.mfaAuthenticated'))],
    ['actor', { invoked_by: eventSource }],
    ['src_endpoint', { domain: eventSource }],
  ];
}

function insight(signal: Parameters<Mapper>[0]): Mapping {
  return {
    ocsfClass: DETECTION_FINDING,
    ...(LIFE.get(signal.state) ?? { activity: signal.state ?? 'Unknown', status: undefined }),
    rows: INSIGHT_ROWS,
    facts: [
      ['finding_info.uid', signal.eventId],
      ['finding_info.title', signal.title],
      ['finding_info.analytic.name', 'CloudTrail Insights'],
      ['finding_info.analytic.type', 'Statistical'],
      ['finding_info.analytic.type_id', 3],
      ['is_alert', signal.state === 'Start'],
      resourcesFact(signal),
    ],
  };
}

/** An Insight begins and ends. */
const LIFE: ReadonlyMap<string | undefined, { readonly activity: string; readonly status: string }> = new Map([
  ['Start', { activity: 'Create', status: 'New' }],
  ['End', { activity: 'Close', status: 'Resolved' }],
]);

function statusOf(record: JsonObject, eventName: string): string {
  return hasFailed(record, eventName) ? 'Failure' : 'Success';
}

const YES_OR_NO: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  ['Yes', true],
  ['No', false],
]);

/** CloudTrail writes such a thing as a word. It stays unmapped too, since the event has it in another form. */
function yesOrNo(value: unknown): boolean | undefined {
  return YES_OR_NO.get(value);
}
