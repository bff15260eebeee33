import { collectDefaultMetrics, Registry } from 'prom-client';

let registry: Registry | undefined;

/**
 * What Prometheus' clients tell of every process: `process_*` and `nodejs_*`. It is the process's, however many receivers it has, and its
 * observers cannot be taken away again: so it is made once, when it is first asked for.
 */
export async function processMetrics(): Promise<string> {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry.metrics();
}
