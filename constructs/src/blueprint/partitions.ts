import { BlueprintError } from './error';

/** A part of AWS with accounts, names and consoles of its own. */
export interface Partition {
  readonly name: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** What its Regions are named like. */
  readonly regionPattern: string;
  /** Where its services are. */
  readonly dnsSuffix: string;
  /** Where its console is, behind the Region. */
  readonly console: string;
}

/**
 * The partitions that a customer can have. The isolated ones and the European sovereign cloud are not among them.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const PARTITIONS = [
  { name: 'aws-cn', regionPattern: 'cn-[a-z]+-[0-9]+', dnsSuffix: 'amazonaws.com.cn', console: 'console.amazonaws.cn' },
  {
    name: 'aws-us-gov',
    regionPattern: 'us-gov-[a-z]+-[0-9]+',
    dnsSuffix: 'amazonaws.com',
    console: 'console.amazonaws-us-gov.com',
  },
  { name: 'aws', regionPattern: '(?!cn-)[a-z]{2}-[a-z]+-[0-9]+', dnsSuffix: 'amazonaws.com', console: 'console.aws.amazon.com' },
] as const satisfies readonly Partition[];

/**
 * The partition of a Region.
 *
 * @throws BlueprintError `region-unknown`
 */
export function partitionOf(region: string): Partition {
  const found = PARTITIONS.find(({ regionPattern }) => new RegExp(`^${regionPattern}$`).test(region));
  if (found === undefined) throw new BlueprintError('region-unknown', region, "Use one like 'us-east-1'.");
  return found;
}
