/** An alarm on one metric, as data. */
export interface AlarmFact {
  /** What happened, and what to do: the alarm's description. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  /** The metric's dimension; its value is the topic's or queue's name. */
  readonly dimension: string;
  readonly statistic: 'Sum' | 'Maximum';
}

/** What all our alarms share: one value above zero in five minutes raises them, and no data is good news. */
export const ALARM = {
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  evaluationPeriods: 1,
  periodSeconds: 300,
  treatMissingData: 'notBreaching',
} as const;

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export const NOTIFICATIONS_FAILED: AlarmFact = {
  description: 'SNS could not deliver to the Clarion webhook. The messages wait in the dead-letter queue for 14 days.',
  namespace: 'AWS/SNS',
  metricName: 'NumberOfNotificationsFailed',
  dimension: 'TopicName',
  statistic: 'Sum',
};

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const DEAD_LETTERS_WAITING: AlarmFact = {
  description:
    'Messages for Clarion wait in a dead-letter queue. They are kept for 14 days: mend the cause, then send them again.',
  namespace: 'AWS/SQS',
  metricName: 'ApproximateNumberOfMessagesVisible',
  dimension: 'QueueName',
  statistic: 'Maximum',
};
