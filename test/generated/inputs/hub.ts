import type { Inputs } from './index.ts';
import { badTopicInputs, GOOD_TOPIC_INPUTS, URL_ONE } from './topic.ts';

const ORGANIZATION = 'organization_id = "o-a1b2c3d4e5"';
const ACCOUNTS = 'account_ids = ["111122223333", "444455556666"]';

const ADMITTING = 'aws_cloudwatch_event_bus_policy.bus';

export const HUB: Inputs = {
  good: {
    ...Object.fromEntries(
      Object.entries(GOOD_TOPIC_INPUTS).map(([title, variables]) => [title, `${ORGANIZATION}\n${variables}`]),
    ),
    accounts: ACCOUNTS,
    everything: `
      ${ORGANIZATION}
      webhook_url = ${URL_ONE}
      read_only_events = true
      include_insights = true
      include_data_events = true
      guard_duty = false
      all_alarms = true
      bus_name = "security.events_1"
      tags = { team = "security" }`,
  },
  bad: {
    ...Object.fromEntries(
      Object.entries(badTopicInputs('aws_cloudwatch_event_bus.bus')).map(([title, { variables, refusedBy }]) => [
        title,
        { variables: `${ORGANIZATION}\n${variables}`, refusedBy },
      ]),
    ),
    neither: { variables: '', refusedBy: ADMITTING },
    both: { variables: `${ORGANIZATION}\n${ACCOUNTS}`, refusedBy: ADMITTING },
    organization_name: { variables: 'organization_id = "Acme"', refusedBy: 'var.organization_id' },
    account_name: { variables: 'account_ids = ["production"]', refusedBy: 'var.account_ids' },
    many_accounts: {
      variables: 'account_ids = [for n in range(1000) : format("%012d", n)]',
      refusedBy: 'var.account_ids',
    },
    default_bus: { variables: `${ORGANIZATION}\nbus_name = "default"`, refusedBy: 'var.bus_name' },
    partner_bus: { variables: `${ORGANIZATION}\nbus_name = "aws.partner/acme"`, refusedBy: 'var.bus_name' },
  },
};
