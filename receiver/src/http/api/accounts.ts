import { Refusal } from '../../error.ts';
import { accountOf, removeAccount, setAccount, setPrimary } from '../../registry/change-accounts.ts';
import { connectAccount } from '../../registry/connect.ts';
import type { AccountDefinition } from '../../workspace/document.ts';
import { accountView } from '../../workspace/views.ts';
import { CHANGE, created, gone, ok, type ApiContext, type ApiOperation } from './operation.ts';

async function view({ store }: ApiContext, id: string) {
  const workspace = await store.workspace();
  return accountView(accountOf(workspace, id), workspace);
}

/** Accounts and the roles by which they are read. */
export const ACCOUNT_OPERATIONS: readonly ApiOperation[] = [
  {
    id: 'listAccounts',
    method: 'get',
    path: '/api/accounts',
    summary: 'Every account, with the external ID that its role asks for.',
    answers: { 200: 'AccountList' },
    async handle(_, { store }) {
      const workspace = await store.workspace();
      return ok({ accounts: workspace.accounts.map((account) => accountView(account, workspace)) });
    },
  },
  {
    id: 'getAccount',
    method: 'get',
    path: '/api/accounts/{id}',
    summary: 'One account.',
    answers: { 200: 'AccountView' },
    refusals: ['account-unknown'],
    handle: async ({ path: { id } }, context) => ok(await view(context, id!)),
  },
  {
    id: 'putAccount',
    method: 'put',
    path: '/api/accounts/{id}',
    summary: 'Makes an account exactly so, whether it is there or not. The first one is the primary. Connect it afterwards.',
    body: 'AccountDefinition',
    answers: { 200: 'AccountView', 201: 'AccountView' },
    refusals: CHANGE,
    async handle({ path: { id }, body }, context) {
      const { isNew } = (await setAccount(context, id!, body as AccountDefinition)).result;
      return (isNew ? created : ok)(await view(context, id!));
    },
  },
  {
    id: 'deleteAccount',
    method: 'delete',
    path: '/api/accounts/{id}',
    summary: 'Removes an account. The primary can be removed last only.',
    answers: { 204: undefined },
    refusals: [...CHANGE, 'account-unknown', 'account-in-use', 'primary-needed'],
    async handle({ path: { id } }, context) {
      await removeAccount(context, id!);
      return gone;
    },
  },
  {
    id: 'connectAccount',
    method: 'post',
    path: '/api/accounts/{id}/connect',
    summary:
      "Proves an account's role: that it can be assumed with the external ID, and cannot without. What came of it is kept.",
    answers: { 200: 'AccountView' },
    refusals: [...CHANGE, 'account-unknown', 'account-changed', 'proof-failed', 'proof-unavailable'],
    async handle({ path: { id } }, context) {
      const proof = await connectAccount(context, id!, context.prove);
      if (proof.state === 'failed') throw new Refusal('proof-failed', `${proof.code}: ${proof.reason}`);
      if (proof.state === 'undecided') throw new Refusal('proof-unavailable', `${proof.code}: ${proof.reason}: try again`);
      return ok(await view(context, id!));
    },
  },
  {
    id: 'makeAccountPrimary',
    method: 'post',
    path: '/api/accounts/{id}/primary',
    summary: 'Makes an account the primary, and the one that was it no longer, in one step.',
    answers: { 200: 'AccountView' },
    refusals: [...CHANGE, 'account-unknown'],
    async handle({ path: { id } }, context) {
      await setPrimary(context, id!);
      return ok(await view(context, id!));
    },
  },
];
