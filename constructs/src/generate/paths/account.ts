import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { conditional, ref, Token, type IResolvable, type TerraformStack } from 'cdktf';
import {
  ARCHIVE_PREREQUISITE,
  CLOUDTRAIL_PREREQUISITE,
  CLOUDWATCH_PREREQUISITE,
  ERRORS,
  GUARDDUTY_PREREQUISITE,
  plain,
  type Optional,
  type TopicOptions,
} from '../../blueprint';
import * as cdk from '../../cdk';
import { both, choose, isGiven } from '../../cdk/deferred';
import * as cdktf from '../../cdktf';
import { toJson } from '../cloudformation/json';
import { sentence, snakeCase, type Input, type InputGroup } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import { previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion } from '../outputs';
import type { SetupPath } from '../path';
import { and, given, implies, isTrue } from '../rule';
import { innerModule } from '../terraform/inner-module';
import {
  ARCHIVE_GROUP,
  ARCHIVE_OUTPUTS,
  ARCHIVE_SWITCH,
  archiveOf,
  archiveRules,
  archiveVariables,
  withArchive,
  type ArchiveOfAccount,
} from './account-archive';
import { cloudTrailArchive } from './cloudtrail-archive';
import { cloudTrailEvents } from './cloudtrail-events';
import { cloudWatchAlarms } from './cloudwatch-alarms';
import { guardDutyFindings } from './guardduty-findings';
import { integrationRole } from './integration-role';

/** What an account gives back, in either engine. */
interface Account {
  readonly cloudTrailTopicArn: string;
  readonly cloudWatchTopicArn: string;
  readonly guardDutyTopicArn: string;
  readonly roleArn: string;
  readonly externalId: string;
  readonly archive: ArchiveOfAccount;
}

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
    const arn = (when: keyof typeof props, part: { topic: { topicArn: string } } | undefined) =>
      part === undefined ? '' : choose((props[when] ?? true) as CfnCondition, part.topic.topicArn, '');
    const showArchive = (value: string | object) =>
      choose(isGiven(props.cloudTrailArchive), typeof value === 'string' ? value : toJson(stack, value), '');
    return {
      cloudTrailTopicArn: arn('cloudTrailEvents', made.cloudTrailEvents),
      cloudWatchTopicArn: arn('cloudWatchAlarms', made.cloudWatchAlarms),
      guardDutyTopicArn: arn('guardDutyFindings', made.guardDutyFindings),
      roleArn: choose(props.integrationRole ?? true, made.integrationRole?.roleArn ?? '', ''),
      externalId: plain(props.externalId) ?? '',
      archive: archiveOf(made.cloudTrailArchive, showArchive),
    };
  },
  cdktf: (stack, inputs: cdktf.ClarionAccountProps) => {
    const props = withArchive(inputs, (on) => on);
    const made = new cdktf.ClarionAccount(stack, 'this', props);
    return {
      cloudTrailTopicArn: made.cloudTrailEvents?.topic.topicArn ?? '',
      cloudWatchTopicArn: made.cloudWatchAlarms?.topic.topicArn ?? '',
      guardDutyTopicArn: made.guardDutyFindings?.topic.topicArn ?? '',
      roleArn: made.integrationRole?.roleArn ?? '',
      externalId: plain(props.externalId) ?? '',
      archive: archiveOf(made.cloudTrailArchive),
    };
  },
  module: composed,
  outputs: [
    { name: 'cloudTrailTopicArn', description: "For Clarion's CloudTrail monitor.", of: (made) => made.cloudTrailTopicArn },
    { name: 'cloudWatchTopicArn', description: "For Clarion's CloudWatch monitor.", of: (made) => made.cloudWatchTopicArn },
    { name: 'guardDutyTopicArn', description: "For Clarion's GuardDuty monitor.", of: (made) => made.guardDutyTopicArn },
    { name: 'roleArn', description: "For Clarion's AWS integration.", of: (made) => made.roleArn },
    ...ARCHIVE_OUTPUTS,
    {
      name: 'prerequisite',
      description: 'What must be there besides.',
      of: () =>
        [
          CLOUDTRAIL_PREREQUISITE,
          CLOUDWATCH_PREREQUISITE,
          GUARDDUTY_PREREQUISITE,
          `For the log archive: ${ARCHIVE_PREREQUISITE}`,
        ].join(' '),
    },
    clarion(
      ({
        cloudTrailTopicArn: cloudtrail,
        cloudWatchTopicArn: cloudwatch,
        guardDutyTopicArn: guardduty,
        archive: { topicArn: cloudtrailArchive },
        roleArn,
        externalId,
      }) => ({
        topicArns: { cloudtrail, cloudtrailArchive, cloudwatch, guardduty },
        roleArn,
        externalId,
      }),
    ),
  ],
};

/** The module is made of the modules of its parts, and of the topic that they may share. */
function composed(stack: TerraformStack, props: TopicOptions<IResolvable>): Account {
  const variable = (name: string) => ref(`var.${snakeCase(name)}`, stack);
  const oneTopic = variable('oneTopic');
  const { policy } = new cdktf.ClarionTopic(stack, 'topic', {
    ...props,
    when: oneTopic,
    publishers: ['events', { value: 'cloudwatch', given: variable('cloudWatchAlarms') }],
  });
  const { accountId } = new DataAwsCallerIdentity(stack, 'current');
  const { partition } = new DataAwsPartition(stack, 'partition');
  const { id: region } = new DataAwsRegion(stack, 'region');
  // Written out, as its parts must know when they plan whether it is there; they wait for its policy, which the topic's ARN would not do.
  const arn = `arn:${partition}:sns:${region}:${accountId}:${variable('namePrefix').toString()}`;
  const topic = {
    existingTopicArn: conditional(oneTopic, arn, Token.nullValue()),
    webhookUrl: conditional(oneTopic, Token.nullValue(), variable('webhookUrl')),
    previousWebhookUrl: conditional(oneTopic, Token.nullValue(), variable('previousWebhookUrl')),
  };
  const events = innerModule(stack, cloudTrailEvents, INPUTS, variable('cloudTrailEvents'), topic, policy);
  const alarms = innerModule(stack, cloudWatchAlarms, INPUTS, variable('cloudWatchAlarms'), topic, policy);
  const findings = innerModule(stack, guardDutyFindings, INPUTS, variable('guardDutyFindings'), topic, policy);
  const role = innerModule(stack, integrationRole, INPUTS, variable('integrationRole'));
  // By the name that the role gives back, so that it is there before anything is attached to it, and goes after it.
  const archive = innerModule(stack, cloudTrailArchive, INPUTS, variable(ARCHIVE_SWITCH), {
    ...archiveVariables(stack),
    roleName: role.output('roleName', variable('roleName')),
  });
  return {
    cloudTrailTopicArn: events.output('topicArn'),
    cloudWatchTopicArn: alarms.output('topicArn'),
    guardDutyTopicArn: findings.output('topicArn'),
    roleArn: role.output('roleArn'),
    externalId: variable('externalId').toString(),
    archive: {
      topicArn: archive.output('topicArn'),
      notificationConfiguration: archive.output('notificationConfiguration'),
      bucketKeyPolicy: archive.output('bucketKeyPolicy'),
    },
  };
}
