import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { conditional, ref, Token, type IResolvable, type TerraformStack } from 'cdktf';
import type { TopicOptions } from '../../blueprint';
import * as cdk from '../../cdk';
import { choose } from '../../cdk/deferred';
import * as cdktf from '../../cdktf';
import { snakeCase, type Input, type InputGroup } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS } from '../inputs/names';
import { previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion } from '../outputs';
import type { SetupPath } from '../path';
import { innerModule } from '../terraform/inner-module';
import { cloudTrailEvents } from './cloudtrail-events';
import { cloudWatchAlarms } from './cloudwatch-alarms';

/** What an account gives back, in either engine. */
interface Account {
  readonly cloudTrailTopicArn: string;
  readonly cloudWatchTopicArn: string;
}

const PARTS: readonly Input[] = (
  [
    ['cloudTrailEvents', 'CloudTrail events', 'to send CloudTrail events through EventBridge', true],
    ['cloudWatchAlarms', 'CloudWatch alarms', 'to make a topic for CloudWatch alarms', true],
    ['oneTopic', 'One topic', 'all monitors share one topic, instead of one each. The log archive has its own', false],
  ] as const
).map(([name, label, what, on]) => ({ name, label, description: `Whether ${what}.`, type: 'bool', default: on }));

const SHARED: readonly InputGroup[] = [
  deliveryGroup('two or three for each part'),
  { label: 'Names and keys', inputs: [NAME_PREFIX, SIGNATURE_VERSION, KMS_KEY_ARN, TAGS] },
];
const OWN = ['topicName', 'existingTopicArn'];
const taken = new Set([...[WEBHOOK_GROUP, ...SHARED].flatMap(({ inputs }) => inputs.map(({ name }) => name)), ...OWN]);

/** The inputs of a part that an account has for that part alone. */
const ofPart = (label: string, { groups }: Pick<SetupPath, 'groups'>): InputGroup => ({
  label,
  inputs: groups.flatMap(({ inputs }) => inputs.filter(({ name }) => !taken.has(name))),
});

const GROUPS: readonly InputGroup[] = [
  WEBHOOK_GROUP,
  { label: 'Parts', inputs: PARTS },
  ofPart('CloudTrail events', cloudTrailEvents),
  ofPart('CloudWatch alarms', cloudWatchAlarms),
  ...SHARED,
];
const INPUTS = GROUPS.flatMap(({ inputs }) => inputs);

/** Everything for one account and Region. */
export const account: SetupPath<Account> = {
  name: 'account',
  construct: 'ClarionAccount',
  title: 'Sets up everything for one account and Region: CloudTrail events, alarms, findings and the role for agent tools.',
  about: 'Each part can be left out, and is described by its own page.',
  usage: `# First apply without it, and register the topic ARNs of the clarion output in Clarion.
webhook_url = var.clarion_webhook_url`,
  groups: GROUPS,
  rules: [previousWebhookUrlRule('aws_sns_topic_subscription.topic')],
  cdk: (stack: Stack, props: cdk.ClarionAccountProps) => {
    const made = new cdk.ClarionAccount(stack, 'This', props);
    const arn = (when: keyof typeof props, part: { topic: { topicArn: string } } | undefined) =>
      part === undefined ? '' : choose((props[when] ?? true) as CfnCondition, part.topic.topicArn, '');
    return {
      cloudTrailTopicArn: arn('cloudTrailEvents', made.cloudTrailEvents),
      cloudWatchTopicArn: arn('cloudWatchAlarms', made.cloudWatchAlarms),
    };
  },
  cdktf: (stack, props: cdktf.ClarionAccountProps) => {
    const made = new cdktf.ClarionAccount(stack, 'this', props);
    return {
      cloudTrailTopicArn: made.cloudTrailEvents?.topic.topicArn ?? '',
      cloudWatchTopicArn: made.cloudWatchAlarms?.topic.topicArn ?? '',
    };
  },
  module: composed,
  outputs: [
    { name: 'cloudTrailTopicArn', description: "For Clarion's CloudTrail monitor.", of: (made) => made.cloudTrailTopicArn },
    { name: 'cloudWatchTopicArn', description: "For Clarion's CloudWatch monitor.", of: (made) => made.cloudWatchTopicArn },
    clarion((made) => ({ topicArns: { cloudtrail: made.cloudTrailTopicArn, cloudwatch: made.cloudWatchTopicArn } })),
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
  return { cloudTrailTopicArn: events.output('topicArn'), cloudWatchTopicArn: alarms.output('topicArn') };
}
