import type { Statement } from '../policy';
import { statementsOf, type Grant, type Group } from './group';

/** The CloudTrail bucket, and the part of it that is read. */
export interface LogArchiveRefs {
  readonly bucketArn: string;
  /** The start of the keys, as it is: IAM reads `*`, `?` and `${` in it as wildcards, so a caller refuses those. */
  readonly prefix: string;
}

/** The key of a bucket with SSE-KMS. */
export interface LogArchiveKeyRefs {
  readonly kmsKeyArn: string;
  /** The bucket's Region. */
  readonly region: string;
  /** The partition's, for example `amazonaws.com`: S3 calls KMS by its name there. */
  readonly dnsSuffix: string;
}

/** S3 alone may use the key for the role. Not on the object's ARN, which S3 leaves out where the bucket has a Bucket Key. */
const viaS3 = ({ region, dnsSuffix }: Omit<LogArchiveKeyRefs, 'kmsKeyArn'>) => [
  { test: 'StringEquals', variable: 'kms:ViaService', value: `s3.${region}.${dnsSuffix}` },
];

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
const LOGS: readonly Grant<LogArchiveRefs>[] = [
  {
    sid: 'ReadLogFiles',
    actions: { 's3:GetObject': 'reads each log file that a notification names' },
    resources: ({ bucketArn, prefix }) => [`${bucketArn}/${prefix}*`],
  },
  {
    sid: 'ListLogFiles',
    actions: { 's3:ListBucket': 'finds log files that no notification named, and tells a missing file from a forbidden one' },
    resources: ({ bucketArn }) => [bucketArn],
    conditions: ({ prefix }) => [{ test: 'StringLike', variable: 's3:prefix', value: `${prefix}*` }],
  },
  {
    sid: 'LocateBucket',
    actions: { 's3:GetBucketLocation': 'finds the Region to read from' },
    resources: ({ bucketArn }) => [bucketArn],
  },
];

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
const KEY: readonly Grant<LogArchiveKeyRefs>[] = [
  {
    sid: 'DecryptLogFiles',
    actions: { 'kms:Decrypt': 'reads log files of a bucket with SSE-KMS' },
    resources: ({ kmsKeyArn }) => [kmsKeyArn],
    conditions: viaS3,
  },
];

/** Reads the log files of one CloudTrail bucket. Attached by whoever makes that path, not by the role itself, which knows no bucket. */
export const LOG_ARCHIVE: Group<LogArchiveRefs & LogArchiveKeyRefs> = {
  id: 'log-archive',
  tool: 'CloudTrail log files from S3',
  grants: [...LOGS, ...KEY],
};

/** What lets a role read the log files under a prefix: the objects, their list, and where the bucket is. */
export const logArchiveStatements = (refs: LogArchiveRefs): Statement[] => statementsOf(LOGS, refs);

/** What the same role needs beside that, where the bucket has SSE-KMS. It must be in the key's policy too: see `logArchiveKeyPolicy`. */
export const logArchiveKeyStatements = (refs: LogArchiveKeyRefs): Statement[] => statementsOf(KEY, refs);

/**
 * What the owner of the bucket's key must add to its policy, unless the policy leaves the matter to IAM and the role is in the key's account.
 * We never write to a key: `PutKeyPolicy` replaces the whole policy.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function logArchiveKeyPolicy(refs: Omit<LogArchiveKeyRefs, 'kmsKeyArn'> & { readonly roleArn: string }): Statement[] {
  return [
    {
      sid: 'ClarionReadsLogFiles',
      principal: { aws: refs.roleArn },
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: viaS3(refs),
    },
  ];
}
