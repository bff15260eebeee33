import type { Inputs } from './index.ts';
import { badTopicInputs, URL_ONE } from './topic.ts';

const trust = 'principal_arn = "arn:aws:iam::999988887777:role/clarion"\n external_id = "workspace-1"';
const { existing_fifo: _fifo, existing_named: _named, fifo: _name, ...bad } = badTopicInputs('');

const NO_ROLE = 'integration_role = false';
const BUCKET = 'archive_bucket_name = "acme-logs"';
const PREFIX = 'archive_prefix = "AWSLogs/o-a1b2c3d4e5/"';
const archive = (...variables: readonly string[]) => [NO_ROLE, 'cloud_trail_archive = true', ...variables].join('\n');
const refused = (refusedBy: string, ...variables: readonly string[]) => ({ variables: archive(...variables), refusedBy });
const EXISTING = 'archive_existing_topic_arn = "arn:aws:sns:us-east-1:111122223333:siem"';

/** Where each monitor has its topic, the modules of the monitors say the same. */
const withOneTopic = ({ variables, refusedBy }: Inputs['bad'][string]) => ({
  variables: `integration_role = false\n one_topic = true\n ${variables}`,
  refusedBy,
});

export const ACCOUNT: Inputs = {
  good: {
    trust,
    one_topic: `integration_role = false\n one_topic = true\n webhook_url = ${URL_ONE}`,
    nothing: 'cloud_trail_events = false\n cloud_watch_alarms = false\n guard_duty_findings = false\n integration_role = false',
    archive: archive(BUCKET, PREFIX),
    archive_with_role: `${trust}\n cloud_trail_archive = true\n ${BUCKET}\n ${PREFIX}\n archive_notification = "merge"`,
    archive_with_role_elsewhere: `${trust}\n home_region = "eu-west-1"\n cloud_trail_archive = true\n ${BUCKET}\n ${PREFIX}`,
    archive_of_existing_topic: archive(BUCKET, PREFIX, EXISTING, 'archive_notification = "existing-topic"', 'one_topic = true'),
    archive_replacing: archive(
      BUCKET,
      PREFIX,
      'archive_notification = "replace"',
      'archive_replace_all_notifications = true',
      'archive_attach_read_policy = false',
    ),
    archive_not_chosen: `${NO_ROLE}\n archive_notification = "replace"\n ${EXISTING}`,
  },
  bad: {
    ...Object.fromEntries(Object.entries(bad).map(([title, each]) => [title, withOneTopic(each)])),
    // What an archive lacks, its own module says too, which no expectation can name.
    archive_other_notification: refused('var.archive_notification', BUCKET, PREFIX, 'archive_notification = "overwrite"'),
    archive_no_slash: refused('var.archive_prefix', BUCKET, 'archive_prefix = "AWSLogs"'),
    archive_bucket_arn: refused('var.archive_bucket_name', PREFIX, 'archive_bucket_name = "arn:aws:s3:::acme-logs"'),
  },
};
