import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { ERRORS, plain, type Optional, type Switch } from '../../blueprint';
import * as cdk from '../../cdk';
import { both, choose, isGiven } from '../../cdk/deferred';
import * as cdktf from '../../cdktf';
import { toJson } from '../cloudformation/json';
import { sentence, type Input, type InputGroup } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import { previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import type { SetupPath } from '../path';
import { and, given, implies, isTrue } from '../rule';
import { ARCHIVE_GROUP, ARCHIVE_SWITCH, archiveOf, archiveRules, withArchive } from './account-archive';
import { accountModule } from './account-module';
import { ACCOUNT_OUTPUTS, type Account, type Monitor } from './account-outputs';
import { cloudTrailEvents } from './cloudtrail-events';
import { cloudWatchAlarms } from './cloudwatch-alarms';
import { guardDutyFindings } from './guardduty-findings';
import { integrationRole } from './integration-role';

const PARTS: readonly Input[] = (
  [
    ['cloudTrailEvents', 'CloudTrail events', 'to send CloudTrail events through EventBridge', true],
    ['cloudWatchAlarms', 'CloudWatch alarms', 'to make a topic for CloudWatch alarms', true],
    [
      'guardDutyFindings',
      'GuardDuty findings',
      'to send GuardDuty findings: in an organization, from the delegated administrator only',
      true,
    ],
    [
      ARCHIVE_SWITCH,
      'CloudTrail log files',
      "to announce CloudTrail's log files in a bucket of this account and Region, which needs the bucket's name and a prefix",
      false,
    ],
    [
      'integrationRole',
      'Role for agent tools',
      'to make the role for agent tools, which needs a principal and an external ID',
      true,
    ],
    ['oneTopic', 'One topic', 'all monitors share one topic, instead of one each. The log archive has its own', false],
  ] as const
).map(([name, label, what, on]) => ({ name, label, description: `Whether ${what}.`, type: 'bool', default: on }));

const SHARED: readonly InputGroup[] = [
  deliveryGroup('two or three for each part'),
  { label: 'Names and keys', inputs: [NAME_PREFIX, SIGNATURE_VERSION, KMS_KEY_ARN, ...ROLE_INPUTS, TAGS] },
];
const OWN = ['topicName', 'existingTopicArn'];
const taken = new Set([...[WEBHOOK_GROUP, ...SHARED].flatMap(({ inputs }) => inputs.map(({ name }) => name)), ...OWN]);

/** What a part must be given is needed only where there is that part. */
const optional = (input: Input): Input => ({ ...input, default: input.default === undefined ? null : input.default });

/** The inputs of a part that an account has for that part alone. */
const ofPart = (label: string, { groups }: Pick<SetupPath, 'groups'>): InputGroup => ({
  label,
  inputs: groups.flatMap(({ inputs }) => inputs.filter(({ name }) => !taken.has(name)).map(optional)),
});

const GROUPS: readonly InputGroup[] = [
  WEBHOOK_GROUP,
  { label: 'Parts', inputs: PARTS },
  ofPart('CloudTrail events', cloudTrailEvents),
  ARCHIVE_GROUP,
  ofPart('CloudWatch alarms', cloudWatchAlarms),
  ofPart('GuardDuty findings', guardDutyFindings),
  ofPart('Role for agent tools', integrationRole),
  ...SHARED,
];
const INPUTS = GROUPS.flatMap(({ inputs }) => inputs);

/** Is always there. */
const CHECKS = 'data.aws_caller_identity.current';

/** Everything for one account and Region. */
export const account: SetupPath<Account> = {
  name: 'account',
  construct: 'ClarionAccount',
  title:
    'Sets up everything for one account and Region: CloudTrail events, alarms, findings, the role for agent tools, and on request the log archive.',
  about: 'Each part can be left out. The module and the template of its own name say more of it.',
  templateFromS3: true,
  usage: `# First apply without it, and register the topic ARNs of the clarion output in Clarion.
webhook_url = var.clarion_webhook_url

# As Clarion shows them, for the role.
principal_arn = var.clarion_principal_arn
external_id   = var.clarion_external_id`,
  groups: GROUPS,
  rules: [
    previousWebhookUrlRule(),
    {
      name: 'trust',
      holds: implies(isTrue('integrationRole'), and(given('principalArn'), given('externalId'))),
      checkedBy: CHECKS,
      message: sentence(ERRORS['role-without-trust']),
    },
    ...guardDutyFindings.rules.filter(({ name }) => name === 'busName').map((rule) => ({ ...rule, checkedBy: CHECKS })),
    ...archiveRules(CHECKS),
  ],
  cdk: (stack: Stack, inputs: cdk.ClarionAccountProps) => {
    const props = withArchive(inputs, (on, bucketName) =>
      both(stack, 'CloudTrailArchiveHasBucket', on as CfnCondition, isGiven(bucketName as Optional<string, CfnCondition>)),
    );
    const made = new cdk.ClarionAccount(stack, 'This', props);
    const shown = (when: Switch<CfnCondition>, value: string | object | undefined) =>
      choose(when, typeof value === 'object' ? toJson(stack, value) : (value ?? ''), '');
    const monitor = (name: Monitor, when: Switch<CfnCondition> = true) => ({
      topicArn: shown(when, made[name]?.topic.topicArn),
      topicDeadLetters: shown(when, made[name]?.topic.deadLetterQueueUrl),
      ruleDeadLetters: shown(when, made[name]?.deadLetterQueueUrl),
    });
    const { integrationRole: role } = made;
    const ofRole = (value: string | undefined) => shown(props.integrationRole ?? true, value);
    return {
      cloudTrailEvents: monitor('cloudTrailEvents', props.cloudTrailEvents),
      cloudWatchAlarms: monitor('cloudWatchAlarms', props.cloudWatchAlarms),
      guardDutyFindings: monitor('guardDutyFindings', props.guardDutyFindings),
      roleArn: ofRole(role?.roleArn),
      trustPolicy: ofRole(role?.trustPolicy),
      updateTrustCommand: ofRole(role?.updateTrustCommand),
      externalId: plain(props.externalId) ?? '',
      archive: archiveOf(made.cloudTrailArchive, (value) => shown(isGiven(props.cloudTrailArchive), value)),
      keyPolicy: made.keyPolicy,
    };
  },
  cdktf: (stack, inputs: cdktf.ClarionAccountProps) => {
    const props = withArchive(inputs, (on) => on);
    const made = new cdktf.ClarionAccount(stack, 'this', props);
    const monitor = (name: Monitor) => ({
      topicArn: made[name]?.topic.topicArn ?? '',
      topicDeadLetters: made[name]?.topic.deadLetterQueueUrl ?? '',
      ruleDeadLetters: made[name]?.deadLetterQueueUrl ?? '',
    });
    return {
      cloudTrailEvents: monitor('cloudTrailEvents'),
      cloudWatchAlarms: monitor('cloudWatchAlarms'),
      guardDutyFindings: monitor('guardDutyFindings'),
      roleArn: made.integrationRole?.roleArn ?? '',
      trustPolicy: made.integrationRole?.trustPolicy ?? '',
      updateTrustCommand: made.integrationRole?.updateTrustCommand ?? '',
      externalId: plain(props.externalId) ?? '',
      archive: archiveOf(made.cloudTrailArchive),
      keyPolicy: made.keyPolicy,
    };
  },
  module: (stack, props) => accountModule(stack, props, INPUTS),
  outputs: ACCOUNT_OUTPUTS,
};
