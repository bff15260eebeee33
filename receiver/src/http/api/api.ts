import { Hono } from 'hono';
import { Refusal } from '../../error.ts';
import { tryParse } from '../../json.ts';
import { parameterParser } from '../../parameters.ts';
import { problemsOf } from '../../problems.ts';
import { Mistake } from '../../registry/mistake.ts';
import { bearer } from '../bearer.ts';
import { announcedLength } from '../body.ts';
import type { BodyGate } from '../body-gate.ts';
import type { AppContext, Env } from '../env.ts';
import { readBody } from '../read-body.ts';
import { API_OPERATIONS, OPENAPI, PATH_PARAMETERS } from './openapi.ts';
import type { ApiContext, ApiOperation, SchemaName } from './operation.ts';
import { validatorOf } from './validator.ts';

/** The largest body: the workspace of some thousand accounts. */
const MAX_BODY_BYTES = 256 * 1024;
const MOST_PROBLEMS = 20;

/** What the routes need of the rest. */
export interface ApiOptions {
  readonly context: ApiContext;
  readonly apiToken: string;
  readonly gate: BodyGate;
  readonly bodyTimeoutMs?: number | undefined;
}

/** Everything under `/api` but the signals, for who has the API token: each operation of the document. */
export function api({ context, apiToken, gate, bodyTimeoutMs }: ApiOptions): Hono<Env> {
  const app = new Hono<Env>();
  const guard = bearer(apiToken);
  app.get('/api/openapi.json', guard, (c) => c.json(OPENAPI, 200, { 'cache-control': 'no-store' }));
  for (const operation of API_OPERATIONS) {
    const parse = parameterParser(operation.query ?? {});
    app.on(operation.method.toUpperCase(), operation.path.replace(/\{(\w+)\}/g, ':$1'), guard, async (c) => {
      c.header('cache-control', 'no-store');
      const query = c.req.queries();
      parse(query);
      const path = pathOf(operation, c);
      const body = await bodyOf(operation, c, gate, bodyTimeoutMs);
      const answer = await operation.handle({ path, query, body }, context).catch(refused);
      return answer.status === 204 ? c.body(null, 204) : c.json(answer.body, answer.status);
    });
  }
  return app;
}

/** What an operator got wrong is a refusal to who asks over HTTP. */
function refused(error: unknown): never {
  throw error instanceof Mistake ? new Refusal(error.code, error.message) : error;
}

function pathOf({ path }: ApiOperation, c: AppContext): Record<string, string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(
    names.map((name) => {
      const value = c.req.param(name) ?? '';
      check(PATH_PARAMETERS[name]!, value, `\`${name}\` of the path`);
      return [name, value];
    }),
  );
}

async function bodyOf({ body }: ApiOperation, c: AppContext, gate: BodyGate, timeoutMs: number | undefined): Promise<unknown> {
  if (body === undefined) return undefined;
  const announced = announcedLength(c.req.header('content-length'), MAX_BODY_BYTES);
  const bytes = await gate.within(announced ?? MAX_BODY_BYTES, () =>
    readBody(c, { announced, timeoutMs, maxBytes: MAX_BODY_BYTES }),
  );
  const value = tryParse(textOf(bytes));
  if (value === undefined) throw new Refusal('body-not-json', 'the body must be JSON');
  check(body, value, 'the request');
  return value;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('body-not-utf8', 'the body must be UTF-8');
  }
}

function check(name: SchemaName, value: unknown, whole: string): void {
  const validate = validatorOf(name);
  if (validate(value)) return;
  const problems = problemsOf(validate.errors ?? [], whole).slice(0, MOST_PROBLEMS);
  throw new Refusal('request-invalid', problems.map(({ text }) => text).join('; '));
}
