import type { Optional, OrganizationOptions, Switch, TopicOptions } from '../../blueprint';

/** What the inputs of an organization come to: its own options, and those of the hub that may be made with it. */
export interface OrganizationProps<Deferred>
  extends Omit<OrganizationOptions<Deferred>, 'hubBusArn' | 'deliveryAlarms' | 'alarmActions'>, TopicOptions<Deferred> {
  readonly hubBusArn?: Optional<string, Deferred>;
  readonly organizationId?: Optional<string, Deferred>;
  readonly busName?: Optional<string, Deferred>;
  /** The hub's alarms are `deliveryAlarms`. */
  readonly spokeAlarms?: Switch<Deferred>;
}

/** What an organization gives back, by whatever it is made. What is the hub's is empty where the hub was there before. */
export interface MadeOrganization {
  readonly topicArn: string;
  readonly busArn: string;
  readonly topicDeadLetterQueueUrl: string;
  readonly ruleDeadLetterQueueUrl: string;
  readonly keyPolicy: string;
  readonly requiredPolicy: string;
  readonly managementRoleArn: string;
  readonly roleArn: string;
  readonly externalId: string;
  readonly coverage: string;
  readonly managementAccount: string;
  readonly newAccounts: string;
}
