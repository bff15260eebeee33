/**
 * A plain `ENABLED` rule never sees read-only management events (List, Get, Describe). The other state does, and a busy account
 * has many times more of them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const RULE_STATE = {
  withoutReadOnlyEvents: 'ENABLED',
  withReadOnlyEvents: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
} as const;

/**
 * How long EventBridge keeps trying to publish to the topic: as long as it can. What it may not publish (no permission, no topic) it
 * does not try twice, and puts into the dead-letter queue at once.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export const TARGET_RETRY = { maximumEventAgeSeconds: 24 * 60 * 60, maximumRetryAttempts: 185 } as const;

/** The id of a rule's one target. Another would be another target. */
export const TARGET_ID = 'clarion';
