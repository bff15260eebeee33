import type { Inputs } from './index.ts';

const SERVICE = 'trusted_service = "ecs-tasks.amazonaws.com"';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:clarion-cloudtrail';
const least = (more = '') => `${SERVICE}\n topic_arns = ["${TOPIC}"]\n ${more}`;

export const RECEIVER_ROLE: Inputs = {
  good: {
    least: least(),
    everything: least(`
      assume_role_arns = ["arn:aws:iam::444455556666:role/security/ClarionIntegrationRole"]
      dead_letter_queue_arns = ["arn:aws:sqs:eu-west-1:111122223333:undelivered"]
      queue_key_arns = ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd"]
      role_name = "AcmeReceiver"
      path = "/security/"
      permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
      tags = { team = "security" }`),
  },
  bad: {
    service: {
      variables: `trusted_service = "events.amazonaws.com"\n topic_arns = ["${TOPIC}"]`,
      refusedBy: 'var.trusted_service',
    },
    no_topic: { variables: `${SERVICE}\n topic_arns = []`, refusedBy: 'aws_iam_role.role' },
    every_topic: { variables: `${SERVICE}\n topic_arns = ["*"]`, refusedBy: 'var.topic_arns' },
    some_topics: { variables: `${SERVICE}\n topic_arns = ["${TOPIC}*"]`, refusedBy: 'var.topic_arns' },
    every_role: {
      variables: least('assume_role_arns = ["arn:aws:iam::444455556666:role/*"]'),
      refusedBy: 'var.assume_role_arns',
    },
    every_queue: {
      variables: least('dead_letter_queue_arns = ["arn:aws:sqs:eu-west-1:111122223333:*"]'),
      refusedBy: 'var.dead_letter_queue_arns',
    },
    alias: {
      variables: least('queue_key_arns = ["arn:aws:kms:eu-west-1:111122223333:alias/aws/sqs"]'),
      refusedBy: 'var.queue_key_arns',
    },
    too_many: {
      variables: least('assume_role_arns = [for n in range(180) : format("arn:aws:iam::%012d:role/ClarionIntegrationRole", n)]'),
      refusedBy: 'aws_iam_role.role',
    },
    role_name: { variables: least('role_name = "a b"'), refusedBy: 'var.role_name' },
  },
};
