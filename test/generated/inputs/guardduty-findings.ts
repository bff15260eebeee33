import type { Inputs } from './index.ts';
import { badTopicInputs, GOOD_TOPIC_INPUTS, URL_ONE } from './topic.ts';

const RULE = 'aws_cloudwatch_event_rule.findings';

export const GUARDDUTY_FINDINGS: Inputs = {
  good: {
    ...GOOD_TOPIC_INPUTS,
    least_severity: 'minimum_severity = 1',
    most_severity: 'minimum_severity = 10.0',
    everything: `
      webhook_url = ${URL_ONE}
      previous_webhook_url = "https://receiver.example.com/hooks/old"
      minimum_severity = 6.5
      custom_bus = true
      bus_name = "security.findings_1"
      path = "/security/"
      permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
      kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      tags = { team = "security" }`,
  },
  bad: {
    ...badTopicInputs(RULE),
    low_severity: { variables: 'minimum_severity = 0.9', refusedBy: 'var.minimum_severity' },
    high_severity: { variables: 'minimum_severity = 10.1', refusedBy: 'var.minimum_severity' },
    bus_alone: { variables: 'bus_name = "findings"', refusedBy: RULE },
    default_bus: { variables: 'custom_bus = true\n bus_name = "default"', refusedBy: 'var.bus_name' },
    partner_bus: { variables: 'custom_bus = true\n bus_name = "aws.partner/acme"', refusedBy: 'var.bus_name' },
    long_bus: { variables: `custom_bus = true\n bus_name = "${'b'.repeat(65)}"`, refusedBy: 'var.bus_name' },
    path: { variables: 'path = "security"', refusedBy: 'var.path' },
    boundary: { variables: 'permissions_boundary_arn = "boundary"', refusedBy: 'var.permissions_boundary_arn' },
  },
};
