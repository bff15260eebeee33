import type { CfnCondition, Stack } from 'aws-cdk-lib';
import type { IResolvable, TerraformStack } from 'cdktf';
import { DEFAULT_PATH, HUB_REGION_ADVICE, HUB_SUFFIX, ORGANIZATION_PREREQUISITE, spokeExcludedRolesLimit } from '../../blueprint';
import type { InputGroup } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { MAX_SESSION_DURATION, PERMISSIONS_GROUP, ROLE_NAME } from '../inputs/integration-role';
import { BUS_NAME, KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS, topicName } from '../inputs/names';
import {
  ADOPT_ALL,
  COVERAGE_GROUP,
  HUB_GROUP,
  ORGANIZATION_TRUST_GROUP,
  SPOKE_ALARMS,
  STACK_SETS_GROUP,
} from '../inputs/organization';
import { ROLE_INPUTS } from '../inputs/roles';
import { excludeRoleArns, FORWARDED_SOURCES, GUARDDUTY_ACCOUNT_ID } from '../inputs/sources';
import { EXISTING_TOPIC_ARN, existingTopicRule, previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { organizationConstructs } from '../organization/constructs';
import type { MadeOrganization, OrganizationProps } from '../organization/made';
import { organizationModule } from '../organization/module';
import { organizationTemplate } from '../organization/template';
import { clarion, KEY_POLICY, prerequisite, REQUIRED_POLICY, RULE_DEAD_LETTERS, TOPIC_DEAD_LETTERS } from '../outputs';
import type { Output, SetupPath } from '../path';
import { given, implies, not, or } from '../rule';

const delivery = deliveryGroup('three for the hub');
const groups: readonly InputGroup[] = [
  COVERAGE_GROUP,
  ORGANIZATION_TRUST_GROUP,
  PERMISSIONS_GROUP,
  HUB_GROUP,
  { ...WEBHOOK_GROUP, label: 'Webhook' },
  {
    label: 'What is sent',
    inputs: [...FORWARDED_SOURCES, GUARDDUTY_ACCOUNT_ID, excludeRoleArns(spokeExcludedRolesLimit(DEFAULT_PATH))],
  },
  { ...delivery, inputs: [...delivery.inputs, SPOKE_ALARMS] },
  { label: 'Roles', inputs: [ROLE_NAME, ADOPT_ALL, MAX_SESSION_DURATION, ...ROLE_INPUTS] },
  STACK_SETS_GROUP,
  {
    label: 'Names and keys',
    inputs: [NAME_PREFIX, topicName(HUB_SUFFIX), BUS_NAME, EXISTING_TOPIC_ARN, SIGNATURE_VERSION, KMS_KEY_ARN, TAGS],
  },
];
const inputs = groups.flatMap((group) => group.inputs);

const ALWAYS = 'data.aws_caller_identity.current';

const text = (name: keyof MadeOrganization, description: string): Output<MadeOrganization> => ({
  name,
  description,
  of: (made) => made[name],
});

/** Step 4B of the setup guide. */
export const organization: SetupPath<MadeOrganization> = {
  name: 'organization',
  construct: 'ClarionOrganization',
  title: 'Connects every account of an organization to Clarion: the role for agent tools, and events through spokes and one hub.',
  about: `From the management account, or from a delegated administrator, which cannot serve that one. ${ORGANIZATION_PREREQUISITE} ${HUB_REGION_ADVICE}`,
  usage: `organizational_unit_ids = ["r-a1b2"]
organization_id         = "o-a1b2c3d4e5"

# As Clarion shows them.
principal_arn = var.clarion_principal_arn
external_id   = var.clarion_external_id

# First apply without it, and register the topic_arn output in Clarion.
webhook_url = var.clarion_webhook_url`,
  cdk: (stack: Stack, props: OrganizationProps<CfnCondition>) => organizationTemplate(stack, props),
  cdktf: (stack: TerraformStack, props: OrganizationProps<never>) => organizationConstructs(stack, props),
  module: (stack: TerraformStack, props: OrganizationProps<IResolvable>) => organizationModule(stack, props, inputs),
  // It has the templates of its StackSets in it, and the hub.
  templateFromS3: true,
  groups,
  rules: [
    {
      name: 'hub',
      holds: or(given('hubBusArn'), given('organizationId')),
      checkedBy: ALWAYS,
      message: 'Give the event bus of a hub, or the organization for a hub that is made here.',
    },
    {
      name: 'hubIsThere',
      holds: implies(given('hubBusArn'), not(or(...['webhookUrl', 'topicName', 'busName', 'existingTopicArn'].map(given)))),
      checkedBy: ALWAYS,
      message: 'A hub that is there already has a bus, a topic and a webhook of its own.',
    },
    previousWebhookUrlRule('module.hub'),
    existingTopicRule('module.hub'),
  ],
  outputs: [
    text(
      'topicArn',
      'Paste this into the SNS topic ARN field of each monitor in Clarion whose events the hub sends. Empty where the hub was there before.',
    ),
    text('busArn', "The hub's event bus, which every spoke is given."),
    text('roleArn', 'Paste this into Clarion for each account, with its id in the place of ACCOUNT_ID.'),
    text('managementRoleArn', "The management account's role. Empty from a delegated administrator."),
    text(
      'externalId',
      'What Clarion must say to assume the roles, but for those of accounts that have an external ID of their own.',
    ),
    ...[TOPIC_DEAD_LETTERS, RULE_DEAD_LETTERS, KEY_POLICY, REQUIRED_POLICY].map(({ name, description }) =>
      text(name as keyof MadeOrganization, description),
    ),
    text('coverage', 'Which accounts and Regions are served.'),
    text('managementAccount', 'What is left to do for the management account.'),
    text('newAccounts', 'What accounts that join later are given.'),
    prerequisite(ORGANIZATION_PREREQUISITE),
    clarion(({ topicArn, roleArn, externalId }) => ({
      topicArns: { cloudtrail: topicArn, guardduty: topicArn },
      roleArn,
      externalId,
    })),
  ],
};
