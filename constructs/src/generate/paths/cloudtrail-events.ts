import {
  ALARM_ACTIONS_LIMIT,
  ARN_PATTERN,
  CLOUDTRAIL_PREREQUISITE,
  DEFAULT_NAME_PREFIX,
  DEFAULT_SIGNATURE_VERSION,
  ERRORS,
  EXCLUDED_ROLES_LIMIT,
  GLOBAL_EVENTS_WARNING,
  KEY_ARN_PATTERN,
  NAME_PREFIX_PATTERN,
  ROLE_ARN_PATTERN,
  TOPIC_NAME_PATTERN,
  WEBHOOK_URL_PATTERN,
  WEBHOOK_URL_RULE,
} from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { sentence } from '../input';
import type { SetupPath } from '../path';

/** Step 1 of the setup guide. */
export const cloudTrailEvents: SetupPath<cdk.CloudTrailEvents | cdktf.CloudTrailEvents> = {
  name: 'cloudtrail-events',
  title: 'Sends CloudTrail events of one account and Region to Clarion, through EventBridge and SNS.',
  about: `${CLOUDTRAIL_PREREQUISITE} ${GLOBAL_EVENTS_WARNING}`,
  cdk: cdk.CloudTrailEvents,
  cdktf: cdktf.CloudTrailEvents,
  groups: [
    {
      label: 'Clarion',
      inputs: [
        {
          name: 'webhookUrl',
          label: 'Webhook URL',
          description:
            'The webhook URL that Clarion shows. Leave it out at first: register the topic ARN in Clarion, then give the URL. Its path is a secret. When it changes, give the one before as the previous webhook URL: without that, Terraform ends its subscription before the new one is confirmed, and CloudFormation leaves it subscribed.',
          type: 'string',
          default: null,
          sensitive: true,
          pattern: { expression: WEBHOOK_URL_PATTERN, message: WEBHOOK_URL_RULE },
        },
        {
          name: 'previousWebhookUrl',
          label: 'Previous webhook URL',
          description:
            'The URL before the last change, kept subscribed until Clarion has confirmed the new one. Then leave it out again.',
          type: 'string',
          default: null,
          sensitive: true,
          pattern: { expression: WEBHOOK_URL_PATTERN, message: WEBHOOK_URL_RULE },
        },
        {
          name: 'subscribe',
          label: 'Subscribe',
          description:
            'Whether to subscribe the webhook URL. Clarion confirms only a topic whose ARN it knows, so this can wait.',
          type: 'bool',
          default: true,
        },
      ],
    },
    {
      label: 'What is sent',
      inputs: [
        {
          name: 'readOnlyEvents',
          label: 'Read-only events',
          description:
            'Whether to send read-only management events too (List, Get, Describe): many times the volume, and the cost.',
          type: 'bool',
          default: false,
        },
        {
          name: 'includeInsights',
          label: 'Insight events',
          description: 'Whether to send Insight events. The trail must have Insights on.',
          type: 'bool',
          default: false,
        },
        {
          name: 'includeDataEvents',
          label: 'Data events',
          description:
            'Whether to send the data events that the trail logs, except those of SNS, SQS and EventBridge, which sending causes itself.',
          type: 'bool',
          default: false,
        },
        {
          name: 'excludeRoleArns',
          label: 'Roles to leave out',
          description: 'Roles whose sessions are not sent, by ARN. This hides their misuse too. About ten at most.',
          type: 'list(string)',
          default: [],
          pattern: { expression: ROLE_ARN_PATTERN, message: sentence(ERRORS['role-arn-invalid']) },
          maxJsonLength: { characters: EXCLUDED_ROLES_LIMIT, message: sentence(ERRORS['event-pattern-too-long']) },
        },
      ],
    },
    {
      label: 'Delivery',
      inputs: [
        {
          name: 'deliveryAlarms',
          label: 'Delivery alarms',
          description:
            'Whether to make alarms on failed deliveries and on waiting dead letters (three, about 0.10 $ a month each).',
          type: 'bool',
          default: true,
        },
        {
          name: 'alarmActions',
          label: 'Alarm actions',
          description: 'Whom those alarms notify, by ARN. Not a Clarion topic, which is what they watch.',
          type: 'list(string)',
          default: [],
          pattern: { expression: ARN_PATTERN, message: sentence(ERRORS['alarm-actions-invalid']) },
          atMost: { count: ALARM_ACTIONS_LIMIT, message: sentence(ERRORS['alarm-actions-invalid']) },
        },
      ],
    },
    {
      label: 'Names and keys',
      inputs: [
        {
          name: 'namePrefix',
          label: 'Name prefix',
          description:
            'Starts the names of what is made. Changing it replaces the topic, so Clarion must be given the new ARN, and in Terraform the dead-letter queues.',
          type: 'string',
          default: DEFAULT_NAME_PREFIX,
          pattern: { expression: NAME_PREFIX_PATTERN, message: sentence(ERRORS['name-prefix-invalid']) },
        },
        {
          name: 'topicName',
          label: 'Topic name',
          description:
            'The name of the topic, which makes its ARN known before anything is made. By default the prefix with -cloudtrail.',
          type: 'string',
          default: null,
          pattern: { expression: TOPIC_NAME_PATTERN, message: sentence(ERRORS['topic-name-invalid']) },
        },
        {
          name: 'signatureVersion',
          label: 'Signature version',
          description: 'How SNS signs: 2 is SHA-256, 1 is SHA-1 for a consumer that knows no other.',
          type: 'number',
          default: DEFAULT_SIGNATURE_VERSION,
          allowed: { values: [2, 1], message: sentence(ERRORS['signature-version-invalid']) },
        },
        {
          name: 'kmsKeyArn',
          label: 'KMS key ARN',
          description:
            'A customer managed key for the topic and its queues. Its policy must hold the statements of the key policy output. Clarion says that it does not support encrypted topics.',
          type: 'string',
          default: null,
          pattern: { expression: KEY_ARN_PATTERN, message: sentence(ERRORS['key-arn-invalid']) },
        },
        {
          name: 'tags',
          label: 'Tags',
          description: 'Tags for everything that can have them.',
          type: 'map(string)',
          default: {},
          terraformOnly: true,
        },
      ],
    },
  ],
  rules: [
    {
      name: 'previousWebhookUrl',
      whenGiven: 'previousWebhookUrl',
      needsAnother: 'webhookUrl',
      checkedBy: 'aws_sns_topic_subscription.topic',
      message: sentence(ERRORS['previous-webhook-url-alone']),
    },
  ],
  outputs: [
    {
      name: 'topicArn',
      description:
        "Paste this into the SNS topic ARN field of Clarion's CloudTrail monitor. It takes messages from no other topic.",
      of: ({ topic }) => topic.topicArn,
    },
    { name: 'ruleArn', description: 'The rule for management events.', of: ({ ruleArn }) => ruleArn },
    {
      name: 'topicDeadLetterQueueUrl',
      description: 'Where messages wait that SNS could not deliver.',
      of: ({ topic }) => topic.deadLetterQueueUrl,
    },
    {
      name: 'ruleDeadLetterQueueUrl',
      description: 'Where events wait that EventBridge could not publish. They carry no signature.',
      of: ({ deadLetterQueueUrl }) => deadLetterQueueUrl,
    },
    {
      name: 'keyPolicy',
      description: 'The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do.',
      of: ({ topic }) => topic.keyPolicy,
    },
    { name: 'prerequisite', description: 'What must be there besides.', of: () => CLOUDTRAIL_PREREQUISITE },
  ],
};
