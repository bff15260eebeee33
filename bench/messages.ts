import { randomUUID } from 'node:crypto';
import type { SnsAuthority } from '../test/support/sns-authority.ts';
import { TOPIC } from './webhook/settings.ts';

export { TOPIC };

/**
 * A CloudTrail record as EventBridge hands it to SNS, signed: version 2 and 1 in turns.
 *
 * @param least and `most`: between so many tags of some 70 bytes make its length.
 */
export function snsMessage(authority: SnsAuthority, index: number, least: number, most: number): Record<string, unknown> {
  const time = new Date().toISOString();
  const tags = Array.from({ length: least + (index % (most - least)) }, (_, tag) => ({
    key: `cost-centre-${tag}`,
    value: `Department of records ${index + tag}`,
  }));
  const record = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '111122223333',
    time,
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.09',
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::111122223333:assumed-role/Deployer/session-${index}`,
        accountId: '111122223333',
      },
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      awsRegion: 'us-east-1',
      sourceIPAddress: `203.0.113.${index % 250}`,
      requestParameters: { instanceType: 'm7g.large', tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] } },
      eventID: randomUUID(),
      eventType: 'AwsApiCall',
      readOnly: false,
      managementEvent: true,
      eventCategory: 'Management',
      recipientAccountId: '111122223333',
    },
  };
  const fields = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: TOPIC,
    Message: JSON.stringify(record),
    Timestamp: time,
  };
  return authority.seal(fields, index % 2 === 0 ? 2 : 1);
}
