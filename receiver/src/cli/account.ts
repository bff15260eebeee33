import { compact } from '../json.ts';
import { removeAccount, setAccount, setExternalId, setPrimary } from '../registry/change-accounts.ts';
import { connectAccount, type Proof } from '../registry/connect.ts';
import { GENERATED } from '../registry/external-id.ts';
import { Mistake } from '../registry/mistake.ts';
import { printable } from '../printable.ts';
import { checked } from '../workspace/check.ts';
import type { AccountRow } from '../store/workspace.ts';
import { accountView } from '../workspace/views.ts';
import { asJson, only, parse, told } from './args.ts';
import { changeContext, withExistingStore, withStore, type Command } from './context.ts';
import { roleHelp } from './role-help.ts';
import { table } from './table.ts';
import { verbs } from './verbs.ts';

const EXTERNAL_ID = { 'external-id': { type: 'string' }, 'generate-external-id': { type: 'boolean' } } as const;

const add: Command = async (args, { env, print }) => {
  const { values, positionals } = parse(
    args,
    { 'role-arn': { type: 'string' }, primary: { type: 'boolean' }, ...EXTERNAL_ID },
    true,
  );
  const id = only(positionals, 'account add', 'account id');
  const roleArn = values['role-arn'];
  if (roleArn === undefined)
    throw new Mistake('`account add` needs --role-arn ARN, the role by which the account is read; it need not be there yet');
  const externalId = chosenId(values['external-id'], values['generate-external-id']);
  checked('Account', compact({ id, roleArn, externalId }), 'the account');
  // What is not said of an account that is there already stays.
  const wanted = (before: AccountRow | undefined) => ({ roleArn, ...compact({ externalId: externalId ?? before?.externalId }) });
  return withStore(env, async (store, config) => {
    const context = changeContext(store, config);
    const { lines } = await setAccount(context, id, wanted);
    const moved = values.primary === true ? (await setPrimary(context, id)).lines : [];
    const workspace = await store.workspace();
    const account = workspace.accounts.find((row) => row.id === id);
    print(told([...lines, ...moved]));
    if (account !== undefined) print(roleHelp(account, workspace));
    return 0;
  });
};

const list: Command = async (args, { env, print }) => {
  const { json } = parse(args, { json: { type: 'boolean' } }).values;
  return withExistingStore(env, async (store) => {
    const workspace = await store.workspace();
    const accounts = workspace.accounts.map((account) => accountView(account, workspace));
    const rows = accounts.map(({ id, primary, state, ownExternalId, roleArn, reason = '' }) => [
      id,
      primary ? 'primary' : '',
      state,
      ownExternalId ? 'own' : "workspace's",
      roleArn,
      reason,
    ]);
    const headings = ['ACCOUNT', 'PRIMARY', 'STATE', 'EXTERNAL ID', 'ROLE', 'REASON'];
    print(json === true ? asJson({ accounts }) : table(headings, rows, Infinity));
    return 0;
  });
};

const remove: Command = async (args, { env, print }) => {
  const id = only(parse(args, {}, true).positionals, 'account remove', 'account id');
  return withExistingStore(env, async (store, config) => {
    print(told((await removeAccount(changeContext(store, config), id)).lines));
    return 0;
  });
};

const primary: Command = async (args, { env, print }) => {
  const id = only(parse(args, {}, true).positionals, 'account primary', 'account id');
  return withExistingStore(env, async (store, config) => {
    print(told((await setPrimary(changeContext(store, config), id)).lines));
    return 0;
  });
};

const connect: Command = async (args, { env, print, prove }) => {
  const id = only(parse(args, {}, true).positionals, 'account connect', 'account id');
  return withExistingStore(env, async (store, config) => {
    const proof = await connectAccount(changeContext(store, config), id, prove);
    print(`${proofLine(id, proof)}\n`);
    return proof.state === 'connected' ? 0 : 1;
  });
};

const externalId: Command = async (args, { env, print }) => {
  const { values, positionals } = parse(args, { ...EXTERNAL_ID, workspace: { type: 'boolean' } }, true);
  const id = only(positionals, 'account external-id', 'account id');
  const given = chosenId(values['external-id'], values['generate-external-id'], values.workspace);
  if (given !== undefined) checked('ExternalId', given, 'the external ID');
  return withExistingStore(env, async (store, config) => {
    const isAsked = given === undefined && values.workspace !== true;
    const lines = isAsked ? [] : (await setExternalId(changeContext(store, config), id, given)).lines;
    const workspace = await store.workspace();
    const account = workspace.accounts.find((row) => row.id === id);
    if (account === undefined)
      throw new Mistake(`there is no account ${JSON.stringify(id.slice(0, 100))}: list them with \`account list\``);
    if (!isAsked) process.stderr.write(told(lines));
    print(`${accountView(account, workspace).externalId}\n`);
    return 0;
  });
};

/** What came of trying a role, in a line. */
export function proofLine(id: string, proof: Proof): string {
  if (proof.state === 'connected')
    return `account ${id} is connected: its role can be assumed with the external ID, and cannot without`;
  if (proof.state === 'failed') return printable(`account ${id} is not connected: ${proof.code}: ${proof.reason}`, 1_000);
  return printable(`account ${id} could not be tried: ${proof.reason}`, 1_000);
}

/** Which external ID is asked for, when one is. Several ways at once contradict each other. */
function chosenId(value: string | undefined, generate: boolean | undefined, workspace?: boolean): string | undefined {
  if ([value !== undefined, generate === true, workspace === true].filter(Boolean).length > 1)
    throw new Mistake('give one of --external-id, --generate-external-id and --workspace');
  return generate === true ? GENERATED : value;
}

/** `account add`, `list`, `remove`, `connect`, `primary` and `external-id`. */
export const account = verbs('account', { add, list, remove, connect, primary, 'external-id': externalId });
