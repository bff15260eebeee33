import {
  groupStatements,
  PERMISSION_GROUP_IDS,
  policyDocument,
  previousTrustStatements,
  sessionTagStatements,
  trustStatements,
  type Statement,
} from '../../blueprint';

/** What the documents hold at the places that a person fills in: variables of the script. */
export const VARIABLES = {
  principalArn: '$principal_arn',
  externalId: '$external_id',
  /** Those before, as they stand between the quotes of a list in JSON. */
  previousExternalIds: '$previous_external_ids',
  partition: '$partition',
  accountId: '$account',
  athenaWorkgroup: '$athena_workgroup',
} as const;

/** The text as it is, but for the variables in it. */
const heredoc = (text: string) => `cat <<JSON\n${text}\nJSON`;

const json = (statements: readonly Statement[]) =>
  policyDocument(statements)
    .Statement.map((statement) => JSON.stringify(statement, null, 2))
    .join(',\n');

/** Prints the trust policy. */
export const trustPolicy = (): string => `trust_policy() {
  ${heredoc(`{ "Version": "2012-10-17", "Statement": [\n${json(trustStatements(VARIABLES))}`)}
  [ -z "$previous_external_ids" ] || ${heredoc(`,\n${json(previousTrustStatements({ ...VARIABLES, previousExternalIds: [VARIABLES.previousExternalIds] }))}`)}
  [ "$session_tags" = no ] || ${heredoc(`,\n${json(sessionTagStatements(VARIABLES))}`)}
  echo ']}'
}`;

/** Prints the policy of a permission group. */
export const policyOfGroup = (): string => `policy_of() {
  case $1 in
${PERMISSION_GROUP_IDS.map((group) => `${group})\n${heredoc(JSON.stringify(policyDocument(groupStatements(group, VARIABLES)), null, 2))}\n;;`).join('\n')}
  esac
}`;
