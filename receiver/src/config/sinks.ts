import type { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject, type JsonObject } from '../json.ts';
import { SIGNAL_FORMATS } from '../signals/format.ts';
import type { SinkOptions } from '../sinks/options.ts';
import { isSecret } from '../sinks/signature.ts';
import { closed, name, text } from './rules.ts';

const BY_VARIABLE = 'as { "env": "NAME" } with the name of a variable that is set';
const secret = text(
  `24 to 64 bytes in base64, ${BY_VARIABLE}; make one with \`openssl rand -base64 32\`, and \`whsec_\` may stand before it`,
  { format: 'sink-secret' },
);
/** What is ours to say, or HTTP's own. */
const HEADER =
  /^(?!(content-.*|webhook-.*|proxy-.*|connection|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade|user-agent)$)[a-z0-9-]{1,64}$/;
const HEADERS_RULE = 'an object with at most 20 headers, in lower case and none that the receiver sets itself';
const format = { enum: SIGNAL_FORMATS, description: `one of ${SIGNAL_FORMATS.join(', ')}` };
const boolean = { type: 'boolean', description: 'true or false' };

/** What each kind has beside its name, type and format. */
const KINDS = {
  webhook: {
    required: ['url', 'secret'],
    properties: {
      url: text(`an https URL without user name, password and fragment (http only on this host itself), or one ${BY_VARIABLE}`, {
        format: 'sink-url',
      }),
      secret,
      previousSecret: secret,
      headers: {
        type: 'object',
        maxProperties: 20,
        description: HEADERS_RULE,
        propertyNames: { pattern: HEADER.source, description: HEADERS_RULE },
        additionalProperties: text(`the value of a header, ${BY_VARIABLE}`, {
          pattern: '^[\\x21-\\x7e]([\\t\\x20-\\x7e]*[\\x21-\\x7e])?$',
        }),
      },
    },
  },
  stdout: { required: [], properties: {} },
  kafka: {
    required: ['brokers', 'topic'],
    properties: {
      brokers: {
        type: 'array',
        minItems: 1,
        maxItems: 50,
        description: 'a list of brokers, such as ["broker-1.example.com:9092"]',
        items: text('a broker as host:port', { pattern: '^(\\[[0-9a-fA-F:.]+\\]|[^\\s:/@,\\[\\]]+):[0-9]{1,5}$' }),
      },
      topic: text('the name of a topic: letters, digits, dots, underscores and hyphens, at most 249', {
        pattern: '^(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}$',
      }),
      clientId: text('a name without spaces', { pattern: '^\\S{1,200}$' }),
      tls: boolean,
      sasl: closed(
        {
          mechanism: { enum: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], description: 'PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512' },
          username: text(`a user name, ${BY_VARIABLE}`),
          password: text(`a password, ${BY_VARIABLE}`),
        },
        ['mechanism', 'username', 'password'],
        'an object with mechanism, username and password',
      ),
    },
  },
} as const;

/** The rules for `sinks`. */
export const SINKS = {
  type: 'array',
  maxItems: 20,
  description: 'a list of sinks',
  items: {
    type: 'object',
    required: ['name', 'type'],
    discriminator: { propertyName: 'type' },
    description: `an object with name and type, which is one of ${Object.keys(KINDS).join(', ')}`,
    oneOf: Object.entries(KINDS).map(([type, { required, properties }]) =>
      closed({ name, type: { const: type }, format, ...properties }, ['name', 'type', ...required], `a sink of type ${type}`),
    ),
  },
};

/** Teaches ajv what patterns cannot say. */
export function addSinkFormats(ajv: Ajv2020): Ajv2020 {
  return ajv.addFormat('sink-url', isSinkUrl).addFormat('sink-secret', isSecret);
}

/** Where nobody can listen on the way, or a certificate keeps him from it. */
function isSinkUrl(given: string): boolean {
  if (!URL.canParse(given) || /[\s#]/.test(given)) return false;
  const { protocol, hostname, username, password } = new URL(given);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname));
}

/** Which members of a sink are secret, or may be: these stand in variables only, since a file is copied, committed and shown. */
const SECRET_MEMBERS = new Set(['secret', 'previousSecret', 'headers', 'username', 'password']);

/**
 * The sinks of a file, with what variables hold where the file has `{ "env": "NAME" }`. What is secret and stands in the file itself is
 * left out, as is what a variable lacks: the rules then say what belongs there.
 */
export function sinksFromFile(config: JsonObject, env: NodeJS.ProcessEnv): JsonObject {
  const { sinks } = config;
  return Array.isArray(sinks) ? { ...config, sinks: sinks.map((sink) => withVariables(sink, env, false)) } : config;
}

function withVariables(value: unknown, env: NodeJS.ProcessEnv, isSecretMember: boolean): unknown {
  if (!isObject(value)) return isSecretMember && typeof value === 'string' ? null : value;
  const { env: variable, ...rest } = value;
  if (typeof variable === 'string' && Object.keys(rest).length === 0) return env[variable] || null;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      member,
      withVariables(inner, env, isSecretMember || SECRET_MEMBERS.has(member)),
    ]),
  );
}

/** Rules that look at more than one member. */
export function sinkProblems(sinks: readonly SinkOptions[]): string[] {
  const names = sinks.map((sink) => sink.name);
  return [
    ...(new Set(names).size < names.length ? ['`sinks` must have different names: rename one'] : []),
    ...(sinks.filter(({ type }) => type === 'stdout').length > 1
      ? ['`sinks` must have one of type stdout at most: two would write between each other']
      : []),
    ...sinks.flatMap((sink, index) =>
      sink.type === 'kafka' && sink.sasl?.mechanism === 'PLAIN' && sink.tls === false
        ? [
            `\`sinks[${index}].tls\` must be true with PLAIN, or the password can be read on the way: use TLS, or a SCRAM mechanism`,
          ]
        : [],
    ),
  ];
}
