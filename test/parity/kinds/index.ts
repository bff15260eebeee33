import type { Kind } from '../facts.ts';
import { ALARMS } from './alarms.ts';
import { BUCKET_NOTIFICATIONS } from './bucket-notifications.ts';
import { BUSES } from './buses.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { FUNCTIONS } from './functions.ts';
import { QUEUES } from './queues.ts';
import { RULES } from './rules.ts';
import { SERVICE_ROLES } from './service-roles.ts';
import { STACK_SETS } from './stack-sets.ts';
import { SUBSCRIPTIONS, TOPICS } from './topics.ts';
import { WORKGROUPS } from './workgroups.ts';

export const KINDS: readonly Kind[] = [
  TOPICS,
  SUBSCRIPTIONS,
  QUEUES,
  RULES,
  ALARMS,
  SERVICE_ROLES,
  BUSES,
  MANAGED_POLICIES,
  WORKGROUPS,
  FUNCTIONS,
  BUCKET_NOTIFICATIONS,
  STACK_SETS,
];

/** What Terraform's provider calls what CloudFormation calls otherwise, for resources that others refer to; and how their ARNs begin. */
export const REFERENCED: Readonly<Record<string, { readonly type: string; readonly arn: string }>> = {
  'AWS::SNS::Topic': { type: 'aws_sns_topic', arn: 'arn:aws:sns:us-east-1:111122223333:' },
  'AWS::SQS::Queue': { type: 'aws_sqs_queue', arn: 'arn:aws:sqs:us-east-1:111122223333:' },
  'AWS::Events::Rule': { type: 'aws_cloudwatch_event_rule', arn: 'arn:aws:events:us-east-1:111122223333:rule/' },
  'AWS::Events::EventBus': { type: 'aws_cloudwatch_event_bus', arn: 'arn:aws:events:us-east-1:111122223333:event-bus/' },
  'AWS::Lambda::Function': { type: 'aws_lambda_function', arn: 'arn:aws:lambda:us-east-1:111122223333:function:' },
  // Known by its name, which may have no colon.
  'AWS::Logs::LogGroup': { type: 'aws_cloudwatch_log_group', arn: 'log-group/' },
  'AWS::IAM::ManagedPolicy': { type: 'aws_iam_policy', arn: 'arn:aws:iam::111122223333:policy/' },
  'AWS::IAM::Role': { type: 'aws_iam_role', arn: 'arn:aws:iam::111122223333:role/' },
};
