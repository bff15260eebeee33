import { REFUSALS } from '../../error.ts';
import { createReceiver } from '../../index.ts';
import { recordingLogger } from '../../../../test/support/receiver.ts';
import { OPENAPI } from './openapi.ts';
import { SCHEMAS } from './schemas.ts';
import { validatorOf } from './validator.ts';

type Tree = Readonly<Record<string, any>>;
const paths = OPENAPI['paths'] as Tree;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods as Tree).map(([method, operation]) => ({ path, method, operation: operation as Tree })),
);

/** Every value of a document with the steps to it. */
function* walk(value: unknown, path: readonly string[] = []): Generator<readonly [readonly string[], Tree]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value as Tree];
  for (const [name, member] of Object.entries(value)) yield* walk(member, [...path, name]);
}

describe('the OpenAPI document', () => {
  test('has every route of the receiver, and no other', async () => {
    const tokens = { apiToken: 'a'.repeat(24), metricsToken: 'm'.repeat(24) };
    const receiver = createReceiver({ database: ':memory:', logger: recordingLogger(), ...tokens });
    // What stands before all routes is none.
    const routes = receiver.app.routes.filter(({ path }) => path !== '/*');
    const served = routes.map(({ method, path }) => {
      // A webhook answers every method itself, to say which one it takes.
      const verb = path.startsWith('/hooks/') ? 'post' : method.toLowerCase();
      return `${verb} ${path.replace(/:(\w+)/g, '{$1}')}`;
    });
    expect([...new Set(served)].sort()).toEqual(operations.map(({ path, method }) => `${method} ${path}`).sort());
    await receiver.close();
  });

  test('says everything once: each operation has a name of its own, a summary and an answer', () => {
    const ids = operations.map(({ operation }) => operation['operationId'] as string);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations) {
      expect(operation['summary']).toMatch(/^[A-Z].*\.$/);
      expect(Object.keys(operation['responses'] as Tree).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  test('names every parameter of each path', () => {
    for (const { path, operation } of operations) {
      const inPath = ((operation['parameters'] ?? []) as Tree[]).filter((parameter) => parameter['in'] === 'path');
      expect(inPath.map((parameter) => `{${parameter['name']}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every((parameter) => parameter['required'] === true)).toBe(true);
    }
  });

  test('every reference leads somewhere, and every schema is used', () => {
    const used = new Set<string>();
    for (const [, node] of walk(OPENAPI)) {
      if (typeof node['$ref'] !== 'string') continue;
      const name = /^#\/components\/schemas\/(\w+)$/.exec(node['$ref'])?.[1];
      expect(Object.keys(SCHEMAS)).toContain(name);
      used.add(name!);
    }
    // What the file says of a whole monitor or account is said by its document.
    expect(Object.keys(SCHEMAS).filter((name) => !used.has(name))).toEqual([]);
  });

  test('every schema is one, and its examples are as it says', () => {
    let examples = 0;
    for (const [name, schema] of Object.entries(SCHEMAS)) {
      const validate = validatorOf(name);
      for (const example of (schema['examples'] ?? []) as unknown[]) {
        examples += 1;
        expect([name, validate(example) || validate.errors]).toEqual([name, true]);
      }
    }
    expect(examples).toBeGreaterThan(15);
  });

  test('every object that can be sent is closed, and says its rule in words', () => {
    const sent = new Set<string>();
    const follow = (value: unknown) => {
      for (const [, node] of walk(value)) {
        const name = /(\w+)$/.exec(String(node['$ref'] ?? ''))?.[1];
        if (name === undefined || sent.has(name) || name === 'SnsMessage') continue;
        sent.add(name);
        follow(SCHEMAS[name]);
      }
    };
    for (const { operation } of operations) follow(operation['requestBody']);
    expect(sent.size).toBeGreaterThan(10);
    for (const name of sent) {
      for (const [path, node] of walk(SCHEMAS[name])) {
        if (path.includes('examples')) continue;
        if (node['type'] === 'object') expect([name, path, node['additionalProperties']]).toEqual([name, path, false]);
        if ('type' in node && typeof node['type'] === 'string') expect(typeof node['description']).toBe('string');
      }
    }
  });

  test('has every refusal, each under its status', () => {
    const told = new Map<string, number>();
    for (const { operation } of operations) {
      for (const [status, { description }] of Object.entries(operation['responses'] as Tree)) {
        for (const [, code = ''] of String(description).matchAll(/`([a-z0-9-]+)`/g)) told.set(code, Number(status));
      }
    }
    const everywhere = ['route-unknown', 'method-not-allowed', 'unexpected-error'];
    const { ...expected } = REFUSALS as Record<string, number>;
    for (const code of everywhere) told.set(code, expected[code]!);
    expect(Object.fromEntries([...told].sort())).toEqual(Object.fromEntries(Object.entries(expected).sort()));
  });

  test('asks for a token wherever there is something to see or to change', () => {
    const open = operations.filter(({ operation }) => (operation['security'] as unknown[]).length === 0);
    expect(open.map(({ path }) => path).sort()).toEqual(['/healthz', '/hooks/{token}', '/readyz']);
  });
});
