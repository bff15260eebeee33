import { REFUSALS } from '../../error.ts';
import { JOB_KINDS, JOB_STATES } from '../../store/jobs.ts';
import { omit, packageJson, type JsonObject } from '../../json.ts';
import { DEFINITIONS, WORKSPACE_SCHEMA } from '../../workspace/check.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (items: object, rest: object = {}) => ({ type: 'array', description: 'a list', items, ...rest });
const flag = (title: string) => ({ type: 'boolean', description: 'true or false', title });
const text = (description: string, rest: object = {}) => ({ type: 'string', description, ...rest });
const time = (title: string) => text('a time such as 2026-01-31T00:00:00.000Z', { format: 'date-time', title });
const number = (title: string) => ({ type: 'integer', minimum: 0, description: 'a whole number', title });

/** An object with exactly these members, all of them except the optional ones. */
function object(properties: JsonObject, optional: readonly string[] = [], rest: object = {}): JsonObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  const description = `an object with ${required.join(', ')}`;
  return { type: 'object', additionalProperties: false, description, required, properties, ...rest };
}

/** A definition of the published schema, with its references where they lead in the document. */
function published(schema: JsonObject): JsonObject {
  const text = JSON.stringify(omit(schema, '$schema', '$id', '$defs'));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonObject;
}

/** The same without the member that the path has already. */
function without(name: string, definition: string, more: readonly string[] = []): JsonObject {
  const { properties, examples, ...schema } = published(DEFINITIONS[definition]!);
  const required = (schema['required'] as string[]).filter((each) => each !== name);
  const fewer = (value: unknown) => omit(value as JsonObject, name, ...more);
  return {
    ...schema,
    description: `an object with ${required.join(' and ')}`,
    required,
    properties: fewer(properties),
    examples: (examples as unknown[]).map(fewer),
  };
}

const MONITOR = published(DEFINITIONS['Monitor']!)['properties'] as JsonObject;
const OPTIONAL_SETTINGS = ['detailTypes', 'eventSources', 'eventNames', 'accountIds', 'buckets'];
const SIGNAL = omit(packageJson('schema/signal.schema.json'), '$schema', '$id');
const CONFIGURED = flag('Whether it is in the configuration file, where alone it can be changed.');
const JOB_IDS = {
  ...{ type: 'array', minItems: 1, maxItems: 1_000, description: 'a list of 1 to 1,000 ids of jobs' },
  items: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'the id of a job' },
};
const KIND = { enum: JOB_KINDS, description: `one of ${JOB_KINDS.join(', ')}` };

/** Every schema of the API, by the name that it has in the document. What is asked is checked by exactly these. */
export const SCHEMAS: Readonly<Record<string, JsonObject>> = {
  ...Object.fromEntries(Object.entries(DEFINITIONS).map(([name, schema]) => [name, published(schema)])),
  WorkspaceDocument: published(WORKSPACE_SCHEMA),
  MonitorDefinition: without('name', 'Monitor'),
  AccountDefinition: without('id', 'Account', ['primary']),

  WorkspaceUpdate: {
    ...object({ permissionGroups: ref('PermissionGroups'), externalId: ref('ExternalId') }, ['permissionGroups', 'externalId']),
    description: 'an object with permissionGroups, externalId or both',
    minProperties: 1,
    examples: [{ externalId: 'generated' }],
  },
  WebhookRequest: object({ name: ref('Name') }, [], { examples: [{ name: 'main' }] }),
  JobsToRedrive: {
    ...object({ ids: JOB_IDS, kind: KIND, all: { const: true, description: 'true' } }, ['ids', 'kind', 'all']),
    description: 'an object with exactly one of ids, kind and all',
    minProperties: 1,
    maxProperties: 1,
    examples: [{ ids: [7, 8] }, { kind: 'file' }, { all: true }],
  },
  JobsToDiscard: object({ ids: JOB_IDS }, [], { examples: [{ ids: [7] }] }),

  WorkspaceView: object({
    externalId: text('an external ID'),
    permissionGroups: ref('PermissionGroups'),
    monitors: list(ref('MonitorView')),
    accounts: list(ref('AccountView')),
    webhooks: list(ref('WebhookView')),
  }),
  MonitorView: object({ ...MONITOR, configured: CONFIGURED }, OPTIONAL_SETTINGS),
  MonitorList: object({ monitors: list(ref('MonitorView')) }),
  AccountView: object(
    {
      id: ref('AccountId'),
      roleArn: ref('RoleArn'),
      externalId: text('an external ID', { title: 'What its role is assumed with.' }),
      ownExternalId: flag("Whether that is its own, and not the workspace's."),
      primary: flag('Whether it is the one that is meant where none is named.'),
      state: {
        title: 'Whether its role was proven: it can be assumed with the external ID, and cannot without.',
        description: 'one of unproven, connected, failed',
        enum: ['unproven', 'connected', 'failed'],
      },
      reason: text('a sentence', { title: 'Why the last proof failed.' }),
      checkedAt: time('When it was last tried.'),
    },
    ['reason', 'checkedAt'],
  ),
  AccountList: object({ accounts: list(ref('AccountView')) }),
  WebhookView: object(
    {
      name: ref('Name'),
      configured: CONFIGURED,
      createdAt: time('When it was made.'),
      revokedAt: time('Since when it takes nothing.'),
    },
    ['createdAt', 'revokedAt'],
  ),
  WebhookList: object({ webhooks: list(ref('WebhookView')) }),
  CreatedWebhook: object({
    name: ref('Name'),
    url: text('a URL', { title: 'Where SNS delivers. It is a secret, and shown this once.' }),
  }),
  Proof: object(
    {
      state: {
        title: 'undecided where AWS did not answer, which says nothing of the account.',
        description: 'one of connected, failed, undecided',
        enum: ['connected', 'failed', 'undecided'],
      },
      code: text('a name'),
      reason: text('a sentence'),
    },
    ['code', 'reason'],
  ),
  Applied: object({
    applied: flag('Whether it was no dry run.'),
    lines: list(text('a line'), { title: 'What was changed, or would be. Empty when it was so already.' }),
    left: list(text('a thing'), { title: 'What is there, is not named, and was left.' }),
    webhooks: list(ref('CreatedWebhook'), { title: 'Those that were made.' }),
    proofs: list(object({ id: ref('AccountId'), proof: ref('Proof') }), { title: 'What proving the accounts came to.' }),
  }),

  JobView: object(
    {
      id: { ...number('By which it is redriven or discarded.'), minimum: 1 },
      kind: KIND,
      state: { enum: JOB_STATES, description: `one of ${JOB_STATES.join(', ')}` },
      key: text('a text', { title: 'What is the same in the same work.' }),
      payload: { description: 'a JSON value', title: 'What the work is about.' },
      attempts: number('How often it was begun.'),
      progress: number("How far it came, in its kind's own unit."),
      queuedAt: time('When it was queued.'),
      runAt: time('When it is its turn; of a dead one, when it died.'),
      reason: text('a sentence', { title: 'Why the last attempt did not work.' }),
    },
    ['reason'],
  ),
  JobList: object({ jobs: list(ref('JobView')), next: text('a cursor') }, ['next']),
  JobCount: object({ count: number('How many there were.') }),

  Signal: SIGNAL,
  OcsfEvent: { type: 'object', description: 'an event of OCSF 1.5.0, by the schema of its class' },
  SignalPage: object(
    {
      signals: list({ anyOf: [ref('Signal'), ref('OcsfEvent')], description: 'a signal, in the form that was asked for' }),
      next: text('a cursor'),
    },
    ['next'],
  ),
  Delivered: object({ outcome: text('what became of the message'), duplicate: flag('Whether it came before.') }),
  SnsMessage: { type: 'object', description: 'a message of SNS, raw message delivery off. SNS sends it as text/plain' },
  Token: text('the token of a webhook', { minLength: 1, maxLength: 128 }),
  OpenApi: { type: 'object', description: 'an OpenAPI document' },
  Metrics: text('metrics'),
  Health: object({ status: text('a word'), checks: { type: 'object', description: 'an object' } }, ['checks']),
  Refusal: object({
    error: { enum: Object.keys(REFUSALS), description: 'the code of a refusal' },
    message: text('a sentence with the cure'),
  }),
};
