import type { AccountRow, MonitorRow, Store, WebhookRow, WorkspaceChange } from '../../../receiver/src/store/store.ts';

const monitorOf = (name: string, more: Partial<MonitorRow> = {}): MonitorRow => ({
  name,
  kind: 'cloudtrail',
  topicArns: [],
  minimumSignatureVersion: 1,
  settings: {},
  ...more,
});
const accountOf = (id: string, more: Partial<Omit<AccountRow, 'primary'>> = {}): Omit<AccountRow, 'primary'> => ({
  id,
  roleArn: `arn:aws:iam::${id}:role/ClarionIntegrationRole`,
  state: 'unproven',
  ...more,
});
const webhookOf = (name: string, more: Partial<WebhookRow> = {}): WebhookRow => ({
  name,
  tokenSha256: `sha-of-${name}`,
  createdAt: 1,
  ...more,
});

export function workspaceContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  const change = (...changes: WorkspaceChange[]) => store.changeWorkspace(changes);
  const setAccount = (...ids: string[]) => change(...ids.map((id) => ({ set: 'account' as const, value: accountOf(id) })));
  const setMonitor = (value: MonitorRow) => change({ set: 'monitor', value });
  const addWebhook = (value: WebhookRow) => change({ set: 'webhook', value });
  const primaries = async () => (await store.workspace()).accounts.filter(({ primary }) => primary).map(({ id }) => id);

  describe('the workspace', () => {
    test('has an external ID of 256 bits from the first, and keeps it', async () => {
      const first = await store.workspace();
      // What STS takes, in hex or base64url.
      expect(first.externalId).toMatch(/^([0-9a-f]{64}|[\w-]{43})$/);
      expect(first).toMatchObject({ webhooks: [], monitors: [], accounts: [] });
      expect(await store.workspace()).toEqual(first);
    });

    test('that many ask for at once has one external ID', async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => store.workspace()));
      expect(new Set(all.map(({ externalId }) => externalId)).size).toBe(1);
    });

    test('changes in what is told, and in nothing else', async () => {
      const { externalId } = await store.workspace();
      expect(await change({ set: 'workspace', value: { permissionGroups: ['athena'] } })).toBeUndefined();
      expect(await store.workspace()).toMatchObject({ externalId, permissionGroups: ['athena'] });
      await change({ set: 'workspace', value: { externalId: 'another' } });
      expect(await store.workspace()).toMatchObject({ externalId: 'another', permissionGroups: ['athena'] });
    });

    test('makes all changes or none', async () => {
      const before = await store.workspace();
      expect(
        await change(
          { set: 'workspace', value: { externalId: 'another' } },
          { set: 'monitor', value: monitorOf('m', { topicArns: ['arn:t'] }) },
          { set: 'account', value: accountOf('111122223333') },
          { set: 'webhook', value: webhookOf('w') },
          { remove: 'monitor', name: 'nobody' },
        ),
      ).toBe('monitor-unknown');
      expect(await store.workspace()).toEqual(before);
      expect(await store.monitorsOf('arn:t')).toEqual([]);
      expect(await store.webhook('sha-of-w')).toBeUndefined();
    });

    test('changes nothing where nothing is told', async () => {
      expect(await change()).toBeUndefined();
    });
  });

  describe('monitors', () => {
    const full = monitorOf('m', {
      kind: 'guardduty',
      topicArns: ['arn:1', 'arn:2'],
      minimumSignatureVersion: 2,
      settings: {
        detailTypes: ['a'],
        eventNames: { include: ['*'], exclude: ['b'] },
        buckets: [{ bucket: 'b', prefix: 'p', accountId: '111122223333' }],
      },
    });

    test('come back as they were set, by name', async () => {
      await setMonitor(full);
      await setMonitor(monitorOf('a'));
      expect((await store.workspace()).monitors).toEqual([monitorOf('a'), full]);
    });

    test('are found by each topic that they trust, and by no other', async () => {
      await setMonitor(full);
      await setMonitor(monitorOf('a', { topicArns: ['arn:2'] }));
      expect(await store.monitorsOf('arn:1')).toEqual([full]);
      expect((await store.monitorsOf('arn:2')).map(({ name }) => name)).toEqual(['a', 'm']);
      expect(await store.monitorsOf('arn:')).toEqual([]);
    });

    test('that are set again are as they were set last', async () => {
      await setMonitor(full);
      const last = monitorOf('m', { topicArns: ['arn:2', 'arn:3'] });
      await setMonitor(last);
      expect((await store.workspace()).monitors).toEqual([last]);
      expect(await store.monitorsOf('arn:1')).toEqual([]);
    });

    test('that are removed trust nothing any more', async () => {
      await setMonitor(full);
      expect(await change({ remove: 'monitor', name: 'm' })).toBeUndefined();
      expect((await store.workspace()).monitors).toEqual([]);
      expect(await store.monitorsOf('arn:1')).toEqual([]);
      expect(await change({ remove: 'monitor', name: 'm' })).toBe('monitor-unknown');
    });
  });

  describe('accounts', () => {
    test('come back as they were set, the first as the primary', async () => {
      const proven = accountOf('222233334444', { externalId: 'own', state: 'failed', reason: 'denied: no', checkedAt: 7 });
      await change({ set: 'account', value: proven });
      await setAccount('111122223333');
      expect((await store.workspace()).accounts).toEqual([
        { ...accountOf('111122223333'), primary: false },
        { ...proven, primary: true },
      ]);
    });

    test('that are set again forget what is not told, and stay the primary', async () => {
      await change({
        set: 'account',
        value: accountOf('111122223333', { externalId: 'own', state: 'failed', reason: 'denied: no' }),
      });
      await setAccount('111122223333');
      expect((await store.workspace()).accounts).toEqual([{ ...accountOf('111122223333'), primary: true }]);
    });

    test('have one primary, which moves in one step', async () => {
      await setAccount('111122223333', '222233334444');
      expect(await primaries()).toEqual(['111122223333']);
      expect(await change({ set: 'primary', id: '222233334444' })).toBeUndefined();
      expect(await primaries()).toEqual(['222233334444']);
      expect(await change({ set: 'primary', id: '222233334444' })).toBeUndefined();
      expect(await primaries()).toEqual(['222233334444']);
    });

    test('keep their primary when another is named that is not there', async () => {
      await setAccount('111122223333');
      expect(await change({ set: 'primary', id: '999999999999' })).toBe('account-unknown');
      expect(await primaries()).toEqual(['111122223333']);
    });

    test('cannot lose their primary while others are there', async () => {
      await setAccount('111122223333', '222233334444');
      expect(await change({ remove: 'account', id: '111122223333' })).toBe('primary-needed');
      expect(await change({ set: 'primary', id: '222233334444' }, { remove: 'account', id: '111122223333' })).toBeUndefined();
      expect(await primaries()).toEqual(['222233334444']);
      expect(await change({ remove: 'account', id: '222233334444' })).toBeUndefined();
      expect((await store.workspace()).accounts).toEqual([]);
      await setAccount('333344445555');
      expect(await primaries()).toEqual(['333344445555']);
    });

    test('have one primary though many come at once', async () => {
      await Promise.all(Array.from({ length: 8 }, (_, index) => setAccount(`11112222333${index}`)));
      expect((await store.workspace()).accounts).toHaveLength(8);
      expect(await primaries()).toHaveLength(1);
      const ids = (await store.workspace()).accounts.map(({ id }) => id);
      await Promise.all(ids.map((id) => change({ set: 'primary', id })));
      expect(await primaries()).toHaveLength(1);
    });

    test('that are not there cannot be removed', async () => {
      expect(await change({ remove: 'account', id: '111122223333' })).toBe('account-unknown');
    });
  });

  describe('webhooks', () => {
    test('are found by the SHA-256 of their token', async () => {
      expect(await addWebhook(webhookOf('w'))).toBeUndefined();
      expect(await store.webhook('sha-of-w')).toEqual(webhookOf('w'));
      expect(await store.webhook('sha-of-another')).toBeUndefined();
    });

    test('are listed as they were made', async () => {
      await addWebhook(webhookOf('b', { createdAt: 1 }));
      await addWebhook(webhookOf('a', { createdAt: 2 }));
      expect((await store.workspace()).webhooks.map(({ name }) => name)).toEqual(['b', 'a']);
    });

    test('have names of their own, of which one is given once', async () => {
      await addWebhook(webhookOf('w'));
      expect(await addWebhook(webhookOf('w', { tokenSha256: 'another' }))).toBe('webhook-name-taken');
      expect(await store.webhook('another')).toBeUndefined();
      const made = await Promise.all([1, 2, 3].map((index) => addWebhook(webhookOf('x', { tokenSha256: `x${index}` }))));
      expect(made.filter((problem) => problem === undefined)).toHaveLength(1);
    });

    test('that are revoked say since when, for good, and their names stay taken', async () => {
      await addWebhook(webhookOf('w'));
      expect(await change({ remove: 'webhook', name: 'w', at: 500 })).toBeUndefined();
      expect(await store.webhook('sha-of-w')).toEqual({ ...webhookOf('w'), revokedAt: 500 });
      await change({ remove: 'webhook', name: 'w', at: 900 });
      expect((await store.workspace()).webhooks).toEqual([{ ...webhookOf('w'), revokedAt: 500 }]);
      expect(await addWebhook(webhookOf('w', { tokenSha256: 'another' }))).toBe('webhook-name-taken');
      expect(await change({ remove: 'webhook', name: 'nobody', at: 500 })).toBe('webhook-unknown');
    });
  });
}
