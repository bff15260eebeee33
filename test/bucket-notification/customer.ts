import { aws } from '../support/aws.ts';
import type { Emulator } from '../support/emulator.ts';

export const ACCOUNT = '123456789012';
export const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${name}`;

/** A notification configuration, as the API has it. */
export interface Configuration {
  readonly TopicConfigurations?: readonly object[];
  readonly QueueConfigurations?: readonly object[];
  readonly LambdaFunctionConfigurations?: readonly object[];
  readonly EventBridgeConfiguration?: object;
}

const filter = (Prefix: string, Suffix?: string) => ({
  Key: {
    FilterRules: Object.entries({ Prefix, ...(Suffix !== undefined && { Suffix }) }).map(([Name, Value]) => ({ Name, Value })),
  },
});

/** What a customer has on the bucket already: one of each kind, and the switch for EventBridge. As S3 tells it. */
export const THREE_OTHERS: Configuration = {
  TopicConfigurations: [
    { Id: 'reports', TopicArn: arn('sns', 'reports'), Events: ['s3:ObjectCreated:*'], Filter: filter('reports/', '.csv') },
  ],
  QueueConfigurations: [
    { Id: 'indexer', QueueArn: arn('sqs', 'indexer'), Events: ['s3:ObjectCreated:Put'], Filter: filter('AWSLogs/', '.log.gz') },
  ],
  LambdaFunctionConfigurations: [
    {
      Id: 'tidy',
      LambdaFunctionArn: arn('lambda', 'function:tidy'),
      Events: ['s3:ObjectRemoved:Delete', 's3:ObjectRemoved:DeleteMarkerCreated'],
    },
  ],
  EventBridgeConfiguration: {},
};

/** The bucket of a customer, with the notifications that it has before us. */
export async function customersBucket(emulator: Emulator, Bucket: string, before: Configuration = THREE_OTHERS): Promise<void> {
  await aws(emulator, 's3', 'create-bucket', { Bucket });
  await aws(emulator, 'sns', 'create-topic', { Name: 'reports' });
  await aws(emulator, 'sqs', 'create-queue', { QueueName: 'indexer' });
  await putConfiguration(emulator, Bucket, before);
}

export async function putConfiguration(
  emulator: Emulator,
  Bucket: string,
  NotificationConfiguration: Configuration,
): Promise<void> {
  const SkipDestinationValidation = true;
  await aws(emulator, 's3', 'put-bucket-notification-configuration', {
    Bucket,
    NotificationConfiguration,
    SkipDestinationValidation,
  });
}

export const configuration = (emulator: Emulator, Bucket: string): Promise<Configuration> =>
  aws<Configuration>(emulator, 's3', 'get-bucket-notification-configuration', { Bucket });
