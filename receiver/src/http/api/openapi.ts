import { REFUSALS, type RefusalCode } from '../../error.ts';
import { omit, packageJson, type JsonObject } from '../../json.ts';
import { ACCOUNT_OPERATIONS } from './accounts.ts';
import { JOB_OPERATIONS } from './jobs.ts';
import { MONITOR_OPERATIONS } from './monitors.ts';
import { BODY, type ApiOperation, type SchemaName } from './operation.ts';
import { OWN_ROUTES, type OwnRoute } from './own-routes.ts';
import { SCHEMAS } from './schemas.ts';
import { WEBHOOK_OPERATIONS } from './webhooks.ts';
import { WORKSPACE_OPERATIONS } from './workspace.ts';

/** What is answered by the table of operations. */
export const API_OPERATIONS: readonly ApiOperation[] = [
  ...WORKSPACE_OPERATIONS,
  ...MONITOR_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...JOB_OPERATIONS,
];

/** What stands in a path, by its schema. */
export const PATH_PARAMETERS: Readonly<Record<string, SchemaName>> = { name: 'Name', id: 'AccountId', token: 'Token' };

const JSON_TYPE = 'application/json';
const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description });

/** What anybody can do over HTTP, and what he is told. It is what requests are checked by. */
export const OPENAPI: JsonObject = {
  openapi: '3.1.0',
  info: {
    title: 'clarion-receiver',
    version: String(packageJson('package.json')['version']),
    description: 'Takes what AWS sends over SNS, proves it, keeps it, and turns it into signals.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: pathsOf([...API_OPERATIONS.map(ofTable), ...OWN_ROUTES]),
  components: {
    schemas: SCHEMAS,
    securitySchemes: {
      apiToken: bearer('The API token: CLARION_API_TOKEN'),
      metricsToken: bearer('The token for metrics: CLARION_METRICS_TOKEN, or the API token without it'),
    },
  },
};

/** What every operation of the table can be refused for beside its own. */
function ofTable(operation: ApiOperation): OwnRoute {
  const { body, path, refusals = [] } = operation;
  const checked: RefusalCode[] = body !== undefined || path.includes('{') ? ['request-invalid'] : [];
  const common: RefusalCode[] = ['query-invalid', 'api-token-required', 'store-unavailable'];
  return {
    ...omit(operation, 'handle'),
    refusals: [...refusals, ...checked, ...common, ...(body === undefined ? [] : BODY)],
    token: 'apiToken',
  };
}

function pathsOf(routes: readonly OwnRoute[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return paths;
}

function operationOf(route: OwnRoute): JsonObject {
  const { id, summary, body, token, path, query = {} } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true },
    schema: ref(PATH_PARAMETERS[name]!),
  }));
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    ...{ name, in: 'query', description: schema.description },
    schema,
  }));
  const parameters = [...inPath, ...inQuery];
  return {
    operationId: id,
    summary,
    security: token === undefined ? [] : [{ [token]: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: { [JSON_TYPE]: { schema: ref(body) } } } }),
    responses: { ...refusalsOf(route), ...answersOf(route) },
  };
}

function answersOf({ answers, type = JSON_TYPE }: OwnRoute): JsonObject {
  const answer = (name: SchemaName | undefined) =>
    name === undefined ? { description: 'Done.' } : { description: name, content: { [type]: { schema: ref(name) } } };
  return Object.fromEntries(Object.entries(answers).map(([status, name]) => [status, answer(name)]));
}

/** The codes of one status together. */
function refusalsOf({ refusals = [] }: OwnRoute): JsonObject {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of new Set(refusals)) byStatus.set(REFUSALS[code], [...(byStatus.get(REFUSALS[code]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { [JSON_TYPE]: { schema: ref('Refusal') } },
      },
    ]),
  );
}
