import fc from 'fast-check';
import { PERMISSION_GROUP_IDS } from 'clarion-aws-constructs/blueprint';
import { openStore } from '../open-store.ts';
import { DETAIL_TYPES } from '../registry/definitions.ts';
import type { ChangeContext } from '../registry/change.ts';
import { addTopic, setMonitor } from '../registry/change-monitors.ts';
import { createWebhook, revokeWebhook } from '../registry/change-webhooks.ts';
import { setAccount } from '../registry/change-accounts.ts';
import type { Proof, ProveAccount } from '../registry/connect.ts';
import type { Store } from '../store/store.ts';
import { applyDocument, type ApplyOptions } from './apply.ts';
import { documentProblems } from './check.ts';
import type { WorkspaceDocument } from './document.ts';
import { readWorkspace } from './read-file.ts';
import { documentOf } from './views.ts';
import { stringify } from 'yaml';

const [A, B, C] = ['111122223333', '444455556666', '777788889999'];
const arn = (name: string) => `arn:aws:sns:us-east-1:${A}:${name}`;
const role = (id: string) => ({ id, roleArn: `arn:aws:iam::${id}:role/ClarionIntegrationRole` });
const trail = { name: 'trail', kind: 'cloudtrail', topicArns: [arn('t')] } as const;

let store: Store;
let context: ChangeContext;
beforeEach(() => {
  store = openStore(':memory:');
  context = { store, configured: { webhooks: [], monitors: [] }, now: () => 1_000 };
});
afterEach(() => store.close());
const apply = (document: WorkspaceDocument, options: ApplyOptions = {}) => {
  expect(documentProblems(document)).toEqual([]);
  return applyDocument(context, document, options);
};
const accounts = async () => (await store.workspace()).accounts;

describe('applying a workspace', () => {
  test('makes everything at once, and tells what', async () => {
    const { lines, webhooks } = await apply({
      permissionGroups: ['describe', 'cloudtrail'],
      monitors: [{ ...trail, buckets: [{ bucket: 'logs', prefix: 'AWSLogs/', accountId: B }] }],
      accounts: [role(A), { ...role(B), externalId: 'generated', primary: true }],
      webhooks: ['main'],
    });
    const own = (await accounts())[1]!.externalId!;
    expect(lines).toEqual([
      '~ workspace permissionGroups: ["cloudtrail","cloudwatch","route53"] -> ["cloudtrail","describe"]',
      `+ account ${A}, the primary`,
      `+ account ${A} roleArn: ${role(A).roleArn}`,
      `+ account ${B}`,
      `+ account ${B} roleArn: ${role(B).roleArn}`,
      `+ account ${B} externalId: ${own.slice(0, 6)}…`,
      `~ primary account: ${A} -> ${B}`,
      '+ monitor trail',
      '+ monitor trail kind: cloudtrail',
      '+ monitor trail minimumSignatureVersion: 1',
      `+ monitor trail buckets: [{"bucket":"logs","prefix":"AWSLogs/","accountId":"${B}"}]`,
      `+ topic ${arn('t')} of monitor trail`,
      '+ webhook main',
    ]);
    expect(webhooks).toEqual([{ name: 'main', path: expect.stringMatching(/^\/hooks\/[\w-]{43}$/) }]);
    expect(await accounts()).toMatchObject([{ primary: false }, { primary: true }]);
  });

  test('in one write, so that there is nothing half done', async () => {
    let writes = 0;
    const counting = { ...store, changeWorkspace: (changes: never) => ((writes += 1), store.changeWorkspace(changes)) };
    await applyDocument({ ...context, store: counting }, { monitors: [trail], accounts: [role(A)], webhooks: ['a', 'b'] }, {});
    expect(writes).toBe(1);
  });

  test('leaves what it does not name, and says so', async () => {
    await apply({ monitors: [trail], accounts: [role(A)], webhooks: ['main'] });
    const { lines, left } = await apply({ monitors: [], accounts: [role(B)], webhooks: [] });
    expect(left).toEqual([`account ${A}`, 'monitor trail', 'webhook main']);
    expect(lines).toEqual([`+ account ${B}`, `+ account ${B} roleArn: ${role(B).roleArn}`]);
    expect(await accounts()).toMatchObject([{ id: A, primary: true }, { id: B }]);
  });

  test('removes what it does not name where that is asked for, the old primary too', async () => {
    await apply({ monitors: [trail], accounts: [role(A), { ...role(B), primary: true }], webhooks: ['main'] });
    const { lines, left } = await apply({ monitors: [], accounts: [role(C)], webhooks: ['other'] }, { prune: true });
    expect(left).toEqual([]);
    expect(lines).toEqual([
      `+ account ${C}`,
      `+ account ${C} roleArn: ${role(C).roleArn}`,
      `~ primary account: ${B} -> ${C}`,
      '+ webhook other',
      `- account ${A}`,
      `- account ${B}`,
      '- monitor trail',
      `- topic ${arn('t')} of monitor trail`,
      '- webhook main, which takes nothing from now on',
    ]);
    expect(await store.workspace()).toMatchObject({ monitors: [], accounts: [{ id: C, primary: true }] });
    await apply({ accounts: [] }, { prune: true });
    expect(await accounts()).toEqual([]);
  });

  test('leaves a list that it does not have alone, also where it prunes', async () => {
    await apply({ monitors: [trail], accounts: [role(A)], webhooks: ['main'] });
    expect(await apply({}, { prune: true })).toMatchObject({ lines: [], left: [] });
  });

  test('does not let SHA-1 in again by saying nothing about it', async () => {
    await addTopic(context, { monitor: 'trail', arn: arn('t'), minimumSignatureVersion: 2 });
    expect((await apply({ monitors: [trail] })).lines).toEqual([]);
    expect((await apply({ monitors: [{ ...trail, minimumSignatureVersion: 1 }] })).lines).toEqual([
      '~ monitor trail minimumSignatureVersion: 2 -> 1',
    ]);
  });

  test('keeps an external ID that was made, makes one where another was given, and takes it away where none is named', async () => {
    await apply({ accounts: [{ ...role(A), externalId: 'given' }] });
    await apply({ accounts: [{ ...role(A), externalId: 'generated' }] });
    const made = (await accounts())[0]?.externalId;
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect((await apply({ accounts: [{ ...role(A), externalId: 'generated' }] })).lines).toEqual([]);
    expect((await apply({ accounts: [role(A)] })).lines).toEqual([
      `~ account ${A} externalId: ${made!.slice(0, 6)}… -> the workspace's`,
    ]);
  });

  test('refuses as a whole what cannot be, with every reason', async () => {
    await createWebhook(context, 'gone');
    await revokeWebhook(context, 'gone');
    context = { ...context, configured: { webhooks: [], monitors: [{ name: 'fixed', kind: 'cloudtrail', topicArns: [] }] } };
    const document: WorkspaceDocument = {
      monitors: [
        { ...trail, name: 'fixed' },
        { ...trail, buckets: [{ bucket: 'logs', prefix: 'AWSLogs/', accountId: C }] },
      ],
      accounts: [role(A)],
      webhooks: ['gone', 'new'],
    };
    await expect(apply(document)).rejects.toMatchObject({
      problems: [
        { path: ['monitors', 0, 'name'], text: expect.stringContaining('in the configuration file') },
        { path: ['monitors', 1, 'buckets', 0, 'accountId'], text: expect.stringContaining(`account ${C}, which is not among`) },
        { path: ['webhooks', 0], text: expect.stringContaining('was revoked') },
      ],
    });
    expect(await store.workspace()).toMatchObject({ monitors: [], accounts: [] });
  });

  test('removes no account whose role reads a bucket of a monitor that stays', async () => {
    const reading = { ...trail, buckets: [{ bucket: 'logs', prefix: 'AWSLogs/', accountId: A }] };
    await apply({ monitors: [reading], accounts: [role(A)] });
    await expect(apply({ accounts: [role(B)] }, { prune: true })).rejects.toThrow(
      /monitor trail is read by the role of account 1111/,
    );
    await apply({ monitors: [], accounts: [role(B)] }, { prune: true });
  });

  test('takes a webhook of the configuration file for made', async () => {
    context = { ...context, configured: { webhooks: [{ name: 'fixed', tokenSha256: '0'.repeat(64) }], monitors: [] } };
    expect(await apply({ webhooks: ['fixed'] }, { prune: true })).toMatchObject({ lines: [], webhooks: [] });
  });
});

describe('a dry run', () => {
  test('says what would be, and nothing that would be another when it is made', async () => {
    const document = { accounts: [{ ...role(A), externalId: 'generated' }], webhooks: ['main'] };
    const { lines, webhooks } = await apply(document, { dryRun: true });
    expect(lines).toContain(`+ account ${A} externalId: generated`);
    expect(webhooks).toEqual([]);
    expect(await apply(document, { dryRun: true })).toEqual(await apply(document, { dryRun: true }));
  });

  test('takes no lease, and makes no change', async () => {
    const readOnly = { ...store, changeWorkspace: refuse, takeLease: refuse, wakeConfirmations: refuse };
    const document = { monitors: [trail], accounts: [role(A)], webhooks: ['main'] };
    expect((await applyDocument({ ...context, store: readOnly }, document, { dryRun: true })).lines).not.toEqual([]);
  });
});

describe('proving after applying', () => {
  const proofsOf = async (prove: ProveAccount, document: WorkspaceDocument) => (await apply(document, { prove })).proofs;

  test('tries the accounts of the file that are not connected, and no other', async () => {
    const tried: string[] = [];
    const prove = async ({ id }: { readonly id: string }): Promise<Proof> => {
      tried.push(id);
      return id === B ? { state: 'failed', code: 'access-denied', reason: 'no' } : { state: 'connected' };
    };
    await setAccount(context, C, role(C));
    const document = { accounts: [role(A), { ...role(B), primary: true }] };
    expect(await proofsOf(prove, document)).toEqual([
      { id: A, proof: { state: 'connected' } },
      { id: B, proof: { state: 'failed', code: 'access-denied', reason: 'no' } },
    ]);
    expect(await accounts()).toMatchObject([{ state: 'connected' }, { state: 'failed' }, { state: 'unproven' }]);
    await proofsOf(prove, document);
    expect(tried.sort()).toEqual([A, B, B]);
  });

  test('shows the URLs of the webhooks that were made whatever comes of it', async () => {
    const { webhooks, proofs } = await apply(
      { accounts: [role(A)], webhooks: ['main'] },
      { prove: () => Promise.reject(new Error('password=hunter2')) },
    );
    expect(webhooks).toHaveLength(1);
    expect(proofs).toMatchObject([{ id: A, proof: { state: 'undecided', code: 'unexpected-error' } }]);
    expect(JSON.stringify(proofs)).not.toContain('hunter2');
  });

  test('tries a few at a time', async () => {
    let [now, most] = [0, 0];
    const ids = Array.from({ length: 30 }, (_, index) => String(111122223300 + index));
    const prove = async (): Promise<Proof> => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return { state: 'connected' };
    };
    const document = { accounts: ids.map((id, index) => ({ ...role(id), primary: index === 0 })) };
    expect(await proofsOf(prove, document)).toHaveLength(30);
    expect(most).toBeLessThanOrEqual(8);
  });
});

describe('any workspace', () => {
  test('applied twice changes nothing the second time, and a dry run before changes nothing at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document(), { minLength: 1, maxLength: 4 }), fc.boolean(), async (documents, prune) => {
        const fresh = openStore(':memory:');
        const own: ChangeContext = { ...context, store: fresh };
        try {
          for (const each of documents) {
            const before = await fresh.workspace();
            const wanted = await applyDocument(own, each, { prune, dryRun: true }).catch(() => undefined);
            expect(await fresh.workspace()).toEqual(before);
            // What was revoked before cannot be made again, and a bucket may be read by who is not there any more.
            if (wanted === undefined) {
              await expect(applyDocument(own, each, { prune })).rejects.toThrow();
              expect(await fresh.workspace()).toEqual(before);
              continue;
            }
            const { lines } = await applyDocument(own, each, { prune });
            const masked = (texts: readonly string[]) => texts.map((text) => text.replace(/externalId: .*/, ''));
            expect(masked(lines)).toEqual(masked(wanted.lines));
            const after = await fresh.workspace();
            expect(after.accounts.filter(({ primary }) => primary)).toHaveLength(after.accounts.length === 0 ? 0 : 1);
            expect((await applyDocument(own, each, { prune })).lines).toEqual([]);
            expect(await fresh.workspace()).toEqual(after);
          }
        } finally {
          await fresh.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  test('that is shown as a file and applied is as it was', async () => {
    await fc.assert(
      fc.asyncProperty(document(), async (each) => {
        const fresh = openStore(':memory:');
        const own: ChangeContext = { ...context, store: fresh };
        try {
          await applyDocument(own, each, {});
          const file = readWorkspace(stringify(documentOf(await fresh.workspace()), { lineWidth: 0 }));
          expect((await applyDocument(own, file.document, { prune: true })).lines).toEqual([]);
        } finally {
          await fresh.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a monitor that was said in another order is the same', async () => {
    const names = ['b', 'a'];
    await setMonitor(context, 'm', { kind: 'cloudtrail', topicArns: names.map(arn), eventNames: { include: names } });
    const again = {
      kind: 'cloudtrail',
      topicArns: names.map(arn).reverse(),
      eventNames: { include: names.toReversed() },
    } as const;
    expect((await setMonitor(context, 'm', again)).lines).toEqual([]);
  });
});

function refuse(): Promise<never> {
  return Promise.reject(new Error('a dry run writes nothing'));
}

/** Documents that are right by themselves. */
function document(): fc.Arbitrary<WorkspaceDocument> {
  const optional = <T extends object>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(parts, { requiredKeys: [] });
  const some = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { minLength: 1, maxLength: 3 });
  const names = some(fc.constantFrom('a', 'List*', '*', 'ä "quoted"', '012', 'true', '- x'));
  const filter = fc.oneof(
    fc.record({ include: names }),
    fc.record({ exclude: names }),
    fc.record({ include: names, exclude: names }),
  );
  const pin = fc
    .tuple(fc.constantFrom('logs', 'other'), fc.constantFrom('AWSLogs/', 'a/AWSLogs/'), fc.constantFrom(A, B))
    .map(([bucket, prefix, accountId]) => ({ bucket, prefix, accountId }));
  const settings = optional({
    eventSources: filter,
    eventNames: filter,
    accountIds: some(fc.constantFrom('*', A, B, '012345678901')),
    minimumSignatureVersion: fc.constantFrom<1 | 2>(1, 2),
    detailTypes: some(fc.constantFrom(...DETAIL_TYPES.cloudtrail)),
  });
  const topics = fc.uniqueArray(fc.constantFrom('t', 'u', 'v'), { maxLength: 3 }).map((each) => each.map(arn));
  const monitor = fc
    .tuple(
      fc.constantFrom('one', 'two', 'three'),
      topics,
      settings,
      fc.option(fc.uniqueArray(pin, { minLength: 1, maxLength: 2, comparator: 'SameValue' }), { freq: 3 }),
    )
    .map(([name, topicArns, more, buckets]) => ({
      ...{ name, kind: 'cloudtrail' as const, topicArns, ...more },
      ...(buckets === null ? {} : { buckets: [...new Map(buckets.map((each) => [JSON.stringify(each), each])).values()] }),
    }));
  const ids = fc.uniqueArray(fc.constantFrom(A, B, C), { maxLength: 3 });
  const externalId = fc.constantFrom(undefined, 'generated', 'its-own', '12345678');
  const accountList = fc.tuple(ids, fc.array(externalId, { minLength: 3, maxLength: 3 }), fc.nat()).map(([list, own, primary]) =>
    list.map((id, index) => ({
      ...role(id),
      ...(own[index] === undefined ? {} : { externalId: own[index] }),
      ...(index === primary % list.length ? { primary: true } : {}),
    })),
  );
  return optional({
    permissionGroups: fc.uniqueArray(fc.constantFrom(...PERMISSION_GROUP_IDS)),
    monitors: fc.uniqueArray(monitor, { selector: ({ name }) => name, maxLength: 3 }),
    accounts: accountList,
    webhooks: fc.uniqueArray(fc.constantFrom('main', 'spare', 'old'), { maxLength: 3 }),
  }).map((each) => {
    const known = new Set(each.accounts?.map(({ id }) => id));
    // A bucket is read by an account of the document: those of the store are for others to try.
    const monitors = each.monitors?.map(({ buckets, ...rest }) => {
      const readable = buckets?.filter(({ accountId }) => known.has(accountId)) ?? [];
      return readable.length === 0 ? rest : { ...rest, buckets: readable };
    });
    return monitors === undefined ? each : { ...each, monitors };
  });
}
