import { CLOUDTRAIL_PREREQUISITE, CLOUDTRAIL_TOPIC_SUFFIX, EXCLUDED_ROLES_LIMIT, GLOBAL_EVENTS_WARNING } from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS, topicName } from '../inputs/names';
import { CLOUDTRAIL_SOURCES, excludeRoleArns } from '../inputs/sources';
import { EXISTING_TOPIC_ARN, existingTopicRule, previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion, KEY_POLICY, prerequisite, REQUIRED_POLICY, RULE_DEAD_LETTERS, TOPIC_DEAD_LETTERS, topicArn } from '../outputs';
import type { SetupPath } from '../path';

/** Step 1 of the setup guide. */
export const cloudTrailEvents: SetupPath<cdk.CloudTrailEvents | cdktf.CloudTrailEvents> = {
  name: 'cloudtrail-events',
  construct: 'CloudTrailEvents',
  title: 'Sends CloudTrail events of one account and Region to Clarion, through EventBridge and SNS.',
  about: `${CLOUDTRAIL_PREREQUISITE} ${GLOBAL_EVENTS_WARNING}`,
  usage: `# First apply without it, and register the topic_arn output in Clarion.
webhook_url = var.clarion_webhook_url`,
  cdk: (stack, props) => new cdk.CloudTrailEvents(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.CloudTrailEvents(stack, 'this', props),
  groups: [
    WEBHOOK_GROUP,
    { label: 'What is sent', inputs: [...CLOUDTRAIL_SOURCES, excludeRoleArns(EXCLUDED_ROLES_LIMIT)] },
    deliveryGroup('three'),
    {
      label: 'Names and keys',
      inputs: [NAME_PREFIX, topicName(CLOUDTRAIL_TOPIC_SUFFIX), EXISTING_TOPIC_ARN, SIGNATURE_VERSION, KMS_KEY_ARN, TAGS],
    },
  ],
  rules: [previousWebhookUrlRule(), existingTopicRule('aws_cloudwatch_event_rule.management')],
  outputs: [
    topicArn('CloudTrail'),
    { name: 'ruleArn', description: 'The rule for management events.', of: ({ ruleArn }) => ruleArn },
    TOPIC_DEAD_LETTERS,
    RULE_DEAD_LETTERS,
    KEY_POLICY,
    REQUIRED_POLICY,
    prerequisite(CLOUDTRAIL_PREREQUISITE),
    clarion(({ topic }) => ({ topicArns: { cloudtrail: topic.topicArn } })),
  ],
};
