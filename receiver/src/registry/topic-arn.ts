/** An SNS topic's ARN, of any partition. FIFO topics are left out: SNS delivers them to no webhook. */
export const TOPIC_ARN = /^arn:aws[a-z-]{0,20}:sns:([a-z]{2}[a-z0-9-]{3,30}):\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** The Region that a topic's ARN names; `undefined` when it is no ARN of a standard topic. */
export function topicRegion(arn: string): string | undefined {
  return TOPIC_ARN.exec(arn)?.[1];
}
