/**
 * The setup guide's way to the role, by AWS CLI. Each takes words of a shell: `quoted` makes one of a text, and `"$name"` is one too.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/iam/
 */
export const CLI = {
  checkRole: ({ roleName }: { readonly roleName: string }): string => `aws iam get-role --role-name ${roleName}`,
  showTrust: ({ roleName }: { readonly roleName: string }): string =>
    `aws iam get-role --role-name ${roleName} --query Role.AssumeRolePolicyDocument --output json`,
  createRole: ({ roleName, trust }: { readonly roleName: string; readonly trust: string }): string =>
    `aws iam create-role --role-name ${roleName} --assume-role-policy-document ${trust}`,
  updateTrust: ({ roleName, trust }: { readonly roleName: string; readonly trust: string }): string =>
    `aws iam update-assume-role-policy --role-name ${roleName} --policy-document ${trust}`,
  checkPolicy: ({ policyArn }: { readonly policyArn: string }): string =>
    `aws iam get-policy --policy-arn ${policyArn} --query Policy.Description --output text`,
  createPolicy: (words: { readonly policyName: string; readonly description: string; readonly document: string }): string =>
    `aws iam create-policy --policy-name ${words.policyName} --description ${words.description} --policy-document ${words.document}`,
  updatePolicy: ({ policyArn, document }: { readonly policyArn: string; readonly document: string }): string =>
    `aws iam create-policy-version --policy-arn ${policyArn} --policy-document ${document} --set-as-default`,
  attachPolicy: ({ roleName, policyArn }: { readonly roleName: string; readonly policyArn: string }): string =>
    `aws iam attach-role-policy --role-name ${roleName} --policy-arn ${policyArn}`,
} as const;

/** A text as one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What the owner of a role that was there before runs, to let Clarion assume it, and nobody else: IAM has no way to add to a trust. */
export const updateTrustCommand = ({ roleName, policy }: { readonly roleName: string; readonly policy: string }): string =>
  CLI.updateTrust({ roleName: quoted(roleName), trust: quoted(policy) });
