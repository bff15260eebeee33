import type { Receiver } from '../../receiver/src/index.ts';

/** Has a monitor of each kind trust a topic, as whoever sends all by one topic does. */
export async function trustTopic(receiver: Receiver, arn: string): Promise<void> {
  await receiver.addTopic({ monitor: 'trail', arn, kind: 'cloudtrail' });
  await receiver.addTopic({ monitor: 'alarms', arn, kind: 'cloudwatch' });
  await receiver.addTopic({ monitor: 'findings', arn, kind: 'guardduty' });
}
