import type { Inputs } from './index.ts';
import { badTopicInputs, GOOD_TOPIC_INPUTS, URL_ONE } from './topic.ts';

const BUCKET = 'bucket_name = "acme-logs"\n prefix = "AWSLogs/o-a1b2c3d4e5/"';
const EXISTING = 'existing_topic_arn = "arn:aws:sns:us-east-1:111122223333:security"';
const ALWAYS = 'data.aws_caller_identity.current';

/** A topic that is there already is only given where it is subscribed to. */
const inBucket = (variables: string) =>
  [BUCKET, variables, ...(variables.includes('existing_topic_arn') ? ['notification = "existing-topic"'] : [])].join('\n');

const refused = (variables: string, refusedBy: string) => ({ variables, refusedBy });

export const CLOUDTRAIL_ARCHIVE: Inputs = {
  good: {
    ...Object.fromEntries(Object.entries(GOOD_TOPIC_INPUTS).map(([title, variables]) => [title, inBucket(variables)])),
    merge: `${BUCKET}\n notification = "merge"`,
    merge_longest: `bucket_name = "${'b'.repeat(63)}"\n prefix = "${'p'.repeat(1023)}/"\n notification = "merge"\n name_prefix = "${'p'.repeat(20)}"\n topic_name = "${'t'.repeat(230)}"`,
    replace: `${BUCKET}\n notification = "replace"\n replace_all_notifications = true`,
    replace_not_chosen: `${BUCKET}\n replace_all_notifications = true`,
    control_tower: 'bucket_name = "aws-controltower-logs"\n prefix = "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/"',
    no_policy: `${BUCKET}\n attach_read_policy = false\n bucket_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"`,
    everything: `
      ${BUCKET}
      notification = "merge"
      webhook_url = ${URL_ONE}
      previous_webhook_url = "https://receiver.example.com/hooks/old"
      bucket_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      role_name = "LogReader"
      permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
      path = "/security/"
      tags = { team = "security" }`,
  },
  bad: {
    ...Object.fromEntries(
      Object.entries(badTopicInputs(ALWAYS)).map(([title, each]) => [title, { ...each, variables: inBucket(each.variables) }]),
    ),
    bucket_arn: refused('bucket_name = "arn:aws:s3:::acme-logs"\n prefix = "AWSLogs/"', 'var.bucket_name'),
    no_slash: refused('bucket_name = "acme-logs"\n prefix = "AWSLogs"', 'var.prefix'),
    slash_before: refused('bucket_name = "acme-logs"\n prefix = "/AWSLogs/"', 'var.prefix'),
    wildcard: refused('bucket_name = "acme-logs"\n prefix = "AWSLogs/*/CloudTrail/"', 'var.prefix'),
    encoded_prefix: refused('bucket_name = "acme-logs"\n prefix = "env=prod/AWSLogs/"', 'var.prefix'),
    no_prefix: refused('bucket_name = "acme-logs"\n prefix = ""', 'var.prefix'),
    long_prefix: refused(`bucket_name = "acme-logs"\n prefix = "${'p'.repeat(1024)}/"`, 'var.prefix'),
    other_notification: refused(`${BUCKET}\n notification = "overwrite"`, 'var.notification'),
    replace_alone: refused(`${BUCKET}\n notification = "replace"`, ALWAYS),
    no_existing_topic: refused(`${BUCKET}\n notification = "existing-topic"`, ALWAYS),
    existing_topic_merged: refused(`${BUCKET}\n notification = "merge"\n ${EXISTING}`, ALWAYS),
    key_alias: refused(`${BUCKET}\n bucket_key_arn = "arn:aws:kms:us-east-1:111122223333:alias/logs"`, 'var.bucket_key_arn'),
    role_arn: refused(`${BUCKET}\n role_name = "arn:aws:iam::111122223333:role/LogReader"`, 'var.role_name'),
    path: refused(`${BUCKET}\n path = "security"`, 'var.path'),
    boundary: refused(`${BUCKET}\n permissions_boundary_arn = "boundary"`, 'var.permissions_boundary_arn'),
  },
};
