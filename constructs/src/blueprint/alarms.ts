/** An alarm on one metric, as data. */
export interface AlarmFact {
  /** What happened, and what to do: the alarm's description. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  /** The metric's dimension; its value is the topic's or queue's name. */
  readonly dimension: string;
  readonly statistic: 'Sum' | 'Maximum';
  /** How many periods in a row it must be so. */
  readonly evaluationPeriods: number;
}

/** What all our alarms share: they look at values above zero in periods of five minutes, and no data is good news. */
export const ALARM = {
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  periodSeconds: 300,
  treatMissingData: 'notBreaching',
} as const;

/**
 * For https this counts each failed attempt, and SNS tries again for most of an hour: so only what goes on is worth an alarm.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 */
export const NOTIFICATIONS_FAILED: AlarmFact = {
  description:
    'Deliveries to the Clarion webhook have failed for 15 minutes. SNS tries again for most of an hour, then keeps them as dead letters.',
  namespace: 'AWS/SNS',
  metricName: 'NumberOfNotificationsFailed',
  dimension: 'TopicName',
  statistic: 'Sum',
  evaluationPeriods: 3,
};

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const DEAD_LETTERS_WAITING: AlarmFact = {
  description:
    'Messages for Clarion wait in a dead-letter queue. They are kept for 14 days: mend the cause, then send them again.',
  namespace: 'AWS/SQS',
  metricName: 'ApproximateNumberOfMessagesVisible',
  dimension: 'QueueName',
  statistic: 'Maximum',
  evaluationPeriods: 1,
};

/** What tells our own alarms from the customer's, in a stack and in an event: their descriptions. */
export const OWN_ALARMS: readonly string[] = [NOTIFICATIONS_FAILED.description, DEAD_LETTERS_WAITING.description];

/** Whether an alarm is on our own deliveries. It never notifies a Clarion topic, as that is what it watches. */
export const isOwnAlarm = (description: unknown): boolean => OWN_ALARMS.includes(description as string);
