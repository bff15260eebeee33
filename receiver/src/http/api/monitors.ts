import { removeMonitor, setMonitor } from '../../registry/change-monitors.ts';
import { Mistake } from '../../registry/mistake.ts';
import type { MonitorDefinition } from '../../workspace/document.ts';
import { monitorView, monitorViews } from '../../workspace/views.ts';
import { CHANGE, created, gone, ok, type ApiOperation } from './operation.ts';

/** Which topics are trusted, and what is taken of them. */
export const MONITOR_OPERATIONS: readonly ApiOperation[] = [
  {
    id: 'listMonitors',
    method: 'get',
    path: '/api/monitors',
    summary: 'Every monitor, those of the configuration file first.',
    answers: { 200: 'MonitorList' },
    handle: async (_, { store, configured }) => ok({ monitors: monitorViews(await store.workspace(), configured) }),
  },
  {
    id: 'getMonitor',
    method: 'get',
    path: '/api/monitors/{name}',
    summary: 'One monitor.',
    answers: { 200: 'MonitorView' },
    refusals: ['monitor-unknown'],
    async handle({ path: { name } }, { store, configured }) {
      const found = monitorViews(await store.workspace(), configured).find((monitor) => monitor.name === name);
      if (found === undefined) throw new Mistake(`there is no monitor called ${name}`, 'monitor-unknown');
      return ok(found);
    },
  },
  {
    id: 'putMonitor',
    method: 'put',
    path: '/api/monitors/{name}',
    summary: 'Makes a monitor exactly so, whether it is there or not.',
    body: 'MonitorDefinition',
    answers: { 200: 'MonitorView', 201: 'MonitorView' },
    refusals: [...CHANGE, 'in-configuration', 'pin-account-unknown'],
    async handle({ path: { name }, body }, context) {
      const { row, isNew } = (await setMonitor(context, name!, body as MonitorDefinition)).result;
      return (isNew ? created : ok)(monitorView(row, false));
    },
  },
  {
    id: 'deleteMonitor',
    method: 'delete',
    path: '/api/monitors/{name}',
    summary: 'Removes a monitor: its topics are trusted no more, unless another one trusts them.',
    answers: { 204: undefined },
    refusals: [...CHANGE, 'monitor-unknown', 'in-configuration'],
    async handle({ path: { name } }, context) {
      await removeMonitor(context, name!);
      return gone;
    },
  },
];
