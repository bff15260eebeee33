import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { LOG_LEVELS } from '../log.ts';
import { SIGNAL_SOURCES } from '../signals/signal.ts';
import { TOPIC_ARN } from '../sns/hosts.ts';
import type { Config } from './config.ts';
import { ENVIRONMENT } from './environment.ts';
import { closed, name, text } from './rules.ts';
import { addSinkFormats, sinkProblems, SINKS } from './sinks.ts';

const token = text('at least 24 characters without spaces; make one with `openssl rand -base64 32`', {
  minLength: 24,
  pattern: '^\\S+$',
});
const count = (description: string, maximum: number) => ({ type: 'integer', minimum: 1, maximum, description });

const SCHEMA = closed(
  {
    host: text('an address to listen on, such as 127.0.0.1 or 0.0.0.0'),
    port: { type: 'integer', minimum: 0, maximum: 65535, description: 'a whole number from 0 to 65535' },
    database: text('the path of a SQLite file, or a PostgreSQL database such as postgres://user@host:5432/name', {
      pattern: '\\S',
    }),
    publicUrl: text('an http or https URL without path, such as https://hooks.example.com', {
      pattern: '^https?://[^/?#@\\s]+/?$',
    }),
    apiToken: token,
    metricsToken: token,
    logLevel: { enum: LOG_LEVELS, description: `one of ${LOG_LEVELS.join(', ')}` },
    tls: closed(
      { certFile: text('the path of a PEM file'), keyFile: text('the path of a PEM file') },
      ['certFile', 'keyFile'],
      'an object with certFile and keyFile',
    ),
    limits: closed(
      {
        requestsPerSecond: count('a whole number from 1 to 1,000,000', 1_000_000),
        burst: count('a whole number from 1 to 10,000,000', 10_000_000),
      },
      [],
      'an object with requestsPerSecond and burst',
    ),
    retentionDays: count('a whole number of days from 1 to 3,650', 3_650),
    webhooks: {
      type: 'array',
      maxItems: 1000,
      description: 'a list of webhooks',
      items: closed(
        {
          name,
          tokenSha256: text("the SHA-256 of the webhook's token, as 64 lower-case hex digits", { pattern: '^[0-9a-f]{64}$' }),
        },
        ['name', 'tokenSha256'],
        'an object with name and tokenSha256',
      ),
    },
    monitors: {
      type: 'array',
      maxItems: 1000,
      description: 'a list of monitors',
      items: closed(
        {
          name,
          kind: { enum: SIGNAL_SOURCES, description: `one of ${SIGNAL_SOURCES.join(', ')}` },
          topicArns: {
            type: 'array',
            maxItems: 1000,
            description: 'a list of topic ARNs',
            items: text('the ARN of a standard SNS topic, such as arn:aws:sns:us-east-1:111122223333:name', {
              pattern: TOPIC_ARN.source,
            }),
          },
          minimumSignatureVersion: { enum: [1, 2], description: '1 or 2' },
        },
        ['name', 'kind', 'topicArns'],
        'an object with name, kind and topicArns',
      ),
    },
    sinks: SINKS,
  },
  [],
  'an object',
);

// `verbose` hands the schema to the error, and with it the rule in words.
const validate = addSinkFormats(new Ajv2020({ allErrors: true, verbose: true, strict: false, discriminator: true })).compile(
  SCHEMA,
);

/** Whose value may be repeated. Anything else may be a secret, or have one in it: a token where its digest should be, a password in a URL. */
const SHOWN = [
  /^\/(host|port|logLevel|retentionDays|limits\/\w+)$/,
  /^\/(webhooks|monitors|sinks)\/\d+\/name$/,
  /^\/monitors\/\d+\/(kind|minimumSignatureVersion|topicArns\/\d+)$/,
  /^\/sinks\/\d+\/(format|tls|sasl\/mechanism)$/,
];

/** All that is wrong with a configuration, each with the way to mend it. */
export function configProblems(config: object): string[] {
  if (validate(config)) return duplicates(config);
  return [...new Set((validate.errors ?? []).map(problem))].slice(0, 50);
}

/** A message is known by its webhook's name among others, so two of one name would hide each other's messages. */
function duplicates({
  webhooks = [],
  monitors = [],
  sinks = [],
}: Partial<Pick<Config, 'webhooks' | 'monitors' | 'sinks'>>): string[] {
  const repeated = (values: readonly string[]) => values.some((value, index) => values.indexOf(value) !== index);
  return [
    ...(repeated(webhooks.map(({ name }) => name)) ? ['`webhooks` must have different names: rename one'] : []),
    ...(repeated(webhooks.map(({ tokenSha256 }) => tokenSha256))
      ? ['`webhooks` must have different tokens: make a new one']
      : []),
    ...(repeated(monitors.map(({ name }) => name)) ? ['`monitors` must have different names: put their topics into one'] : []),
    ...sinkProblems(sinks),
  ];
}

function problem({ instancePath, keyword, params, parentSchema, data }: ErrorObject): string {
  const where = label(instancePath);
  if (keyword === 'additionalProperties') {
    const known = Object.keys((parentSchema?.['properties'] ?? {}) as object).join(', ');
    return `${where} has no option ${show(params['additionalProperty'])}: remove it, or use one of ${known}`;
  }
  if (keyword === 'required') return `${where} lacks ${show(params['missingProperty'])}: add it`;
  const got = SHOWN.some((path) => path.test(instancePath)) ? `, got ${show(data)}` : '';
  return `${where} must be ${String(parentSchema?.['description'])}${got}`;
}

/** `port (CLARION_PORT)`, `monitors[0].topicArns[2]`. */
function label(path: string): string {
  if (path === '') return 'the configuration';
  const option = path
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
  const variable = ENVIRONMENT.find((entry) => entry.option === option)?.variable;
  return variable === undefined ? `\`${option}\`` : `\`${option}\` (${variable})`;
}

function show(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
  return isPlain ? JSON.stringify(value).slice(0, 200) : Array.isArray(value) ? 'a list' : typeof value;
}
