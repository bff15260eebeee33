import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '../config/load.ts';
import { openStore } from '../open-store.ts';
import { topicEndpoint } from '../sns/index.ts';
import type { Store } from '../store/store.ts';
import type { AccountRow, MonitorRow } from '../store/workspace.ts';
import type { ChangeContext } from './change.ts';
import { addTopic } from './change-monitors.ts';
import { createWebhook, revokeWebhook } from './change-webhooks.ts';
import { Registry, type Configured } from './registry.ts';
import { sha256 } from './token.ts';

const ARN = 'arn:aws:sns:us-east-1:111122223333:t';
const [A, B] = ['111122223333', '444455556666'];
const NOTHING: Configured = { webhooks: [], monitors: [] };
let store: Store;
const contextOf = (from = store, configured = NOTHING): ChangeContext => ({ store: from, configured, now: () => 1 });
const registryOf = (configured: Partial<Configured> = {}, from = store) => new Registry(from, { ...NOTHING, ...configured });
const setMonitor = (more: Partial<MonitorRow> = {}, to = store) =>
  to.changeWorkspace([
    {
      set: 'monitor',
      value: { name: 'm', kind: 'cloudtrail', topicArns: [ARN], minimumSignatureVersion: 1, settings: {}, ...more },
    },
  ]);
const setAccount = (id: string, more: Partial<AccountRow> = {}, to = store) =>
  to.changeWorkspace([{ set: 'account', value: { id, roleArn: `arn:aws:iam::${id}:role/r`, state: 'unproven', ...more } }]);
const tokenOf = ({ path }: { readonly path: string }) => path.split('/')[2]!;

/** Two processes that share a file. */
async function twoProcesses(work: (ours: Store, theirs: Store) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const [ours, theirs] = [openStore(join(folder, 'r.db')), openStore(join(folder, 'r.db'))];
  try {
    await work(ours, theirs);
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

test('a webhook has 256 bits of secret, found by its digest', async () => {
  const token = tokenOf(await createWebhook(contextOf(), 'default'));
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect((await store.workspace()).webhooks[0]?.tokenSha256).toBe(sha256(token));
  expect(await registryOf().webhook(token)).toBe('default');
  expect(await registryOf().webhook(`${token}=`)).toBeUndefined();
});

test('a webhook that was revoked is as one that never was', async () => {
  const token = tokenOf(await createWebhook(contextOf(), 'default'));
  const registry = registryOf();
  expect(await registry.webhook(token)).toBe('default');
  await revokeWebhook(contextOf(), 'default');
  await registry.reload();
  expect(await registry.webhook(token)).toBeUndefined();
  expect(await registryOf().webhook(token)).toBeUndefined();
});

test('what was written before a reload is seen after it, also when a read was under way', async () => {
  const token = tokenOf(await createWebhook(contextOf(), 'default'));
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  let reads = 0;
  const slow = {
    ...store,
    async workspace() {
      const read = await store.workspace();
      if ((reads += 1) === 1) await held;
      return read;
    },
  };
  const registry = registryOf({}, slow);
  const first = registry.reload();
  await store.workspace();
  await revokeWebhook(contextOf(), 'default');
  const second = registry.reload();
  go();
  await Promise.all([first, second]);
  expect(await registry.webhook(token)).toBeUndefined();
  expect(reads).toBe(2);
});

test('a read that failed is no reason not to read again', async () => {
  let broken = true;
  const registry = registryOf(
    {},
    { ...store, workspace: () => (broken ? Promise.reject(new Error('away')) : store.workspace()) },
  );
  await expect(registry.reload()).rejects.toThrow('away');
  await expect(registry.topic(ARN)).rejects.toThrow('away');
  broken = false;
  await setMonitor();
  expect((await registry.topic(ARN))?.arn).toBe(ARN);
});

test('the configuration and the store are merged, and a topic of both is held to the stricter', async () => {
  const monitors = [{ name: 'a', kind: 'cloudtrail' as const, topicArns: [ARN], minimumSignatureVersion: 2 as const }];
  await setMonitor({ name: 'b', kind: 'guardduty' });
  const registry = registryOf({ monitors, webhooks: [{ name: 'w', tokenSha256: sha256('secret') }] });
  const topic = await registry.topic(ARN);
  expect(topic).toMatchObject({
    arn: ARN,
    minimumSignatureVersion: 2,
    monitors: [
      { name: 'a', kind: 'cloudtrail' },
      { name: 'b', kind: 'guardduty' },
    ],
  });
  expect(registry.topics().map(({ monitor, minimumSignatureVersion }) => [monitor, minimumSignatureVersion])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect(await registry.webhook('secret')).toBe('w');
});

test.each([` ${ARN}`, `${ARN} `, ARN.toUpperCase(), `${ARN}:sub`, `${ARN}%20`, ARN.replace('t', '\u0442')])(
  'row 6: %j is not the registered topic',
  async (arn) => {
    await setMonitor();
    expect(await registryOf().topic(arn)).toBeUndefined();
  },
);

test('what another process adds is known to the very next request', () =>
  twoProcesses(async (ours, theirs) => {
    const registry = registryOf({}, ours);
    await registry.reload();
    expect([await registry.topic(ARN), await registry.webhook('x'), await registry.account(A)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await setMonitor({ name: 'a' }, theirs);
    await setMonitor({ name: 'b', minimumSignatureVersion: 2 }, theirs);
    const created = await createWebhook(contextOf(theirs), 'new');
    await setAccount(A, {}, theirs);
    expect(await registry.topic(ARN)).toMatchObject({ minimumSignatureVersion: 2, monitors: [{ name: 'a' }, { name: 'b' }] });
    expect(await registry.webhook(tokenOf(created))).toBe('new');
    expect((await registry.account(A))?.id).toBe(A);
  }));

test('the accounts whose events are taken are those of the last reload', () =>
  twoProcesses(async (ours, theirs) => {
    const registry = registryOf({}, ours);
    const takes = async (id: string) => (await registry.topic(ARN))!.monitors[0]!.takesAccount(id);
    await setMonitor({}, theirs);
    await registry.reload();
    expect(await takes(B)).toBe(true);
    await setAccount(A, {}, theirs);
    await registry.reload();
    expect([await takes(A), await takes(B)]).toEqual([true, false]);
  }));

test("an account's role is assumed with its own external ID, or the workspace's", async () => {
  await setAccount(A);
  await setAccount(B, { externalId: 'its-own' });
  const registry = registryOf();
  const { externalId } = await store.workspace();
  expect(await registry.account(A)).toMatchObject({ roleArn: `arn:aws:iam::${A}:role/r`, externalId, primary: true });
  expect((await registry.account(B))?.externalId).toBe('its-own');
  expect(registry.accounts().map(({ id }) => id)).toEqual([A, B]);
});

test('every bucket that may be read is known with its monitor', async () => {
  const pins = ['a', 'b'].map((bucket) => ({ bucket, prefix: 'AWSLogs/', accountId: A }));
  await setMonitor({ settings: { buckets: pins } });
  await setMonitor({ name: 'other', settings: {} });
  const registry = registryOf();
  expect(registry.bucketPins()).toEqual([]);
  await registry.reload();
  expect(registry.bucketPins().map(({ bucket, monitor }) => [bucket, monitor.name])).toEqual([
    ['a', 'm'],
    ['b', 'm'],
  ]);
});

test('a miss that the store cannot answer is no answer, so that the sender tries again', async () => {
  const registry = registryOf();
  await registry.reload();
  await store.close();
  await expect(registry.topic(ARN)).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
  await expect(registry.webhook('x')).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
  await expect(registry.account(A)).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
});

test.each([
  'arn:aws-iso:sns:us-iso-east-1:111122223333:t',
  'arn:aws:sns:s3-us-west-2:111122223333:t',
  'arn:aws:sns:us-east-x:111122223333:t',
])('no topic is added whose messages the verifier would refuse: %s', async (arn) => {
  await expect(addTopic(contextOf(), { monitor: 'm', arn })).rejects.toThrow(/standard SNS topic/);
  expect(() => checkConfig({ monitors: [{ name: 'm', kind: 'cloudtrail', topicArns: [arn] }] })).toThrow(/standard SNS topic/);
  expect(topicEndpoint(arn)).toBeUndefined();
});
