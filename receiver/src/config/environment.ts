/** The variables that stand over the file's options. `CLARION_CONFIG` names the file itself. */
export const ENVIRONMENT = [
  { variable: 'CLARION_HOST', option: 'host' },
  { variable: 'CLARION_PORT', option: 'port' },
  { variable: 'CLARION_DATABASE', option: 'database' },
  { variable: 'CLARION_PUBLIC_URL', option: 'publicUrl' },
  { variable: 'CLARION_API_TOKEN', option: 'apiToken' },
  { variable: 'CLARION_METRICS_TOKEN', option: 'metricsToken' },
  { variable: 'CLARION_LOG_LEVEL', option: 'logLevel' },
  { variable: 'CLARION_RETENTION_DAYS', option: 'retentionDays' },
] as const;

/** The variable that names the configuration file. */
export const CONFIG_VARIABLE = 'CLARION_CONFIG';

/** What is a number in the file, and so in the environment. */
const NUMBERS: ReadonlySet<string> = new Set(['port', 'retentionDays']);

/** The options that the environment gives. An empty variable counts as none, as in compose files. */
export function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const given = ENVIRONMENT.map(({ variable, option }) => [option, env[variable]] as const).filter(([, value]) => value);
  return Object.fromEntries(
    given.map(([option, value]) => [option, NUMBERS.has(option) && /^\d+$/.test(value!) ? Number(value) : value]),
  );
}
