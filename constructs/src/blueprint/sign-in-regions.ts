import { BlueprintError } from './error';
import { partitionOf } from './partitions';

/**
 * Where sign-ins and the events of global services arrive, by partition: the one Region of most global services first, and then those
 * whose sign-in endpoints people are sent to. China and GovCloud have two Regions each, and global services in both or in one of them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export const SIGN_IN_REGIONS = {
  aws: ['us-east-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2'],
  'aws-cn': ['cn-northwest-1', 'cn-north-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
} as const;

/**
 * Where spokes must be, so that nothing is missed: the Regions that are used, and those where sign-ins and global services arrive.
 *
 * @param given the Regions that are used; their partition is the spokes'
 * @throws BlueprintError `region-unknown`, `regions-of-two-partitions`
 */
export function spokeRegions(given: readonly string[]): string[] {
  const partitions = [...new Set(given.map((region) => partitionOf(region).name))];
  if (partitions.length > 1) {
    throw new BlueprintError('regions-of-two-partitions', given.join(', '), 'Give each partition a hub of its own.');
  }
  return [...new Set([...SIGN_IN_REGIONS[partitions[0] ?? 'aws'], ...given])];
}
