import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../open-store.ts';
import type { Store } from '../store/store.ts';
import { removeAccount, setAccount, setExternalId, setPrimary, updateWorkspace } from './change-accounts.ts';
import { addTopic, removeMonitor, setMonitor } from './change-monitors.ts';
import { createWebhook, revokeWebhook } from './change-webhooks.ts';
import { change, type ChangeContext } from './change.ts';
import { connectAccount, type ProveAccount } from './connect.ts';
import type { Configured } from './registry.ts';

const ARN = 'arn:aws:sns:us-east-1:111122223333:t';
const OTHER = 'arn:aws:sns:us-east-1:111122223333:u';
const [A, B] = ['111122223333', '444455556666'];
const role = (id: string) => ({ roleArn: `arn:aws:iam::${id}:role/ClarionIntegrationRole` });
const pin = (accountId: string) => ({ bucket: 'example-logs', prefix: 'AWSLogs/', accountId });

let store: Store;
let context: ChangeContext;
const contextOf = (configured: Partial<Configured> = {}): ChangeContext => ({
  store,
  configured: { webhooks: [], monitors: [], ...configured },
  now: () => 1_000,
});
beforeEach(() => {
  store = openStore(':memory:');
  context = contextOf();
});
afterEach(() => store.close());
const monitors = async () => (await store.workspace()).monitors;
const accounts = async () => (await store.workspace()).accounts;

describe('adding a topic to a monitor', () => {
  test.each([
    ['guardduty', undefined, 'guardduty'],
    ['cloudwatch', undefined, 'cloudwatch'],
    ['trail', undefined, 'cloudtrail'],
    ['findings', 'guardduty', 'guardduty'],
    ['configured', undefined, 'cloudwatch'],
  ] as const)('makes the monitor %s, of kind %s, as %s', async (monitor, kind, expected) => {
    const configured = [{ name: 'configured', kind: 'cloudwatch' as const, topicArns: [] }];
    await addTopic(contextOf({ monitors: configured }), { monitor, arn: ARN, ...(kind === undefined ? {} : { kind }) });
    expect(await monitors()).toMatchObject([{ name: monitor, kind: expected, topicArns: [ARN] }]);
  });

  test('leaves its other topics, its filters and its minimum as they are', async () => {
    const filters = { eventNames: { include: ['Create*'] } };
    await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: [ARN], minimumSignatureVersion: 2, ...filters });
    expect((await addTopic(context, { monitor: 'm', arn: OTHER })).lines).toEqual([`+ topic ${OTHER} of monitor m`]);
    expect(await monitors()).toMatchObject([{ topicArns: [ARN, OTHER], minimumSignatureVersion: 2, settings: filters }]);
    expect((await addTopic(context, { monitor: 'm', arn: OTHER })).lines).toEqual([]);
  });

  test('takes the minimum of a monitor of the same name in the configuration, unless another is asked for', async () => {
    const configured = contextOf({ monitors: [{ name: 'm', kind: 'cloudtrail', topicArns: [], minimumSignatureVersion: 2 }] });
    await addTopic(configured, { monitor: 'm', arn: ARN });
    expect(await monitors()).toMatchObject([{ minimumSignatureVersion: 2 }]);
    await addTopic(configured, { monitor: 'm', arn: ARN, minimumSignatureVersion: 1 });
    expect(await monitors()).toMatchObject([{ minimumSignatureVersion: 1 }]);
  });

  test('refuses another kind than the monitor has, a name and an ARN that are unfit', async () => {
    await addTopic(context, { monitor: 'guardduty', arn: ARN });
    await expect(addTopic(context, { monitor: 'guardduty', arn: OTHER, kind: 'cloudtrail' })).rejects.toThrow(
      /is of kind guardduty/,
    );
    await expect(addTopic(context, { monitor: 'No', arn: ARN })).rejects.toThrow(/lower-case letters.*got "No"/);
    await expect(addTopic(context, { monitor: 'm', arn: `${ARN}.fifo` })).rejects.toThrow(/standard SNS topic/);
  });

  test('wakes the confirmations that wait for it', async () => {
    const waiting = { webhook: 'w', topicArn: ARN, messageId: 'm', token: 't', envelope: '{}', receivedAt: 0, expiresAt: 9_000 };
    await store.keepUnverified(waiting, 9);
    await store.claimConfirmations(500, 60_000, 9);
    expect(await store.claimConfirmations(1_000, 60_000, 9)).toEqual([]);
    await addTopic(context, { monitor: 'm', arn: ARN });
    expect(await store.claimConfirmations(1_000, 60_000, 9)).toMatchObject([{ topicArn: ARN }]);
  });

  test('at the same time as others loses none', async () => {
    const arns = Array.from({ length: 10 }, (_, index) => `${ARN}${index}`);
    await Promise.all(arns.map((arn) => addTopic(context, { monitor: 'm', arn })));
    expect((await monitors())[0]?.topicArns).toEqual(arns);
  });
});

describe('setting a monitor', () => {
  test('makes it exactly so, tells what that changes, and nothing the second time', async () => {
    const first = { kind: 'cloudtrail', topicArns: [ARN], detailTypes: ['AWS API Call via CloudTrail'] } as const;
    const added = await setMonitor(context, 'm', first);
    expect(added).toMatchObject({ result: { isNew: true } });
    expect(added.lines).toEqual([
      '+ monitor m',
      '+ monitor m kind: cloudtrail',
      '+ monitor m minimumSignatureVersion: 1',
      '+ monitor m detailTypes: ["AWS API Call via CloudTrail"]',
      `+ topic ${ARN} of monitor m`,
    ]);
    const { lines } = await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: [OTHER], accountIds: ['*'] });
    expect(lines).toEqual([
      '~ monitor m detailTypes: ["AWS API Call via CloudTrail"] -> (default)',
      '~ monitor m accountIds: (default) -> ["*"]',
      `+ topic ${OTHER} of monitor m`,
      `- topic ${ARN} of monitor m`,
    ]);
    expect((await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: [OTHER], accountIds: ['*'] })).lines).toEqual([]);
  });

  test('does not let SHA-1 in again by saying nothing about it', async () => {
    await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: [ARN], minimumSignatureVersion: 2 });
    await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: [ARN, OTHER] });
    expect(await monitors()).toMatchObject([{ minimumSignatureVersion: 2 }]);
  });

  test('refuses a bucket that no registered role reads', async () => {
    const definition = { kind: 'cloudtrail', topicArns: [], buckets: [pin(A)] } as const;
    await expect(setMonitor(context, 'm', definition)).rejects.toMatchObject({ code: 'pin-account-unknown' });
    await setAccount(context, A, role(A));
    await setMonitor(context, 'm', definition);
    expect((await monitors())[0]?.settings.buckets).toEqual([pin(A)]);
  });

  test.each([
    [
      { kind: 'guardduty', detailTypes: ['AWS API Call via CloudTrail'] },
      /kind guardduty never gets "AWS API Call via CloudTrail"/,
    ],
    [{ kind: 'cloudwatch', buckets: [pin(A)] }, /log files hold nothing for a monitor of kind cloudwatch/],
  ] as const)('refuses what would never match: %j', async (definition, sentence) => {
    await expect(setMonitor(context, 'm', { topicArns: [], ...definition })).rejects.toThrow(sentence);
  });

  test('leaves those of the configuration file to it', async () => {
    const configured = contextOf({ monitors: [{ name: 'fixed', kind: 'cloudtrail', topicArns: [ARN] }] });
    const mistake = { code: 'in-configuration', message: expect.stringContaining('change it there') };
    await expect(setMonitor(configured, 'fixed', { kind: 'cloudtrail', topicArns: [] })).rejects.toMatchObject(mistake);
    await expect(removeMonitor(configured, 'fixed')).rejects.toMatchObject(mistake);
    await expect(removeMonitor(configured, 'none')).rejects.toMatchObject({ code: 'monitor-unknown' });
  });
});

describe('accounts', () => {
  test.each([
    ['arn:aws:iam::444455556666:role/r', /must be in that account, got arn:aws:iam::444455556666:role\/r/],
    ['arn:aws-cn:iam::111122223333:role/path/r', undefined],
    ['arn:aws-us-gov:iam::111122223333:role/r', undefined],
  ])('the role %s is of the account or refused', async (roleArn, sentence) => {
    const set = setAccount(context, A, { roleArn });
    if (sentence === undefined) expect((await set).result.isNew).toBe(true);
    else await expect(set).rejects.toThrow(sentence);
  });

  test('an external ID of its own has 256 bits, and is made once', async () => {
    await setAccount(context, A, { ...role(A), externalId: 'generated' });
    const first = (await accounts())[0]?.externalId;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect((await setAccount(context, A, { ...role(A), externalId: 'generated' })).lines).toEqual([]);
    await setExternalId(context, A, 'generated');
    expect((await accounts())[0]?.externalId).not.toBe(first);
    await setExternalId(context, A, undefined);
    expect((await accounts())[0]?.externalId).toBeUndefined();
  });

  test('another role or another external ID is to be proven anew; the same is not', async () => {
    await setAccount(context, A, role(A));
    await connectAccount(context, A, async () => ({ state: 'connected' }));
    await setAccount(context, A, role(A));
    expect((await accounts())[0]?.state).toBe('connected');
    await setAccount(context, A, { roleArn: `${role(A).roleArn}2` });
    expect(await accounts()).toEqual([{ id: A, roleArn: `${role(A).roleArn}2`, state: 'unproven', primary: true }]);
    await connectAccount(context, A, async () => ({ state: 'connected' }));
    await setExternalId(context, A, 'own');
    expect((await accounts())[0]?.state).toBe('unproven');
  });

  test("a rotation of the workspace's external ID unproves who uses it, and nobody else", async () => {
    await setAccount(context, A, role(A));
    await setAccount(context, B, { ...role(B), externalId: 'own' });
    for (const id of [A, B]) await connectAccount(context, id, async () => ({ state: 'connected' }));
    const before = (await store.workspace()).externalId;
    const { lines } = await updateWorkspace(context, { externalId: 'generated' });
    expect((await store.workspace()).externalId).not.toBe(before);
    expect((await accounts()).map(({ state }) => state)).toEqual(['unproven', 'connected']);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain(before);
    expect(lines[1]).toBe(`~ account ${A} state: connected -> unproven`);
  });

  test('the primary is moved, and removed last', async () => {
    await setAccount(context, A, role(A));
    await setAccount(context, B, role(B));
    await expect(removeAccount(context, A)).rejects.toMatchObject({
      code: 'primary-needed',
      message: expect.stringContaining('first'),
    });
    expect((await setPrimary(context, B)).lines).toEqual([`~ primary account: ${A} -> ${B}`]);
    expect((await setPrimary(context, B)).lines).toEqual([]);
    expect((await removeAccount(context, A)).lines).toEqual([`- account ${A}`]);
    expect(await accounts()).toMatchObject([{ id: B, primary: true }]);
  });

  test('one whose role reads a bucket is not removed', async () => {
    await setAccount(context, A, role(A));
    await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: [], buckets: [pin(A)] });
    await expect(removeAccount(context, A)).rejects.toMatchObject({
      code: 'account-in-use',
      message: expect.stringContaining('monitor m'),
    });
    await removeMonitor(context, 'm');
    await removeAccount(context, A);
    expect(await accounts()).toEqual([]);
  });

  test('one that is not there is told as such', async () => {
    const unknown = { code: 'account-unknown' };
    await expect(setPrimary(context, A)).rejects.toMatchObject(unknown);
    await expect(removeAccount(context, A)).rejects.toMatchObject(unknown);
    await expect(setExternalId(context, A, 'x1')).rejects.toMatchObject(unknown);
    await expect(connectAccount(context, A, async () => ({ state: 'connected' }))).rejects.toMatchObject(unknown);
  });
});

describe('connecting an account', () => {
  beforeEach(() => setAccount(context, A, role(A)));

  test('proves its own role with the external ID that holds for it', async () => {
    const tried: unknown[] = [];
    const prove: ProveAccount = async (account, externalId) => {
      tried.push([account, externalId]);
      return { state: 'connected' };
    };
    await connectAccount(context, A, prove);
    await setExternalId(context, A, 'own');
    await connectAccount(context, A, prove);
    const { externalId } = await store.workspace();
    expect(tried).toEqual([externalId, 'own'].map((used) => [{ id: A, ...role(A) }, used]));
    expect(await accounts()).toMatchObject([{ state: 'connected', checkedAt: 1_000 }]);
  });

  test('keeps why it failed, until it does not', async () => {
    await connectAccount(context, A, async () => ({ state: 'failed', code: 'access-denied', reason: 'no' }));
    expect(await accounts()).toMatchObject([{ state: 'failed', reason: 'access-denied: no' }]);
    await connectAccount(context, A, async () => ({ state: 'connected' }));
    expect((await accounts())[0]).not.toHaveProperty('reason');
  });

  test('leaves what is known of it where nobody can say', async () => {
    await connectAccount(context, A, async () => ({ state: 'connected' }));
    const undecided = { state: 'undecided', code: 'sts-unavailable', reason: 'away' } as const;
    expect(await connectAccount(context, A, async () => undecided)).toEqual(undecided);
    expect(await accounts()).toMatchObject([{ state: 'connected' }]);
  });

  test('proves nothing of what it became meanwhile', async () => {
    const prove: ProveAccount = async () => {
      await updateWorkspace(context, { externalId: 'generated' });
      return { state: 'connected' };
    };
    await expect(connectAccount(context, A, prove)).rejects.toMatchObject({ code: 'account-changed' });
    expect(await accounts()).toMatchObject([{ state: 'unproven' }]);
  });
});

describe('webhooks', () => {
  test('a name is given once, in the store and in the configuration', async () => {
    await createWebhook(context, 'a');
    await revokeWebhook(context, 'a');
    const taken = { code: 'webhook-name-taken' };
    await expect(createWebhook(context, 'a')).rejects.toMatchObject(taken);
    const configured = contextOf({ webhooks: [{ name: 'b', tokenSha256: '0'.repeat(64) }] });
    await expect(createWebhook(configured, 'b')).rejects.toMatchObject(taken);
    await expect(createWebhook(context, 'No')).rejects.toThrow(/lower-case letters.*got "No"/);
  });

  test('revoking tells what is not there, or not ours to revoke', async () => {
    const configured = contextOf({ webhooks: [{ name: 'b', tokenSha256: '0'.repeat(64) }] });
    await expect(revokeWebhook(configured, 'b')).rejects.toMatchObject({ code: 'in-configuration' });
    await expect(revokeWebhook(configured, 'c')).rejects.toMatchObject({ code: 'webhook-unknown' });
    await createWebhook(context, 'a');
    expect((await revokeWebhook(context, 'a')).lines).toHaveLength(1);
    expect((await revokeWebhook(context, 'a')).lines).toEqual([]);
  });
});

describe('a change', () => {
  test('gives way to one that is under way elsewhere, and goes on when that has ended', async () => {
    let tries = 0;
    const busy = { ...context, store: { ...store, takeLease: async () => (tries += 1) > 3 } };
    await setAccount(busy, A, role(A));
    expect(tries).toBe(4);
  });

  test('frees the way also when it is refused', async () => {
    await expect(removeAccount(context, A)).rejects.toThrow('no account');
    await setAccount(context, A, role(A));
    expect(await accounts()).toHaveLength(1);
  });

  test('is told to who wants to know, without what its webhook is known by', async () => {
    const told: (readonly string[])[] = [];
    const listening = { ...context, changed: async (lines: readonly string[]) => void told.push(lines) };
    const { path } = await createWebhook(listening, 'a');
    await revokeWebhook(listening, 'a');
    await revokeWebhook(listening, 'a');
    expect(told).toEqual([['+ webhook a'], ['- webhook a, which takes nothing from now on']]);
    expect(path).toMatch(/^\/hooks\/[\w-]{43}$/);
  });

  test('that was made is told as made, whatever goes wrong afterwards', async () => {
    const away = () => Promise.reject(new Error('away'));
    const broken = { ...context, store: { ...store, wakeConfirmations: away, dropLease: away }, changed: away };
    expect((await addTopic(broken, { monitor: 'm', arn: ARN })).lines).not.toEqual([]);
    expect(await monitors()).toHaveLength(1);
  });

  test('sees nothing of what others do between its reading and its writing', async () => {
    const order: string[] = [];
    const slowly = (name: string) =>
      change({ ...context, store: { ...store, workspace: () => sleep(5).then(() => store.workspace()) } }, () => {
        order.push(`${name} begins`);
        return { changes: [{ set: 'workspace', value: { permissionGroups: ['athena'] } }], result: undefined };
      }).then(() => order.push(`${name} ends`));
    await Promise.all([slowly('a'), slowly('b')]);
    expect(order.map((line) => line.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends']);
  });
});
