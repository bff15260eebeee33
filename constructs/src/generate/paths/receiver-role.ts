import {
  DEFAULT_RECEIVER_ROLE_NAME,
  ERRORS,
  RECEIVER_ARN_PATTERNS,
  RECEIVER_ARNS_LIMIT,
  RECEIVER_LISTS,
  RECEIVER_SERVICE_PATTERN,
  ROLE_NAME_PATTERN,
} from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { sentence, type Input } from '../input';
import { TAGS } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import type { SetupPath } from '../path';
import { fit, given } from '../rule';

const arns = (name: keyof typeof RECEIVER_ARN_PATTERNS, label: string, description: string): Input => ({
  name,
  label,
  description: `${description} Full ARNs, without wildcards.`,
  type: 'list(string)',
  pattern: { expression: RECEIVER_ARN_PATTERNS[name], message: sentence(ERRORS['resource-arn-invalid']) },
});

/** For whoever hosts the other end. */
export const receiverRole: SetupPath<cdk.ReceiverRole | cdktf.ReceiverRole> = {
  name: 'receiver-role',
  construct: 'ReceiverRole',
  title:
    'Lets a receiver of your own confirm topics, assume roles and empty dead-letter queues: those that are named, and no others.',
  about:
    'Topics and queues of other accounts must admit the role in their own policies, and each role that it assumes must trust it. On EC2, put the role into an instance profile.',
  usage: `trusted_service = "ecs-tasks.amazonaws.com"
topic_arns      = [module.cloudtrail_events.topic_arn]`,
  cdk: (stack, props) => new cdk.ReceiverRole(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.ReceiverRole(stack, 'this', props),
  groups: [
    {
      label: 'What the receiver may do',
      inputs: [
        {
          name: 'trustedService',
          label: 'Runs on',
          description:
            'The service that gives the receiver the role: ecs-tasks.amazonaws.com, lambda.amazonaws.com or ec2.amazonaws.com.',
          type: 'string',
          pattern: { expression: RECEIVER_SERVICE_PATTERN, message: sentence(ERRORS['trusted-service-unknown']) },
        },
        arns('topicArns', 'Topics', 'The topics whose subscriptions the receiver confirms.'),
        { ...arns('assumeRoleArns', 'Roles', 'The roles that the receiver may assume.'), default: [] },
        {
          ...arns('deadLetterQueueArns', 'Dead-letter queues', 'The dead-letter queues that the receiver may empty.'),
          default: [],
        },
        {
          ...arns('queueKeyArns', 'Keys of the queues', 'The keys of those queues, where they have any.'),
          default: [],
        },
      ],
    },
    {
      label: 'Role',
      inputs: [
        {
          name: 'roleName',
          label: 'Role name',
          description:
            'The name of the role. The roles that it assumes know it by its ARN, so changing it, or replacing the role, ends their trust.',
          type: 'string',
          default: DEFAULT_RECEIVER_ROLE_NAME,
          pattern: { expression: ROLE_NAME_PATTERN, message: sentence(ERRORS['role-name-invalid']) },
        },
        ...ROLE_INPUTS,
        TAGS,
      ],
    },
  ],
  rules: [
    {
      name: 'topics',
      holds: given('topicArns'),
      checkedBy: 'aws_iam_role.role',
      message: sentence(ERRORS['resource-arn-invalid']),
    },
    {
      name: 'length',
      holds: fit(RECEIVER_LISTS, RECEIVER_ARNS_LIMIT),
      checkedBy: 'aws_iam_role.role',
      message: sentence(ERRORS['receiver-policy-too-long']),
      terraformOnly: true,
    },
  ],
  outputs: [
    {
      name: 'roleArn',
      description: 'Give this as the principal to each integration role that the receiver assumes.',
      of: ({ roleArn }) => roleArn,
    },
    { name: 'roleName', description: 'The name of the role.', of: ({ roleName }) => roleName },
  ],
};
