import type { Inputs } from './index.ts';
import { badTopicInputs, GOOD_TOPIC_INPUTS, URL_ONE } from './topic.ts';

const UNITS = 'organizational_unit_ids = ["ou-a1b2-c3d4e5f6", "r-a1b2"]';
const CLARION = 'principal_arn = "arn:aws:iam::444455556666:role/agent"\n external_id = "workspace-1"';
const OWN = 'organization_id = "o-a1b2c3d4e5"';
const HUB = 'hub_bus_arn = "arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub"';
const base = (more: string) => `${UNITS}\n ${CLARION}\n ${more}`;
const made = (more = '') => base(`${OWN}\n ${more}`);

const CHECKING = 'data.aws_caller_identity.current';
// What the module of the hub refuses, no expectation can name.
const { previous_alone: _alone, previous_same: _same, existing_named: _named, ...bad } = badTopicInputs('');

export const ORGANIZATION: Inputs = {
  good: {
    ...Object.fromEntries(Object.entries(GOOD_TOPIC_INPUTS).map(([title, variables]) => [title, made(variables)])),
    with_a_hub: base(HUB),
    delegated: base(`${HUB}\n delegated_administrator = true\n strict_external_ids = true`),
    own_external_ids: made(`
      account_external_ids = { "222233334444" = "workspace-2", management = "workspace-0" }
      previous_account_external_ids = { "222233334444" = "workspace-two" }`),
    most_own_external_ids: made('account_external_ids = { for n in range(50) : format("%012d", n) => "workspace-${n}" }'),
    everything: made(`
      webhook_url = ${URL_ONE}
      regions = ["us-east-1", "eu-central-1", "ap-east-1"]
      previous_external_ids = ["workspace-zero"]
      allow_session_tags = true
      permission_groups = ["cloudtrail", "athena"]
      athena_workgroup = "security.read_only"
      athena_bucket_arns = ["arn:aws:s3:::logs"]
      read_only_events = true
      all_alarms = true
      guard_duty_account_id = "111122223333"
      exclude_role_arns = ["arn:aws:iam::111122223333:role/security/Scanner"]
      spoke_alarms = true
      bus_name = "security.events_1"
      role_name = "AcmeClarion"
      path = "/security/"
      permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
      max_session_duration = 43200
      failure_tolerance_percentage = 100
      retain_stacks = true
      tags = { team = "security" }`),
  },
  bad: {
    ...Object.fromEntries(
      Object.entries(bad).map(([title, { variables, refusedBy }]) => [title, { variables: made(variables), refusedBy }]),
    ),
    no_units: { variables: `organizational_unit_ids = []\n ${CLARION}\n ${OWN}`, refusedBy: 'var.organizational_unit_ids' },
    unit_name: {
      variables: `organizational_unit_ids = ["Security"]\n ${CLARION}\n ${OWN}`,
      refusedBy: 'var.organizational_unit_ids',
    },
    account_for_unit: {
      variables: `organizational_unit_ids = ["111122223333"]\n ${CLARION}\n ${OWN}`,
      refusedBy: 'var.organizational_unit_ids',
    },
    china: { variables: made('regions = ["cn-north-1"]'), refusedBy: 'var.regions' },
    region_name: { variables: made('regions = ["Ireland"]'), refusedBy: 'var.regions' },
    hub_and_webhook: { variables: base(`${HUB}\n webhook_url = ${URL_ONE}`), refusedBy: CHECKING },
    hub_and_bus: { variables: base(`${HUB}\n bus_name = "security"`), refusedBy: CHECKING },
    default_bus: {
      variables: base('hub_bus_arn = "arn:aws:events:us-east-1:111122223333:event-bus/default"'),
      refusedBy: 'var.hub_bus_arn',
    },
    organization_name: { variables: base('organization_id = "Acme"'), refusedBy: 'var.organization_id' },
    previous_comma: { variables: made('previous_external_ids = ["one,two"]'), refusedBy: 'var.previous_external_ids' },
    account_name: {
      variables: made('account_external_ids = { production = "workspace-2" }'),
      refusedBy: 'var.account_external_ids',
    },
    account_external_id: {
      variables: made('account_external_ids = { "222233334444" = "two words" }'),
      refusedBy: 'var.account_external_ids',
    },
    many_external_ids: {
      variables: made('account_external_ids = { for n in range(51) : format("%012d", n) => "workspace-${n}" }'),
      refusedBy: 'var.account_external_ids',
    },
    previous_account_comma: {
      variables: made('previous_account_external_ids = { "222233334444" = "one,two" }'),
      refusedBy: 'var.previous_account_external_ids',
    },
    tolerance: { variables: made('failure_tolerance_percentage = 101'), refusedBy: 'var.failure_tolerance_percentage' },
    part_of_a_percent: {
      variables: made('failure_tolerance_percentage = 0.5'),
      refusedBy: 'var.failure_tolerance_percentage',
    },
  },
};
