import {
  DEFAULT_BUS_NAME_PATTERN,
  ERRORS,
  FINDINGS_BUS_NAME_PATTERN,
  GUARDDUTY_BUS_SUFFIX,
  GUARDDUTY_PREREQUISITE,
  GUARDDUTY_TOPIC_SUFFIX,
} from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { sentence } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS, topicName } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import { MINIMUM_SEVERITY } from '../inputs/sources';
import { EXISTING_TOPIC_ARN, existingTopicRule, previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion, KEY_POLICY, prerequisite, REQUIRED_POLICY, RULE_DEAD_LETTERS, TOPIC_DEAD_LETTERS, topicArn } from '../outputs';
import type { SetupPath } from '../path';
import { given, implies, isTrue } from '../rule';

/** Step 3 of the setup guide. */
export const guardDutyFindings: SetupPath<cdk.GuardDutyFindings | cdktf.GuardDutyFindings> = {
  name: 'guardduty-findings',
  construct: 'GuardDutyFindings',
  title: 'Sends GuardDuty findings of one account and Region to Clarion, through EventBridge and SNS.',
  about: GUARDDUTY_PREREQUISITE,
  usage: `# First apply without it, and register the topic_arn output in Clarion.
webhook_url = var.clarion_webhook_url`,
  cdk: (stack, props) => new cdk.GuardDutyFindings(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.GuardDutyFindings(stack, 'this', props),
  groups: [
    WEBHOOK_GROUP,
    { label: 'What is sent', inputs: [MINIMUM_SEVERITY] },
    {
      label: 'Event bus',
      inputs: [
        {
          name: 'customBus',
          label: 'Bus of their own',
          description:
            'Whether to take findings from an event bus of their own, to which a rule on the default bus forwards every finding. No rule on that bus may forward to a third one: EventBridge would drop the finding.',
          type: 'bool',
          default: false,
        },
        {
          name: 'busName',
          label: 'Bus name',
          description: `The name of that bus, and of the rule that forwards to it. By default the prefix with ${GUARDDUTY_BUS_SUFFIX}. Changing it replaces both.`,
          type: 'string',
          default: null,
          pattern: {
            expression: FINDINGS_BUS_NAME_PATTERN,
            except: DEFAULT_BUS_NAME_PATTERN,
            message: sentence(ERRORS['findings-bus-name-invalid']),
          },
        },
        ...ROLE_INPUTS,
      ],
    },
    deliveryGroup('three'),
    {
      label: 'Names and keys',
      inputs: [NAME_PREFIX, topicName(GUARDDUTY_TOPIC_SUFFIX), EXISTING_TOPIC_ARN, SIGNATURE_VERSION, KMS_KEY_ARN, TAGS],
    },
  ],
  rules: [
    {
      name: 'busName',
      holds: implies(given('busName'), isTrue('customBus')),
      checkedBy: 'aws_cloudwatch_event_rule.findings',
      message: sentence(ERRORS['bus-name-alone']),
    },
    previousWebhookUrlRule(),
    existingTopicRule('aws_cloudwatch_event_rule.findings'),
  ],
  outputs: [
    topicArn('GuardDuty'),
    { name: 'ruleArn', description: 'The rule for findings.', of: ({ ruleArn }) => ruleArn },
    { name: 'busArn', description: 'The event bus of their own. Empty where there is none.', of: ({ busArn }) => busArn },
    TOPIC_DEAD_LETTERS,
    RULE_DEAD_LETTERS,
    KEY_POLICY,
    REQUIRED_POLICY,
    prerequisite(GUARDDUTY_PREREQUISITE),
    clarion(({ topic }) => ({ topicArns: { guardduty: topic.topicArn } })),
  ],
};
