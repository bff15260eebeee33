import type { Inputs } from './index.ts';

const HUB = 'hub_bus_arn = "arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub"';
const hub = (arn: string) => `hub_bus_arn = "${arn}"`;

export const SPOKE: Inputs = {
  good: {
    defaults: HUB,
    longest_names: `${HUB}\nname_prefix = "${'p'.repeat(20)}"`,
    bus_like_default: hub('arn:aws:events:us-east-1:111122223333:event-bus/default-2'),
    everything: `
      ${HUB}
      read_only_events = true
      include_insights = true
      include_data_events = true
      guard_duty_account_id = "111122223333"
      all_alarms = true
      exclude_role_arns = ["arn:aws:iam::111122223333:role/security/Scanner"]
      kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      delivery_alarms = true
      alarm_actions = ["arn:aws:sns:us-east-1:111122223333:ops"]
      permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
      path = "/security/"
      tags = { team = "security" }`,
  },
  bad: {
    no_arn: { variables: hub('clarion-hub'), refusedBy: 'var.hub_bus_arn' },
    default_bus: { variables: hub('arn:aws:events:us-east-1:111122223333:event-bus/default'), refusedBy: 'var.hub_bus_arn' },
    partner_bus: {
      variables: hub('arn:aws:events:us-east-1:111122223333:event-bus/aws.partner/acme'),
      refusedBy: 'var.hub_bus_arn',
    },
    topic: { variables: hub('arn:aws:sns:us-east-1:111122223333:clarion-hub'), refusedBy: 'var.hub_bus_arn' },
    prefix: { variables: `${HUB}\nname_prefix = "1st"`, refusedBy: 'var.name_prefix' },
    wildcard: {
      variables: `${HUB}\nexclude_role_arns = ["arn:aws:iam::111122223333:role/*"]`,
      refusedBy: 'var.exclude_role_arns',
    },
    many_roles: {
      variables: `${HUB}\nexclude_role_arns = [for n in range(20) : "arn:aws:iam::111122223333:role/Role\${n}"]`,
      refusedBy: 'var.exclude_role_arns',
    },
    guardduty_account: { variables: `${HUB}\nguard_duty_account_id = "security"`, refusedBy: 'var.guard_duty_account_id' },
    alias: { variables: `${HUB}\nkms_key_arn = "alias/aws/sqs"`, refusedBy: 'var.kms_key_arn' },
    path: { variables: `${HUB}\npath = "security"`, refusedBy: 'var.path' },
    boundary: { variables: `${HUB}\npermissions_boundary_arn = "boundary"`, refusedBy: 'var.permissions_boundary_arn' },
  },
};
