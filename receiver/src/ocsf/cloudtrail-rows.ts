import { address, anything, host, instant, text } from './fits.ts';
import type { Row } from './mapping.ts';

/**
 * What every record of CloudTrail has, whatever it tells of. These tables follow AWS's own mapping to 1.5.0.
 *
 * @see https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS/v1.5.0/CloudTrail
 */
export const RECORD_ROWS: readonly Row[] = [
  ['eventID', 'metadata.uid', text],
  ['eventTime', 'time_dt', instant],
  ['eventType', 'metadata.event_code', text],
  ['eventVersion', 'metadata.product.version', text],
  ['eventCategory', 'metadata.product.feature.name', text],
  ['sharedEventID', 'metadata.correlation_uid', text],
  ['awsRegion', 'cloud.region', text],
  ['recipientAccountId', 'cloud.account.uid', text],
];

/** Who did it. */
const ACTOR_ROWS: readonly Row[] = [
  ['userIdentity.invokedBy', 'actor.invoked_by', text],
  ['userIdentity.identityProvider', 'actor.idp.name', text],
  ['userIdentity.sessionContext.webIdFederationData.federatedProvider', 'actor.idp.name', text],
  ['userIdentity.onBehalfOf.identityStoreArn', 'actor.idp.uid', text],
  ['userIdentity.sessionContext.attributes.creationDate', 'actor.session.created_time_dt', instant],
  ['userIdentity.sessionContext.sessionIssuer.arn', 'actor.session.issuer', text],
  ['userIdentity.accountId', 'actor.user.account.uid', text],
  ['userIdentity.accessKeyId', 'actor.user.credential_uid', text],
  ['userIdentity.credentialId', 'actor.user.credential_uid', text],
  ['userIdentity.userName', 'actor.user.name', text],
  ['additionalEventData.UserName', 'actor.user.name', text],
  ['userIdentity.type', 'actor.user.type', text],
  ['userIdentity.arn', 'actor.user.uid', text],
  ['userIdentity.principalId', 'actor.user.uid_alt', text],
  ['userIdentity.onBehalfOf.userId', 'actor.user.uid_alt', text],
];

/** A call: who did what, from where. */
export const CALL_ROWS: readonly Row[] = [
  ...RECORD_ROWS,
  ...ACTOR_ROWS,
  ['eventName', 'api.operation', text],
  ['eventSource', 'api.service.name', text],
  ['apiVersion', 'api.version', text],
  ['requestID', 'api.request.uid', text],
  ['requestParameters', 'api.request.data', anything],
  ['responseElements', 'api.response.data', anything],
  ['errorCode', 'api.response.error', text],
  ['errorMessage', 'api.response.message', text],
  ['sourceIPAddress', 'src_endpoint.ip', address],
  ['sourceIPAddress', 'src_endpoint.domain', host],
  ['vpcEndpointId', 'src_endpoint.uid', text],
  ['userAgent', 'http_request.user_agent', text],
];

/** What a sign-in gave, and where it led to. */
export const SIGN_IN_ROWS: readonly Row[] = [
  ['eventSource', 'service.name', text],
  ['additionalEventData.LoginTo', 'dst_endpoint.svc_name', text],
  ['responseElements.assumedRoleUser.arn', 'session.uid', text],
  ['responseElements.assumedRoleUser.assumedRoleId', 'session.uid_alt', text],
  ['responseElements.credentials.accessKeyId', 'session.credential_uid', text],
];

/** Whom it makes of a caller who takes on a role. */
export const ROLE_USER_ROWS: readonly Row[] = [
  ['requestParameters.roleArn', 'user.uid', text],
  ['requestParameters.roleSessionName', 'user.name', text],
];

/** Who signs in, otherwise. */
export const OWN_USER_ROWS: readonly Row[] = ACTOR_ROWS.filter(([, to]) => to.startsWith('actor.user.')).map(
  ([from, to, fits]) => [from, to.slice('actor.'.length), fits],
);

/** What CloudTrail found unusual. */
export const INSIGHT_ROWS: readonly Row[] = [
  ...RECORD_ROWS,
  ['sharedEventID', 'finding_info.uid', text],
  ['insightDetails.insightType', 'finding_info.analytic.name', text],
  ['insightDetails.eventName', 'evidences.0.api.operation', text],
  ['insightDetails.eventSource', 'evidences.0.api.service.name', text],
  ['insightDetails.errorCode', 'evidences.0.api.response.error', text],
  ['insightDetails.insightContext', 'evidences.0.data', anything],
];
