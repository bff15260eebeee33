import type { Inputs } from './index.ts';
import { badTopicInputs, URL_ONE } from './topic.ts';

const trust = 'principal_arn = "arn:aws:iam::999988887777:role/clarion"\n external_id = "workspace-1"';
const { existing_fifo: _fifo, existing_named: _named, fifo: _name, ...bad } = badTopicInputs('');

/** Where each monitor has its topic, the modules of the monitors say the same. */
const withOneTopic = ({ variables, refusedBy }: Inputs['bad'][string]) => ({
  variables: `integration_role = false\n one_topic = true\n ${variables}`,
  refusedBy,
});

export const ACCOUNT: Inputs = {
  good: {
    trust,
    one_topic: `integration_role = false\n one_topic = true\n webhook_url = ${URL_ONE}`,
    nothing: 'cloud_trail_events = false\n cloud_watch_alarms = false\n guard_duty_findings = false\n integration_role = false',
  },
  bad: {
    ...Object.fromEntries(Object.entries(bad).map(([title, each]) => [title, withOneTopic(each)])),
  },
};
