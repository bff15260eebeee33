/** How many messages a second SNS takes in an account, in the Regions where it is more than `SMALL`. AWS raises it on request. */
const PUBLISH_QUOTAS: Readonly<Record<string, number>> = {
  'us-east-1': 30_000,
  'us-west-2': 9_000,
  'eu-west-1': 9_000,
  'us-east-2': 1_500,
  'us-west-1': 1_500,
  'ap-south-1': 1_500,
  'ap-northeast-1': 1_500,
  'ap-northeast-2': 1_500,
  'ap-southeast-1': 1_500,
  'ap-southeast-2': 1_500,
  'eu-central-1': 1_500,
};
const SMALL = 300;

/** What a hub should be able to publish: the events of many accounts and Regions meet there. */
export const HUB_PUBLISH_QUOTA = 1_500;

/**
 * How many messages a second SNS takes in an account and Region.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sns.html
 */
export const publishQuota = (region: string): number => PUBLISH_QUOTAS[region] ?? SMALL;

/** Not by `toLocaleString`, which takes 12 ms the first time, and every program that imports this would pay them. */
const inWords = (quota: number) => String(quota).replace(/\B(?=(\d{3})+$)/g, ',');

/** How to choose a hub's Region. */
export const HUB_REGION_ADVICE = `All that a hub gets goes through SNS of its Region, which takes ${inWords(publishQuota('us-east-1'))} messages a second in us-east-1, ${inWords(publishQuota('us-west-2'))} in us-west-2 and eu-west-1, and ${SMALL} in most others; more on request.`;

/** What to say of a hub's Region, where it is a slow one. EventBridge tries again for a day what SNS throttles. */
export function publishQuotaWarning(region: string): string | undefined {
  const quota = publishQuota(region);
  if (quota >= HUB_PUBLISH_QUOTA) return undefined;
  return `In ${region}, SNS takes ${quota} messages a second; what is more is delayed, and after a day a dead letter. ${HUB_REGION_ADVICE}`;
}
