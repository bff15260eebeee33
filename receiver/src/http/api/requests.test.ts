import { request as httpRequest } from 'node:http';
import { openStore } from '../../open-store.ts';
import { apiClient } from '../../../../test/support/api-client.ts';
import { API_TOKEN, startReceiver, TOPIC, type TestReceiver } from '../../../../test/support/receiver.ts';
import { OPENAPI } from './openapi.ts';

type Tree = Readonly<Record<string, any>>;
const A = '111122223333';
const ROLE = { roleArn: `arn:aws:iam::${A}:role/ClarionIntegrationRole` };
const TRAIL = { kind: 'cloudtrail', topicArns: [TOPIC] };

let it: TestReceiver;
beforeAll(async () => {
  it = await startReceiver({ topics: [] });
});
afterAll(() => it.close());
const { call, refusal } = apiClient(() => it.url);

test('whoever has the token sees the document of what he can ask', async () => {
  expect((await call('GET', '/api/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(OPENAPI)));
});

test('everything asks for the API token, before it looks at anything else', async () => {
  for (const [path, methods] of Object.entries(OPENAPI['paths'] as Tree)) {
    if (!path.startsWith('/api/')) continue;
    for (const method of Object.keys(methods as Tree)) {
      const url = `${it.url}${path.replace('{name}', 'No').replace('{id}', 'x')}?nonsense=1`;
      const response = await fetch(url, { method: method.toUpperCase(), headers: { authorization: 'Bearer wrong' } });
      expect([path, response.status, ((await response.json()) as Tree)['error']]).toEqual([path, 401, 'api-token-required']);
    }
  }
});

test('all that is wrong is told at once', async () => {
  const [status, code, message] = await refusal('PUT', '/api/monitors/trail', {
    kind: 'inspector',
    topicArns: ['arn:x', TOPIC, TOPIC],
    eventNames: {},
    buckets: [{ bucket: 'B', prefix: 'x', accountId: A }],
    nonsense: 1,
  });
  expect([status, code]).toEqual([400, 'request-invalid']);
  for (const part of [
    'the request has no "nonsense": remove it, or use one of kind, topicArns',
    '`kind` must be one of cloudtrail, cloudwatch, guardduty, got "inspector"',
    '`topicArns[0]` must be the ARN of a standard SNS topic',
    '`topicArns` must be a list of at most 1,000 different topic ARNs',
    '`eventNames` must be an object with include, exclude or both',
    '`buckets[0].bucket` must be the name of a general purpose bucket',
    '`buckets[0].prefix` must be whole folders',
  ]) {
    expect(message).toContain(part);
  }
});

test.each([
  ['PUT', '/api/monitors/No', TRAIL, 'request-invalid', '`name` of the path must be a name'],
  ['PUT', '/api/monitors/%2e%2e%2fx', TRAIL, 'request-invalid', '`name` of the path must be a name'],
  ['PUT', '/api/accounts/12', ROLE, 'request-invalid', '`id` of the path must be an account id of 12 digits'],
  ['PUT', '/api/monitors/trail', '{', 'body-not-json', 'must be JSON'],
  ['PUT', '/api/monitors/trail', '', 'body-not-json', 'must be JSON'],
  ['PUT', '/api/monitors/trail', 'null', 'request-invalid', 'the request must be an object'],
  ['PUT', '/api/monitors/trail', '{"__proto__": {}}', 'request-invalid', 'has no "__proto__"'],
  ['PUT', `/api/accounts/${A}`, { ...ROLE, state: 'connected' }, 'request-invalid', 'has no "state"'],
  ['PUT', `/api/accounts/${A}`, { ...ROLE, primary: true }, 'request-invalid', 'has no "primary"'],
  ['POST', '/api/webhooks', { name: 'a', tokenSha256: '0'.repeat(64) }, 'request-invalid', 'has no "tokenSha256"'],
  ['PATCH', '/api/workspace', {}, 'request-invalid', 'an object with permissionGroups, externalId or both'],
  ['PATCH', '/api/workspace', { permissionGroups: ['root'] }, 'request-invalid', 'one of cloudtrail, cloudwatch'],
  ['GET', '/api/jobs?limit=501', undefined, 'query-invalid', '`limit` must be a whole number from 1 to 500'],
  ['GET', '/api/jobs?state=dead&state=dead', undefined, 'query-invalid', '`state` must be given once'],
  ['GET', '/api/jobs?cursor=-1', undefined, 'query-invalid', '`cursor` must be the `next` of the page before'],
  ['GET', '/api/workspace?all=1', undefined, 'query-invalid', 'there is no parameter "all": none is taken here'],
  ['POST', '/api/apply?dryRun=yes', {}, 'query-invalid', '`dryRun` must be true or false'],
])('%s %s with %j is refused', async (method, path, body, code, sentence) => {
  const [, error, message] = await refusal(method, path, body);
  expect([error, message]).toEqual([code, expect.stringContaining(sentence)]);
});

test.each([{}, { ids: [] }, { ids: ['1'] }, { all: false }, { ids: [1], all: true }, { kind: 'other' }, { ids: [1.5] }, []])(
  '%j does not say which jobs',
  async (body) => {
    expect((await refusal('POST', '/api/jobs/redrive', body))[1]).toBe('request-invalid');
  },
);

test('a body has at most 256 KiB, whether that is announced or not', async () => {
  const large = JSON.stringify({ webhooks: ['a'.repeat(256 * 1024)] });
  expect(await refusal('POST', '/api/apply', large)).toEqual([413, 'body-too-large', 'the body must be at most 262144 bytes']);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = httpRequest(`${it.url}/api/apply`, { method: 'POST', headers: { authorization: `Bearer ${API_TOKEN}` } });
    sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    sent.write(large.slice(0, 200_000));
    sent.end(large.slice(200_000));
  });
  expect(status).toBe(413);
});

test('a body is UTF-8', async () => {
  const response = await fetch(`${it.url}/api/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_TOKEN}` },
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
  });
  expect(((await response.json()) as Tree)['error']).toBe('body-not-utf8');
});

test('nobody learns of an unexpected error', async () => {
  const { createReceiver } = await import('../../index.ts');
  const store = openStore(':memory:');
  const broken = { ...store, workspace: () => Promise.reject(new Error('password=hunter2')) };
  const receiver = createReceiver({ store: broken, apiToken: API_TOKEN, logger: it.log });
  const response = await receiver.app.request('/api/workspace', { headers: { authorization: `Bearer ${API_TOKEN}` } });
  expect([response.status, await response.text()]).toEqual([500, '']);
  await receiver.close();
});
