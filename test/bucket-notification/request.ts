import { aws } from '../support/aws.ts';
import type { Emulator } from '../support/emulator.ts';
import { ACCOUNT, arn } from './customer.ts';

export interface Properties {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
  readonly ReplaceAllNotifications: string;
  readonly Entry: object;
}

/** Our topic, which admits S3. */
export async function ourTopic(emulator: Emulator, Name = 'clarion-archive'): Promise<void> {
  const { TopicArn } = await aws<{ TopicArn: string }>(emulator, 'sns', 'create-topic', { Name });
  const statement = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish', Resource: TopicArn };
  const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await aws(emulator, 'sns', 'set-topic-attributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
}

/** Our entry, as the constructs ask for it. */
export const entry = (prefix = 'AWSLogs/', topic = 'clarion-archive') => ({
  Id: `clarion-${topic}`,
  TopicArn: arn('sns', topic),
  Events: ['s3:ObjectCreated:*'],
  Filter: {
    Key: {
      FilterRules: [
        { Name: 'prefix', Value: prefix },
        { Name: 'suffix', Value: '.json.gz' },
      ],
    },
  },
});

/** The same, as S3 tells it. */
export function told(ours: ReturnType<typeof entry>): object {
  const FilterRules = ours.Filter.Key.FilterRules.map(({ Name, Value }) => ({
    Name: Name.replace(/^./, (first) => first.toUpperCase()),
    Value,
  }));
  return { ...ours, Filter: { Key: { FilterRules } } };
}

export const properties = (Bucket: string, more: Partial<Properties> = {}): Properties => ({
  Bucket,
  ExpectedBucketOwner: ACCOUNT,
  ReplaceAllNotifications: 'false',
  Entry: entry(),
  ...more,
});

export const create = (ResourceProperties: object) => ({ RequestType: 'Create', ResourceProperties });
export const update = (PhysicalResourceId: string, OldResourceProperties: object, ResourceProperties: object) => ({
  RequestType: 'Update',
  PhysicalResourceId,
  OldResourceProperties,
  ResourceProperties,
});
export const remove = (PhysicalResourceId: string, ResourceProperties: object) => ({
  RequestType: 'Delete',
  PhysicalResourceId,
  ResourceProperties,
});
