import { logArchiveKeyStatements, logArchiveStatements, policyDocument } from 'clarion-aws-constructs/blueprint';
import { placeOf, type AccountRole } from './role.ts';

/** What a session may read. */
export interface SessionScope {
  readonly bucket: string;
  readonly prefix: string;
  /** The bucket's Region. Without it, nothing is decrypted. */
  readonly region?: string;
}

/** What IAM would read as a wildcard or a variable is written as the variable that stands for it. */
const literal = (text: string) => text.replace(/[*?$]/g, (character) => `\${${character}}`);

/**
 * Narrows a session to one bucket and prefix, whatever else its role may do: the same statements that the role has for it.
 *
 * @throws AwsProblem `role-invalid`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function sessionPolicy(role: AccountRole, { bucket, prefix, region }: SessionScope): string {
  const { partition } = placeOf(role);
  const objects = logArchiveStatements({ bucketArn: `arn:${partition.name}:s3:::${bucket}`, prefix: literal(prefix) });
  const key = region === undefined ? [] : logArchiveKeyStatements({ kmsKeyArn: '*', region, dnsSuffix: partition.dnsSuffix });
  return JSON.stringify(policyDocument([...objects, ...key]));
}
