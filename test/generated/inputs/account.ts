import type { Inputs } from './index.ts';
import { badTopicInputs, URL_ONE } from './topic.ts';

const { existing_fifo: _fifo, existing_named: _named, fifo: _name, ...bad } = badTopicInputs('');

/** Where each monitor has its topic, the modules of the monitors say the same. */
const withOneTopic = ({ variables, refusedBy }: Inputs['bad'][string]) => ({
  variables: `one_topic = true\n ${variables}`,
  refusedBy,
});

export const ACCOUNT: Inputs = {
  good: {
    defaults: '',
    one_topic: `one_topic = true\n webhook_url = ${URL_ONE}`,
    nothing: 'cloud_trail_events = false\n cloud_watch_alarms = false',
  },
  bad: Object.fromEntries(Object.entries(bad).map(([title, each]) => [title, withOneTopic(each)])),
};
