import { byName, type Kind } from '../facts.ts';

export const QUEUES: Kind = {
  name: 'queues',
  cloudFormation: ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
  terraform: ['aws_sqs_queue', 'aws_sqs_queue_policy'],
  fromCloudFormation: ({ of, policy }) => ({
    queues: byName(
      of('AWS::SQS::Queue').map(([id, queue]) => [
        id,
        { retention: queue.MessageRetentionPeriod, managedEncryption: queue.SqsManagedSseEnabled, key: queue.KmsMasterKeyId },
      ]),
    ),
    policies: byName(of('AWS::SQS::QueuePolicy').map(([, each]) => [each.Queues[0], policy(each.PolicyDocument)])),
  }),
  fromTerraform: ({ of, policy }) => ({
    queues: byName(
      of('aws_sqs_queue').map(([id, queue]) => [
        id,
        {
          retention: queue.message_retention_seconds,
          managedEncryption: queue.sqs_managed_sse_enabled === true,
          key: queue.kms_master_key_id ?? undefined,
        },
      ]),
    ),
    policies: byName(of('aws_sqs_queue_policy').map(([, each]) => [each.queue_url, policy(each.policy)])),
  }),
};
