/** What is known about SNS in one partition of AWS. */
interface Partition {
  /** What a Region's host ends in. */
  readonly suffix: string;
  /** The names a Region's signing certificate may carry. */
  readonly certificateNames: (region: string) => readonly string[];
  /** Who issues it. Left out where that was never seen: a wrong guess would lose every message of the partition. */
  readonly issuerOrganization?: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Regions that are on from the start share one certificate. */
const SHARED_NAME_REGIONS = words(`
  us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1
  eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1
  ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2
`);

/** Regions that are opted into have a name of their own. */
const OWN_NAME_REGIONS = words(`
  af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
  ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1
`);

function commercialNames(region: string): readonly string[] {
  const own = `sns-signing.${region}.amazonaws.com`;
  if (OWN_NAME_REGIONS.has(region)) return [own];
  if (SHARED_NAME_REGIONS.has(region)) return ['sns.amazonaws.com'];
  // A Region that is newer than these lists will follow one of the two.
  return ['sns.amazonaws.com', own];
}

/**
 * Where SNS is, by partition: the names are those of AWS's own SDK for Java.
 *
 * @see https://github.com/aws/aws-sdk-java-v2/tree/master/services-custom/sns-message-manager
 */
const PARTITIONS: Readonly<Record<string, Partition>> = {
  aws: { suffix: 'amazonaws.com', certificateNames: commercialNames, issuerOrganization: 'Amazon' },
  'aws-us-gov': {
    suffix: 'amazonaws.com',
    certificateNames: () => ['sns-us-gov-west-1.amazonaws.com'],
    issuerOrganization: 'Amazon',
  },
  'aws-cn': { suffix: 'amazonaws.com.cn', certificateNames: (region) => [`sns-${region}.amazonaws.com.cn`] },
  'aws-eusc': { suffix: 'amazonaws.eu', certificateNames: (region) => [`sns-signing.${region}.amazonaws.eu`] },
};

/**
 * The ARN of a topic that {@link topicEndpoint} knows: of a partition above, in a Region, and of no FIFO topic, which SNS delivers to no
 * webhook. Whatever takes ARNs goes by this, or an operator could register a topic whose messages are then refused.
 */
export const TOPIC_ARN = new RegExp(
  `^arn:(${Object.keys(PARTITIONS).join('|')}):sns:([a-z]{2,5}(?:-[a-z]{1,16}){1,4}-\\d{1,2}):(\\d{12}):([A-Za-z0-9_-]{1,256})$`,
);

/** All that follows from a topic's ARN about who may sign its messages. */
export interface TopicEndpoint {
  readonly region: string;
  readonly accountId: string;
  /** The host that SNS has in the topic's Region. */
  readonly host: string;
  readonly certificateNames: readonly string[];
  readonly issuerOrganization?: string;
}

/** The endpoint behind a topic's ARN, or `undefined` if it is not the ARN of a topic that can deliver to https. */
export function topicEndpoint(topicArn: string): TopicEndpoint | undefined {
  const [, name, region, accountId] = TOPIC_ARN.exec(topicArn) ?? [];
  const partition = name === undefined ? undefined : PARTITIONS[name];
  if (partition === undefined || region === undefined || accountId === undefined) return undefined;
  const { suffix, certificateNames, ...rest } = partition;
  return { region, accountId, host: `sns.${region}.${suffix}`, certificateNames: certificateNames(region), ...rest };
}
