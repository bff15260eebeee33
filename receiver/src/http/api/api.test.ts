import type { Proof } from '../../registry/connect.ts';
import { openStore } from '../../open-store.ts';
import type { Store } from '../../store/store.ts';
import { apiClient } from '../../../../test/support/api-client.ts';
import { event, notification, record, startReceiver, TOPIC, type TestReceiver } from '../../../../test/support/receiver.ts';

type Tree = Readonly<Record<string, any>>;
const [A, B] = ['111122223333', '444455556666'];
const role = (id: string) => ({ roleArn: `arn:aws:iam::${id}:role/ClarionIntegrationRole` });
const TRAIL = { kind: 'cloudtrail', topicArns: [TOPIC] };

let it: TestReceiver;
let store: Store;
let proof: Proof;
const proven: unknown[] = [];
beforeEach(async () => {
  store = openStore(':memory:');
  proof = { state: 'connected' };
  proven.length = 0;
  it = await startReceiver({
    store,
    topics: [],
    publicUrl: 'https://hooks.example.com',
    monitors: [{ name: 'fixed', kind: 'guardduty', topicArns: [] }],
    webhooks: [{ name: 'fixed', tokenSha256: '0'.repeat(64) }],
    async prove(account, externalId) {
      proven.push([account, externalId]);
      return proof;
    },
  });
});
afterEach(() => it.close());

const { call, refusal, codeOf } = apiClient(() => it.url);

describe('monitors over HTTP', () => {
  test('are made, shown, replaced and removed', async () => {
    const wanted = { ...TRAIL, eventNames: { exclude: ['List*'] } };
    expect(await call('PUT', '/api/monitors/trail', wanted)).toEqual({
      status: 201,
      body: { name: 'trail', ...wanted, minimumSignatureVersion: 1, configured: false },
    });
    expect((await call('PUT', '/api/monitors/trail', TRAIL)).status).toBe(200);
    expect((await call('GET', '/api/monitors/trail')).body).not.toHaveProperty('eventNames');
    expect((await call('GET', '/api/monitors')).body['monitors']).toMatchObject([
      { name: 'fixed', configured: true },
      { name: 'trail', configured: false },
    ]);
    expect((await call('DELETE', '/api/monitors/trail')).status).toBe(204);
    expect(await codeOf('GET', '/api/monitors/trail')).toEqual([404, 'monitor-unknown']);
    expect(await codeOf('DELETE', '/api/monitors/trail')).toEqual([404, 'monitor-unknown']);
  });

  test('of the configuration file are left to it', async () => {
    expect(await refusal('PUT', '/api/monitors/fixed', TRAIL)).toEqual([
      409,
      'in-configuration',
      expect.stringContaining('change it there'),
    ]);
    expect(await codeOf('DELETE', '/api/monitors/fixed')).toEqual([409, 'in-configuration']);
  });

  test('are trusted by the very next message, and no more once they are gone', async () => {
    const hook = `${it.url}${new URL(it.hook).pathname}`;
    const send = async () => {
      const body = JSON.stringify(it.authority.seal(notification(event(record()))));
      return (await fetch(hook, { method: 'POST', body })).status;
    };
    expect(await send()).toBe(403);
    await call('PUT', '/api/monitors/trail', TRAIL);
    expect(await send()).toBe(200);
    await call('DELETE', '/api/monitors/trail');
    expect(await send()).toBe(403);
  });

  test('read no bucket by the role of a stranger', async () => {
    const buckets = [{ bucket: 'example-logs', prefix: 'AWSLogs/', accountId: A }];
    expect(await codeOf('PUT', '/api/monitors/trail', { ...TRAIL, buckets })).toEqual([409, 'pin-account-unknown']);
    await call('PUT', `/api/accounts/${A}`, role(A));
    await call('PUT', '/api/monitors/trail', { ...TRAIL, buckets });
    expect(await codeOf('DELETE', `/api/accounts/${A}`)).toEqual([409, 'account-in-use']);
  });
});

describe('accounts over HTTP', () => {
  test('are made, shown with their external ID, changed and removed', async () => {
    const { externalId } = (await call('GET', '/api/workspace')).body;
    expect(await call('PUT', `/api/accounts/${A}`, role(A))).toEqual({
      status: 201,
      body: { id: A, ...role(A), externalId, ownExternalId: false, primary: true, state: 'unproven' },
    });
    const own = (await call('PUT', `/api/accounts/${A}`, { ...role(A), externalId: 'generated' })).body;
    expect(own).toMatchObject({ ownExternalId: true, externalId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await call('GET', `/api/accounts/${A}`)).body).toEqual(own);
    expect((await call('GET', '/api/accounts')).body).toEqual({ accounts: [own] });
    expect((await call('DELETE', `/api/accounts/${A}`)).status).toBe(204);
    expect(await codeOf('GET', `/api/accounts/${A}`)).toEqual([404, 'account-unknown']);
  });

  test('have one primary, which is moved', async () => {
    await call('PUT', `/api/accounts/${A}`, role(A));
    await call('PUT', `/api/accounts/${B}`, role(B));
    expect(await codeOf('DELETE', `/api/accounts/${A}`)).toEqual([409, 'primary-needed']);
    expect((await call('POST', `/api/accounts/${B}/primary`)).body).toMatchObject({ id: B, primary: true });
    expect((await call('GET', `/api/accounts/${A}`)).body['primary']).toBe(false);
    expect(await codeOf('POST', '/api/accounts/777788889999/primary')).toEqual([404, 'account-unknown']);
  });

  test('are connected when their role is proven, and say why not otherwise', async () => {
    await call('PUT', `/api/accounts/${A}`, { ...role(A), externalId: 'own' });
    expect((await call('POST', `/api/accounts/${A}/connect`)).body).toMatchObject({ state: 'connected' });
    expect(proven).toEqual([[{ id: A, ...role(A) }, 'own']]);
    proof = { state: 'failed', code: 'role-not-assumable', reason: 'no' };
    expect(await refusal('POST', `/api/accounts/${A}/connect`)).toEqual([422, 'proof-failed', 'role-not-assumable: no']);
    expect((await call('GET', `/api/accounts/${A}`)).body).toMatchObject({ state: 'failed', reason: 'role-not-assumable: no' });
    proof = { state: 'undecided', code: 'sts-unavailable', reason: 'away' };
    expect(await codeOf('POST', `/api/accounts/${A}/connect`)).toEqual([503, 'proof-unavailable']);
    expect((await call('GET', `/api/accounts/${A}`)).body).toMatchObject({ state: 'failed' });
    expect(await codeOf('POST', `/api/accounts/${B}/connect`)).toEqual([404, 'account-unknown']);
  });

  test("have no other account's role", async () => {
    expect(await refusal('PUT', `/api/accounts/${A}`, role(B))).toEqual([
      400,
      'request-invalid',
      expect.stringContaining('must be in that account'),
    ]);
  });

  test('are unproven by a rotation, and keep the permission groups of all', async () => {
    await call('PUT', `/api/accounts/${A}`, role(A));
    await call('POST', `/api/accounts/${A}/connect`);
    const before = (await call('GET', '/api/workspace')).body;
    const after = (await call('PATCH', '/api/workspace', { externalId: 'generated', permissionGroups: ['route53', 'athena'] }))
      .body;
    expect(after).toMatchObject({ permissionGroups: ['athena', 'route53'], accounts: [{ id: A, state: 'unproven' }] });
    expect(after['externalId']).not.toBe(before['externalId']);
  });
});

describe('webhooks over HTTP', () => {
  test('are made with a URL that is shown once, and revoked at once', async () => {
    const { status, body } = await call('POST', '/api/webhooks', { name: 'main' });
    expect(status).toBe(201);
    const token = /^https:\/\/hooks\.example\.com\/hooks\/([\w-]{43})$/.exec(String(body['url']))?.[1];
    const list = JSON.stringify((await call('GET', '/api/webhooks')).body);
    expect(list).not.toContain(token);
    expect(JSON.parse(list)).toMatchObject({ webhooks: [{ name: 'fixed', configured: true }, {}, { name: 'main' }] });
    const post = async () => (await fetch(`${it.url}/hooks/${token}`, { method: 'POST', body: '{' })).status;
    expect(await post()).toBe(400);
    expect((await call('DELETE', '/api/webhooks/main')).body).toMatchObject({ name: 'main', revokedAt: expect.any(String) });
    expect(await post()).toBe(404);
    expect((await call('DELETE', '/api/webhooks/main')).status).toBe(200);
    expect(await codeOf('POST', '/api/webhooks', { name: 'main' })).toEqual([409, 'webhook-name-taken']);
    expect(await codeOf('DELETE', '/api/webhooks/none')).toEqual([404, 'webhook-unknown']);
    expect(await codeOf('DELETE', '/api/webhooks/fixed')).toEqual([409, 'in-configuration']);
  });

  test('leave nothing of their token in the log, nor does an external ID', async () => {
    const { url } = (await call('POST', '/api/webhooks', { name: 'main' })).body;
    await call('POST', '/api/apply', { webhooks: ['other'] });
    await call('DELETE', '/api/webhooks/main');
    await call('PUT', `/api/accounts/${A}`, { ...role(A), externalId: 'generated' });
    await call('PATCH', '/api/workspace', { externalId: 'generated' });
    const log = JSON.stringify(it.log.lines);
    expect(log).toContain('the workspace was changed');
    expect(log).toContain('workspace externalId');
    const { externalId, accounts } = await store.workspace();
    for (const secret of [String(url).split('/').at(-1), externalId, accounts[0]?.externalId]) expect(log).not.toContain(secret);
  });
});

describe('a workspace over HTTP', () => {
  const document = {
    monitors: [{ name: 'trail', ...TRAIL }],
    accounts: [{ id: A, ...role(A) }],
    webhooks: ['main'],
  };

  test('is applied once, after a dry run that changes nothing', async () => {
    const dry = (await call('POST', '/api/apply?dryRun=true', document)).body;
    expect(dry).toMatchObject({ applied: false, webhooks: [], proofs: [] });
    expect((await call('GET', '/api/workspace')).body).toMatchObject({ monitors: [{ name: 'fixed' }], accounts: [] });
    const done = (await call('POST', '/api/apply', document)).body;
    expect(done).toMatchObject({
      applied: true,
      lines: dry['lines'],
      webhooks: [{ name: 'main', url: expect.stringContaining('https://hooks.example.com/hooks/') }],
      proofs: [{ id: A, proof: { state: 'connected' } }],
    });
    expect((await call('POST', '/api/apply', document)).body).toMatchObject({ lines: [], webhooks: [], proofs: [] });
    expect(proven).toHaveLength(1);
  });

  test('is pruned and left unproven where that is asked for', async () => {
    await call('POST', '/api/apply?connect=false', document);
    expect(proven).toEqual([]);
    expect((await call('POST', '/api/apply?connect=false', { monitors: [] })).body['left']).toEqual(['monitor trail']);
    await call('POST', '/api/apply?prune=true', { monitors: [] });
    expect((await call('GET', '/api/workspace')).body['monitors']).toMatchObject([{ name: 'fixed' }]);
  });

  test('is refused as a whole, with every reason', async () => {
    const wrong = { ...document, monitors: [{ name: 'fixed', ...TRAIL }], webhooks: ['main'] };
    expect(await refusal('POST', '/api/apply', wrong)).toEqual([
      400,
      'request-invalid',
      expect.stringContaining('in the configuration file'),
    ]);
    const twice = { accounts: [document.accounts[0], document.accounts[0]], monitors: [{ name: 'a', kind: 'x', topicArns: [] }] };
    expect((await refusal('POST', '/api/apply', twice))[2]).toContain('`monitors[0].kind` must be one of');
    expect((await call('GET', '/api/workspace')).body).toMatchObject({ accounts: [] });
  });
});

describe('jobs over HTTP', () => {
  beforeEach(async () => {
    const files = ['a', 'b', 'c'].map((key) => ({
      bucket: 'logs',
      key,
      monitor: 'trail',
      foundBy: 'notice' as const,
      foundAt: 1,
    }));
    await store.addFiles(files);
    for (const job of await store.claimJobs('test', 10, 1_000, 9)) await store.buryJob(job, 20, `object-gone: ${job.key}`);
  });

  test('are listed page by page, with what they are about and why they died', async () => {
    const first = (await call('GET', '/api/jobs?state=dead&limit=2')).body;
    const second = (await call('GET', `/api/jobs?state=dead&kind=file&limit=2&cursor=${first['next']}`)).body;
    const all = [...first['jobs'], ...second['jobs']] as Tree[];
    expect(all).toHaveLength(3);
    expect(second).not.toHaveProperty('next');
    expect(all[0]).toMatchObject({
      kind: 'file',
      state: 'dead',
      reason: expect.stringMatching(/^object-gone/),
      queuedAt: expect.any(String),
    });
    expect((await call('GET', '/api/jobs?kind=message')).body).toEqual({ jobs: [] });
  });

  test('are redriven by id, kind or all, and discarded by id', async () => {
    const ids = ((await call('GET', '/api/jobs')).body['jobs'] as Tree[]).map(({ id }) => id as number);
    expect((await call('POST', '/api/jobs/discard', { ids: [ids[0], 99_999] })).body).toEqual({ count: 1 });
    expect((await call('POST', '/api/jobs/redrive', { ids: [ids[1]] })).body).toEqual({ count: 1 });
    expect((await call('POST', '/api/jobs/redrive', { kind: 'message' })).body).toEqual({ count: 0 });
    expect((await call('POST', '/api/jobs/redrive', { all: true })).body).toEqual({ count: 1 });
    expect((await call('POST', '/api/jobs/discard', { ids })).body).toEqual({ count: 0 });
  });
});
