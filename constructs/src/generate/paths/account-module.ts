import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { conditional, Op, ref, Token, type IResolvable, type TerraformStack } from 'cdktf';
import { keyPolicy, mayEncrypt, statementsIf, type TopicOptions } from '../../blueprint';
import * as cdktf from '../../cdktf';
import { policyObject } from '../../cdktf/policy';
import { snakeCase, type Input } from '../input';
import { innerModule, type InnerModule } from '../terraform/inner-module';
import { ARCHIVE_SWITCH, archiveVariables } from './account-archive';
import type { Account, Monitor } from './account-outputs';
import { cloudTrailArchive } from './cloudtrail-archive';
import { cloudTrailEvents } from './cloudtrail-events';
import { cloudWatchAlarms } from './cloudwatch-alarms';
import { guardDutyFindings } from './guardduty-findings';
import { integrationRole } from './integration-role';

/** The module is made of the modules of its parts, and of the topic that they may share. */
export function accountModule(stack: TerraformStack, props: TopicOptions<IResolvable>, inputs: readonly Input[]): Account {
  const variable = (name: string) => ref(`var.${snakeCase(name)}`, stack);
  const oneTopic = variable('oneTopic');
  const publishers = ['events', { value: 'cloudwatch', given: variable('cloudWatchAlarms') }] as const;
  const shared = new cdktf.ClarionTopic(stack, 'topic', { ...props, when: oneTopic, publishers });
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
  const events = innerModule(stack, cloudTrailEvents, inputs, variable('cloudTrailEvents'), topic, shared.policy);
  const alarms = innerModule(stack, cloudWatchAlarms, inputs, variable('cloudWatchAlarms'), topic, shared.policy);
  const findings = innerModule(stack, guardDutyFindings, inputs, variable('guardDutyFindings'), topic, shared.policy);
  const role = innerModule(stack, integrationRole, inputs, variable('integrationRole'));
  // By the name that the role gives back, so that it is there before anything is attached to it, and goes after it.
  const archive = innerModule(stack, cloudTrailArchive, inputs, variable(ARCHIVE_SWITCH), {
    ...archiveVariables(stack),
    roleName: role.output('roleName', variable('roleName')),
  });
  const monitor = (name: Monitor, made: InnerModule) => ({
    topicArn: made.output('topicArn'),
    topicDeadLetters: Token.asString(
      conditional(Op.and(variable(name), oneTopic), shared.deadLetterQueueUrl, made.output('topicDeadLetterQueueUrl')),
    ),
    ruleDeadLetters: made.output('ruleDeadLetterQueueUrl'),
  });
  return {
    cloudTrailEvents: monitor('cloudTrailEvents', events),
    cloudWatchAlarms: monitor('cloudWatchAlarms', alarms),
    guardDutyFindings: monitor('guardDutyFindings', findings),
    roleArn: role.output('roleArn'),
    trustPolicy: role.output('trustPolicy'),
    updateTrustCommand: role.output('updateTrustCommand'),
    externalId: variable('externalId').toString(),
    archive: {
      topicArn: archive.output('topicArn'),
      topicDeadLetters: archive.output('topicDeadLetterQueueUrl'),
      notificationConfiguration: archive.output('notificationConfiguration'),
      bucketKeyPolicy: archive.output('bucketKeyPolicy'),
    },
    keyPolicy: policyObject([...keyPolicy(publishers), ...statementsIf(variable(ARCHIVE_SWITCH), [mayEncrypt('s3')])]),
  };
}
