import type { Statement } from './policy';

/** Who may assume the role. */
export interface TrustRefs {
  /** The ARN of an account, role or user, or an account ID. */
  readonly principalArn: string;
}

/**
 * The principal may assume the role, if it says the external ID: so that nobody makes it use this role on behalf of another customer.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const trustStatements = (refs: TrustRefs & { readonly externalId: string }): Statement[] => [
  assume('ClarionAssumesRole', refs, refs.externalId),
];

/** The same with the external IDs before the last change, until Clarion uses the new one. */
export const previousTrustStatements = (refs: TrustRefs & { readonly previousExternalIds: readonly string[] }): Statement[] => [
  assume('ClarionAssumesRoleAsBefore', refs, refs.previousExternalIds),
];

/**
 * The principal may tag its sessions. Without the external ID, which STS does not say for this action; it opens nothing by itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export const sessionTagStatements = ({ principalArn }: TrustRefs): Statement[] => [
  { sid: 'ClarionTagsSessions', principal: { aws: principalArn }, actions: ['sts:TagSession'] },
];

function assume(sid: string, { principalArn }: TrustRefs, value: string | readonly string[]): Statement {
  return {
    sid,
    principal: { aws: principalArn },
    actions: ['sts:AssumeRole'],
    conditions: [{ test: 'StringEquals', variable: 'sts:ExternalId', value }],
  };
}

/**
 * AWS's limit on a trust policy, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const TRUST_POLICY_LIMIT = 2048;
