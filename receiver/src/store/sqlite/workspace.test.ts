import fc from 'fast-check';
import { openStore } from '../../open-store.ts';
import type { WorkspaceChange } from '../workspace.ts';

const id = fc.constantFrom('111122223333', '444455556666', '777788889999');
const change: fc.Arbitrary<WorkspaceChange> = fc.oneof(
  id.map((id) => ({ set: 'account', value: { id, roleArn: 'arn', state: 'unproven' } }) as const),
  id.map((id) => ({ set: 'primary', id }) as const),
  id.map((id) => ({ remove: 'account', id }) as const),
);

test('a change that is refused spoils none that is made beside it in the same transaction', async () => {
  const store = openStore(':memory:');
  const monitor = (name: string): WorkspaceChange => ({
    set: 'monitor',
    value: { name, kind: 'cloudtrail', topicArns: [], minimumSignatureVersion: 1, settings: {} },
  });
  const made = await Promise.all([
    store.changeWorkspace([monitor('a')]),
    store.changeWorkspace([monitor('b'), { remove: 'account', id: 'none' }]),
    store.changeWorkspace([monitor('c')]),
  ]);
  expect(made).toEqual([undefined, 'account-unknown', undefined]);
  expect((await store.workspace()).monitors.map(({ name }) => name)).toEqual(['a', 'c']);
  await store.close();
});

test('where there are accounts exactly one is the primary, whatever is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 10 }), async (steps) => {
      const store = openStore(':memory:');
      try {
        for (const changes of steps) {
          const before = await store.workspace();
          const problem = await store.changeWorkspace(changes);
          const { accounts } = await store.workspace();
          expect(accounts.filter(({ primary }) => primary)).toHaveLength(accounts.length === 0 ? 0 : 1);
          if (problem !== undefined) expect(accounts).toEqual(before.accounts);
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 50 },
  );
});
