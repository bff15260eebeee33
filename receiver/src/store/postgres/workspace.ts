import { DEFAULT_PERMISSION_GROUPS } from 'clarion-aws-constructs/blueprint';
import { compact } from '../../json.ts';
import { newExternalId } from '../../registry/external-id.ts';
import type {
  AccountRow,
  MonitorRow,
  MonitorSettings,
  WebhookRow,
  Workspace,
  WorkspaceChange,
  WorkspaceProblem,
  WorkspaceRow,
} from '../workspace.ts';
import { texts } from './columns.ts';
import type { Database, Queries, Value } from './database.ts';
import { LOCKS } from './migrations.ts';

const WEBHOOKS = 'SELECT name, token_sha256 AS "tokenSha256", created_at AS "createdAt", revoked_at AS "revokedAt" FROM webhooks';
const MONITORS = `SELECT name, kind, minimum_signature_version AS "minimumSignatureVersion", settings,
  ARRAY(SELECT arn FROM topics WHERE monitor = name ORDER BY arn) AS "topicArns" FROM monitors`;
const ACCOUNTS = `SELECT id, role_arn AS "roleArn", external_id AS "externalId", is_primary AS "primary", state, reason,
  checked_at AS "checkedAt" FROM accounts`;

/** An optional member is a column that may be null. */
type Row<T> = { readonly [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };
const fromRow = <T extends object>(row: Row<T>): T =>
  compact(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined]))) as T;

type StoredMonitor = Omit<MonitorRow, 'settings'> & { readonly settings: string };
const monitorOf = ({ settings, ...row }: StoredMonitor): MonitorRow => ({
  ...row,
  settings: JSON.parse(settings) as MonitorSettings,
});

/** Undoes a change that has been made in part. */
class Undone extends Error {
  public constructor(public readonly problem: WorkspaceProblem) {
    super(problem);
  }
}

/** Everything that is asked of the workspace. */
export function workspaceQueries(db: Database) {
  return {
    async read(): Promise<Workspace> {
      return (await db.read(readAll)) ?? (await beginAndRead(db));
    },
    async webhook(tokenSha256: string): Promise<WebhookRow | undefined> {
      const [row] = await db.query<Row<WebhookRow>>(`${WEBHOOKS} WHERE token_sha256 = $1`, [tokenSha256]);
      return row && fromRow<WebhookRow>(row);
    },
    async monitorsOf(topicArn: string): Promise<readonly MonitorRow[]> {
      const trusting = `${MONITORS} WHERE name IN (SELECT monitor FROM topics WHERE arn = $1) ORDER BY name`;
      return (await db.query<StoredMonitor>(trusting, [topicArn])).map(monitorOf);
    },
    async change(changes: readonly WorkspaceChange[]): Promise<WorkspaceProblem | undefined> {
      try {
        await db.write(async (tx) => {
          // One after the other: what each may do depends on what the others have done.
          await tx.query(`SELECT pg_advisory_xact_lock(${LOCKS.workspace})`);
          for (const change of changes) {
            const problem = await make(tx, change);
            if (problem !== undefined) throw new Undone(problem);
          }
        });
      } catch (error) {
        if (error instanceof Undone) return error.problem;
        throw error;
      }
      return undefined;
    },
  };
}

/** As of one moment, whoever writes. `undefined` until it has been begun. */
async function readAll(tx: Queries): Promise<Workspace | undefined> {
  const row = await readRow(tx);
  if (row === undefined) return undefined;
  const webhooks = await tx.query<Row<WebhookRow>>(`${WEBHOOKS} ORDER BY created_at, name`);
  const monitors = await tx.query<StoredMonitor>(`${MONITORS} ORDER BY name`);
  const accounts = await tx.query<Row<AccountRow>>(`${ACCOUNTS} ORDER BY id`);
  return {
    ...row,
    webhooks: webhooks.map((webhook) => fromRow<WebhookRow>(webhook)),
    monitors: monitors.map(monitorOf),
    accounts: accounts.map((account) => fromRow<AccountRow>(account)),
  };
}

async function beginAndRead(db: Database): Promise<Workspace> {
  await db.write(begin);
  return (await db.read(readAll))!;
}

/** Whoever is first makes the external ID, and all others find it. */
async function begin(tx: Queries): Promise<void> {
  await tx.run('INSERT INTO workspace (one, external_id, permission_groups) VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING', [
    newExternalId(),
    JSON.stringify(DEFAULT_PERMISSION_GROUPS),
  ]);
}

async function readRow(tx: Queries): Promise<WorkspaceRow | undefined> {
  const [row] = await tx.query<{ externalId: string; groups: string }>(
    'SELECT external_id AS "externalId", permission_groups AS groups FROM workspace',
  );
  return row && { externalId: row.externalId, permissionGroups: JSON.parse(row.groups) as string[] };
}

function make(tx: Queries, change: WorkspaceChange): Promise<WorkspaceProblem | undefined> {
  if ('remove' in change) {
    if (change.remove === 'monitor')
      return orElse('monitor-unknown', tx.run('DELETE FROM monitors WHERE name = $1', [change.name]));
    if (change.remove === 'account') return removeAccount(tx, change.id);
    // Since when it takes nothing does not change when it is revoked again.
    const revoke = 'UPDATE webhooks SET revoked_at = coalesce(revoked_at, $2) WHERE name = $1';
    return orElse('webhook-unknown', tx.run(revoke, [change.name, change.at]));
  }
  if (change.set === 'workspace') return setWorkspace(tx, change.value);
  if (change.set === 'monitor') return setMonitor(tx, change.value);
  if (change.set === 'account') return setAccount(tx, change.value);
  if (change.set === 'primary') return setPrimary(tx, change.id);
  return addWebhook(tx, change.value);
}

async function setWorkspace(tx: Queries, value: Partial<WorkspaceRow>): Promise<undefined> {
  await begin(tx);
  const { externalId, permissionGroups } = { ...(await readRow(tx))!, ...compact(value) };
  await tx.run('UPDATE workspace SET external_id = $1, permission_groups = $2', [externalId, JSON.stringify(permissionGroups)]);
}

async function setMonitor(
  tx: Queries,
  { name, kind, minimumSignatureVersion, settings, topicArns }: MonitorRow,
): Promise<undefined> {
  await tx.run(
    `INSERT INTO monitors (name, kind, minimum_signature_version, settings) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, minimum_signature_version = excluded.minimum_signature_version,
       settings = excluded.settings`,
    [name, kind, minimumSignatureVersion, JSON.stringify(settings)],
  );
  await tx.run('DELETE FROM topics WHERE monitor = $1', [name]);
  await tx.run('INSERT INTO topics (monitor, arn) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [
    name,
    texts(topicArns),
  ]);
}

async function setAccount(tx: Queries, value: Omit<AccountRow, 'primary'>): Promise<undefined> {
  const { id, roleArn, state } = value;
  const optional: Value[] = [value.externalId ?? null, value.reason ?? null, value.checkedAt ?? null];
  // The first to come is the primary. Who it is afterwards is not what an update changes.
  await tx.run(
    `INSERT INTO accounts (id, role_arn, external_id, is_primary, state, reason, checked_at)
     VALUES ($1, $2, $4, NOT EXISTS (SELECT FROM accounts), $3, $5, $6)
     ON CONFLICT (id) DO UPDATE SET role_arn = excluded.role_arn, external_id = excluded.external_id, state = excluded.state,
       reason = excluded.reason, checked_at = excluded.checked_at`,
    [id, roleArn, state, ...optional],
  );
}

async function setPrimary(tx: Queries, id: string): Promise<WorkspaceProblem | undefined> {
  // The index that keeps them to one is asked after each row.
  await tx.run('UPDATE accounts SET is_primary = false WHERE is_primary');
  return orElse('account-unknown', tx.run('UPDATE accounts SET is_primary = true WHERE id = $1', [id]));
}

async function removeAccount(tx: Queries, id: string): Promise<WorkspaceProblem | undefined> {
  const [account] = await tx.query<{ primary: boolean; others: boolean }>(
    'SELECT is_primary AS "primary", EXISTS (SELECT FROM accounts WHERE id <> $1) AS others FROM accounts WHERE id = $1',
    [id],
  );
  if (account === undefined) return 'account-unknown';
  if (account.primary && account.others) return 'primary-needed';
  await tx.run('DELETE FROM accounts WHERE id = $1', [id]);
  return undefined;
}

function addWebhook(tx: Queries, { name, tokenSha256, createdAt }: WebhookRow): Promise<WorkspaceProblem | undefined> {
  const insert = 'INSERT INTO webhooks (token_sha256, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING';
  return orElse('webhook-name-taken', tx.run(insert, [tokenSha256, name, createdAt]));
}

/** The problem, when nothing was changed. */
async function orElse(problem: WorkspaceProblem, changed: Promise<number>): Promise<WorkspaceProblem | undefined> {
  return (await changed) === 0 ? problem : undefined;
}
