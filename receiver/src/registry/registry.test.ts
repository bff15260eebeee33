import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '../config/load.ts';
import { topicEndpoint } from '../sns/index.ts';
import { openSqlite } from '../store/sqlite/store.ts';
import { addTopic, createWebhook } from './add.ts';
import { Registry } from './registry.ts';
import { sha256 } from './token.ts';

const ARN = 'arn:aws:sns:us-east-1:111122223333:t';
let store: ReturnType<typeof openSqlite>;
const registryOf = (configured = {}, from = store) => new Registry(from, { webhooks: [], monitors: [], ...configured });
beforeEach(() => {
  store = openSqlite(':memory:');
});
afterEach(() => store.close());

test('a webhook has 256 bits of secret, found by its digest', async () => {
  const { path } = await createWebhook(store, [], 'default', 1);
  const token = path.split('/')[2]!;
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect((await store.webhooks())[0]?.tokenSha256).toBe(sha256(token));
  expect(await registryOf().webhook(token)).toBe('default');
  expect(await registryOf().webhook(`${token}=`)).toBeUndefined();
});

test('the configuration and the store are merged, and a topic of both is held to the stricter', async () => {
  const monitors = [{ name: 'a', kind: 'cloudtrail' as const, topicArns: [ARN], minimumSignatureVersion: 2 as const }];
  await addTopic(store, [], { monitor: 'b', arn: ARN }, 1);
  const registry = registryOf({ monitors, webhooks: [{ name: 'w', tokenSha256: sha256('secret') }] });
  expect(await registry.topic(ARN)).toEqual({ arn: ARN, minimumSignatureVersion: 2 });
  expect(await registry.webhook('secret')).toBe('w');
});

test.each([` ${ARN}`, `${ARN} `, ARN.toUpperCase(), `${ARN}:sub`, `${ARN}%20`, ARN.replace('t', '\u0442')])(
  'row 6: %j is not the registered topic',
  async (arn) => {
    await addTopic(store, [], { monitor: 'b', arn: ARN }, 1);
    expect(await registryOf().topic(arn)).toBeUndefined();
  },
);

test('what another process adds is known to the very next request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const [ours, theirs] = [openSqlite(join(folder, 'r.db')), openSqlite(join(folder, 'r.db'))];
  try {
    const registry = registryOf({}, ours);
    await registry.reload();
    expect([await registry.topic(ARN), await registry.webhook('x')]).toEqual([undefined, undefined]);
    await addTopic(theirs, [], { monitor: 'a', arn: ARN }, 1);
    await addTopic(theirs, [], { monitor: 'b', arn: ARN, minimumSignatureVersion: 2 }, 1);
    const { path } = await createWebhook(theirs, [], 'new', 1);
    expect(await registry.topic(ARN)).toEqual({ arn: ARN, minimumSignatureVersion: 2 });
    expect(await registry.webhook(path.split('/')[2]!)).toBe('new');
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a miss that the store cannot answer is no answer, so that the sender tries again', async () => {
  const registry = registryOf();
  await registry.reload();
  await store.close();
  await expect(registry.topic(ARN)).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
  await expect(registry.webhook('x')).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
});

test('a name or an ARN that is unfit is refused with the rule and what came', async () => {
  await expect(createWebhook(store, [], 'No', 1)).rejects.toThrow(/lower-case letters.*got "No"/);
  await expect(addTopic(store, [], { monitor: 'm', arn: 'arn:aws:sns:us-east-1:111122223333:t.fifo' }, 1)).rejects.toThrow(
    /standard SNS topic/,
  );
});

test.each([
  'arn:aws-iso:sns:us-iso-east-1:111122223333:t',
  'arn:aws:sns:s3-us-west-2:111122223333:t',
  'arn:aws:sns:us-east-x:111122223333:t',
])('no topic is added whose messages the verifier would refuse: %s', async (arn) => {
  await expect(addTopic(store, [], { monitor: 'm', arn }, 1)).rejects.toThrow(/standard SNS topic/);
  expect(() => checkConfig({ monitors: [{ name: 'm', kind: 'cloudtrail', topicArns: [arn] }] })).toThrow(/standard SNS topic/);
  expect(topicEndpoint(arn)).toBeUndefined();
});

test('adding a topic again leaves its minimum as it is, unless another is asked for', async () => {
  const minimum = async () => (await store.topics())[0]?.minimumSignatureVersion;
  await addTopic(store, [], { monitor: 'm', arn: ARN, minimumSignatureVersion: 2 }, 1);
  await addTopic(store, [], { monitor: 'm', arn: ARN }, 1);
  expect(await minimum()).toBe(2);
  await addTopic(
    store,
    [{ name: 'm', kind: 'cloudtrail', topicArns: [], minimumSignatureVersion: 2 }],
    { monitor: 'm', arn: ARN, minimumSignatureVersion: 1 },
    1,
  );
  expect(await minimum()).toBe(1);
});
