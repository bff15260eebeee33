import type { Kind } from '../facts.ts';
import { ALARMS } from './alarms.ts';
import { BUSES } from './buses.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { QUEUES } from './queues.ts';
import { RULES } from './rules.ts';
import { SERVICE_ROLES } from './service-roles.ts';
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
];

/** What Terraform's provider calls what CloudFormation calls otherwise, for resources that others refer to; and how their ARNs begin. */
export const REFERENCED: Readonly<Record<string, { readonly type: string; readonly arn: string }>> = {
  'AWS::SNS::Topic': { type: 'aws_sns_topic', arn: 'arn:aws:sns:us-east-1:111122223333:' },
  'AWS::SQS::Queue': { type: 'aws_sqs_queue', arn: 'arn:aws:sqs:us-east-1:111122223333:' },
  'AWS::Events::Rule': { type: 'aws_cloudwatch_event_rule', arn: 'arn:aws:events:us-east-1:111122223333:rule/' },
  'AWS::Events::EventBus': { type: 'aws_cloudwatch_event_bus', arn: 'arn:aws:events:us-east-1:111122223333:event-bus/' },
  'AWS::IAM::ManagedPolicy': { type: 'aws_iam_policy', arn: 'arn:aws:iam::111122223333:policy/' },
  'AWS::IAM::Role': { type: 'aws_iam_role', arn: 'arn:aws:iam::111122223333:role/' },
};
