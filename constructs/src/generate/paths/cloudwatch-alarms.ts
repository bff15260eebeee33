import { ALL_ALARMS_LIMIT, CLOUDWATCH_PREREQUISITE, CLOUDWATCH_TOPIC_SUFFIX } from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS, topicName } from '../inputs/names';
import { EXISTING_TOPIC_ARN, existingTopicRule, previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion, KEY_POLICY, prerequisite, REQUIRED_POLICY, RULE_DEAD_LETTERS, TOPIC_DEAD_LETTERS, topicArn } from '../outputs';
import type { SetupPath } from '../path';

/** Step 2 of the setup guide. */
export const cloudWatchAlarms: SetupPath<cdk.CloudWatchAlarms | cdktf.CloudWatchAlarms> = {
  name: 'cloudwatch-alarms',
  construct: 'CloudWatchAlarms',
  title: 'Sends CloudWatch alarms of one account and Region to Clarion, through an SNS topic that they may publish to.',
  about: CLOUDWATCH_PREREQUISITE,
  usage: `# First apply without it, and register the topic_arn output in Clarion.
webhook_url = var.clarion_webhook_url`,
  cdk: (stack, props) => new cdk.CloudWatchAlarms(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.CloudWatchAlarms(stack, 'this', props),
  groups: [
    WEBHOOK_GROUP,
    {
      label: 'What is sent',
      inputs: [
        {
          name: 'allAlarms',
          label: 'All alarms',
          description: `Whether to send every alarm of this account and Region, by an EventBridge rule and without an edit of any alarm. ${ALL_ALARMS_LIMIT}`,
          type: 'bool',
          default: false,
        },
      ],
    },
    deliveryGroup('two, and a third with all alarms'),
    {
      label: 'Names and keys',
      inputs: [NAME_PREFIX, topicName(CLOUDWATCH_TOPIC_SUFFIX), EXISTING_TOPIC_ARN, SIGNATURE_VERSION, KMS_KEY_ARN, TAGS],
    },
  ],
  rules: [previousWebhookUrlRule(), existingTopicRule('data.aws_caller_identity.topic_current')],
  outputs: [
    topicArn('CloudWatch'),
    { name: 'ruleArn', description: 'The rule for all alarms. Empty without one.', of: ({ ruleArn }) => ruleArn },
    TOPIC_DEAD_LETTERS,
    RULE_DEAD_LETTERS,
    KEY_POLICY,
    REQUIRED_POLICY,
    prerequisite(CLOUDWATCH_PREREQUISITE),
    clarion(({ topic }) => ({ topicArns: { cloudwatch: topic.topicArn } })),
  ],
};
