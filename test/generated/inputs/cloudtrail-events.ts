import type { Inputs } from './index.ts';
import { badTopicInputs, GOOD_TOPIC_INPUTS, URL_ONE } from './topic.ts';

export const CLOUDTRAIL_EVENTS: Inputs = {
  good: {
    ...GOOD_TOPIC_INPUTS,
    everything: `
      webhook_url = ${URL_ONE}
      previous_webhook_url = "https://receiver.example.com/hooks/old"
      read_only_events = true
      include_insights = true
      include_data_events = true
      exclude_role_arns = ["arn:aws:iam::111122223333:role/security/Scanner"]
      kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      tags = { team = "security" }`,
  },
  bad: {
    ...badTopicInputs('aws_cloudwatch_event_rule.management'),
    wildcard: { variables: 'exclude_role_arns = ["arn:aws:iam::111122223333:role/*"]', refusedBy: 'var.exclude_role_arns' },
    many_roles: {
      variables: 'exclude_role_arns = [for n in range(20) : "arn:aws:iam::111122223333:role/Role${n}"]',
      refusedBy: 'var.exclude_role_arns',
    },
  },
};
