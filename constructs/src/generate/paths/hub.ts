import {
  ACCOUNT_ID_PATTERN,
  ERRORS,
  HUB_ACCOUNTS_LIMIT,
  HUB_PREREQUISITE,
  HUB_REGION_ADVICE,
  HUB_SUFFIX,
  ORGANIZATION_ID_PATTERN,
} from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { sentence } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { BUS_NAME, KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS, topicName } from '../inputs/names';
import { FORWARDED_SOURCES } from '../inputs/sources';
import { EXISTING_TOPIC_ARN, existingTopicRule, previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion, KEY_POLICY, prerequisite, REQUIRED_POLICY, RULE_DEAD_LETTERS, TOPIC_DEAD_LETTERS } from '../outputs';
import type { SetupPath } from '../path';
import { and, given, not, or } from '../rule';

/** Where the events of many accounts and Regions meet. */
export const hub: SetupPath<cdk.ClarionHub | cdktf.ClarionHub> = {
  name: 'hub',
  construct: 'ClarionHub',
  title: 'Takes the events of many accounts and Regions on one event bus, and sends them to Clarion through one topic.',
  about: `${HUB_PREREQUISITE} ${HUB_REGION_ADVICE}`,
  usage: `organization_id = "o-a1b2c3d4e5"

# First apply without it, and register the topic_arn output in Clarion.
webhook_url = var.clarion_webhook_url`,
  cdk: (stack, props) => new cdk.ClarionHub(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.ClarionHub(stack, 'this', props),
  groups: [
    {
      label: 'Whose events come here',
      inputs: [
        {
          name: 'organizationId',
          label: 'Organization',
          description: 'The organization whose spokes may send here, by its id. Either this or the accounts.',
          type: 'string',
          default: null,
          pattern: { expression: ORGANIZATION_ID_PATTERN, message: sentence(ERRORS['organization-id-invalid']) },
        },
        {
          name: 'accountIds',
          label: 'Accounts',
          description: `The accounts whose spokes may send here, by their ids, the hub's own among them; ${HUB_ACCOUNTS_LIMIT} at most, in a template as many as fit into a parameter, which is about three hundred.`,
          type: 'list(string)',
          default: [],
          pattern: { expression: ACCOUNT_ID_PATTERN, message: sentence(ERRORS['account-id-invalid']) },
          atMost: { count: HUB_ACCOUNTS_LIMIT, message: sentence(ERRORS['bus-policy-too-long']) },
        },
      ],
    },
    WEBHOOK_GROUP,
    { label: 'What is sent, as the spokes forward it', inputs: FORWARDED_SOURCES },
    deliveryGroup('three'),
    {
      label: 'Names and keys',
      inputs: [NAME_PREFIX, topicName(HUB_SUFFIX), BUS_NAME, EXISTING_TOPIC_ARN, SIGNATURE_VERSION, KMS_KEY_ARN, TAGS],
    },
  ],
  rules: [
    {
      name: 'admitsOne',
      holds: or(and(given('organizationId'), not(given('accountIds'))), and(not(given('organizationId')), given('accountIds'))),
      checkedBy: 'aws_cloudwatch_event_bus_policy.bus',
      message: sentence(ERRORS['hub-admits-one']),
    },
    previousWebhookUrlRule(),
    existingTopicRule('aws_cloudwatch_event_bus.bus'),
  ],
  outputs: [
    {
      name: 'topicArn',
      description:
        'Paste this into the SNS topic ARN field of each monitor in Clarion whose events the hub sends. It takes messages from no other topic.',
      of: ({ topic }) => topic.topicArn,
    },
    { name: 'busArn', description: 'What every spoke is given.', of: ({ busArn }) => busArn },
    TOPIC_DEAD_LETTERS,
    RULE_DEAD_LETTERS,
    KEY_POLICY,
    REQUIRED_POLICY,
    prerequisite(HUB_PREREQUISITE),
    clarion(({ topic }) => ({ topicArns: { cloudtrail: topic.topicArn, guardduty: topic.topicArn } })),
  ],
};
