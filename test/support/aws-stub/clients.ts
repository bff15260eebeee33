/** The receiver's own clients, with the stub as their AWS. */
import { AwsAccess, type AwsOptions } from '../../../receiver/src/aws/access.ts';
import { bucketOf } from '../../../receiver/src/aws/bucket.ts';
import type { ObjectLimits } from '../../../receiver/src/aws/object-body.ts';
import type { AccountRole } from '../../../receiver/src/aws/role.ts';
import { S3 } from '../../../receiver/src/aws/s3.ts';
import { Sessions, type SessionsOptions } from '../../../receiver/src/aws/sessions.ts';
import { Sts } from '../../../receiver/src/aws/sts.ts';
import type { BucketPin } from '../../../receiver/src/store/workspace.ts';
import { RECEIVER_ENV, type AwsStub } from '../aws-stub.ts';

export const ACCOUNT = '111122223333';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;
export const EXTERNAL_ID = 'the-workspace-s-own';
export const ROLE: AccountRole = { accountId: ACCOUNT, roleArn: ROLE_ARN, externalId: EXTERNAL_ID };
export const PIN: BucketPin = { bucket: 'acme-logs', prefix: 'AWSLogs/', accountId: ACCOUNT };

// A test signs as the receiver, whoever runs it.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
Object.assign(process.env, RECEIVER_ENV, {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

export interface ClientOptions extends AwsOptions, SessionsOptions, ObjectLimits {}

export function clientsOf(stub: Pick<AwsStub, 'url'>, options: ClientOptions = {}) {
  const { AWS_REGION: _, ...credentials } = RECEIVER_ENV;
  Object.assign(process.env, credentials);
  const access = new AwsAccess({ endpoint: stub.url, ...options });
  const sts = new Sts(access);
  const sessions = new Sessions(sts, options);
  const s3 = new S3(access, sessions);
  return {
    access,
    sts,
    sessions,
    bucket: (pin: Partial<BucketPin> = {}, role: Partial<AccountRole> = {}) =>
      bucketOf(s3, { ...ROLE, ...role }, { ...PIN, ...pin }, options),
    close: () => access.close(),
  };
}

/** The account's role and its bucket of log files, in another Region than the receiver's. */
export function setUp(stub: AwsStub): void {
  stub.role(ROLE_ARN, { externalIds: [EXTERNAL_ID] });
  stub.bucket(PIN.bucket, { owner: ACCOUNT, region: 'eu-west-1' });
}
