import type { Database } from 'better-sqlite3';
import { DEFAULT_PERMISSION_GROUPS } from 'clarion-aws-constructs/blueprint';
import { compact, omit } from '../../json.ts';
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

type StoredMonitor = Omit<MonitorRow, 'topicArns' | 'settings'> & { readonly settings: string };
type StoredWorkspace = { readonly externalId: string; readonly permissionGroups: string };
type StoredAccount = Nullable<Omit<AccountRow, 'primary'>> & { readonly isPrimary: 0 | 1 };
type Nullable<T> = { readonly [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };

/** Undoes a change that has been made in part. */
class Undone extends Error {
  public constructor(public readonly problem: WorkspaceProblem) {
    super(problem);
  }
}

/** Prepares everything that is asked of the workspace. What writes is to be run inside a transaction. */
export function workspaceQueries(db: Database) {
  const row = workspaceRow(db);
  const webhooks = webhookTable(db);
  const monitors = monitorTable(db);
  const accounts = accountTable(db);

  function make(change: WorkspaceChange): WorkspaceProblem | undefined {
    if ('remove' in change) {
      if (change.remove === 'monitor') return monitors.remove(change.name);
      if (change.remove === 'account') return accounts.remove(change.id);
      return webhooks.revoke(change.name, change.at);
    }
    if (change.set === 'workspace') return row.update(change.value);
    if (change.set === 'monitor') return monitors.set(change.value);
    if (change.set === 'account') return accounts.set(change.value);
    if (change.set === 'primary') return accounts.setPrimary(change.id);
    return webhooks.add(change.value);
  }
  // Within the transaction of a batch this is a savepoint: what is undone is this change alone.
  const makeAll = db.transaction((changes: readonly WorkspaceChange[]) => {
    for (const change of changes) {
      const problem = make(change);
      if (problem !== undefined) throw new Undone(problem);
    }
  });
  // As of one moment, whoever else writes.
  const read = db.transaction((): Workspace | undefined => {
    const found = row.one();
    return found && { ...found, webhooks: webhooks.all(), monitors: monitors.all(), accounts: accounts.all() };
  });

  return {
    /** `undefined` until {@link begin} has written what holds at first. */
    read: (): Workspace | undefined => read(),
    begin: (): Workspace => {
      row.begin();
      return read()!;
    },
    webhook: (tokenSha256: string) => webhooks.one(tokenSha256),
    monitorsOf: monitors.of,
    change: (changes: readonly WorkspaceChange[]): WorkspaceProblem | undefined => {
      try {
        makeAll(changes);
      } catch (error) {
        if (error instanceof Undone) return error.problem;
        throw error;
      }
      return undefined;
    },
  };
}

function workspaceRow(db: Database) {
  const select = db.prepare<[], StoredWorkspace>(
    'SELECT external_id AS externalId, permission_groups AS permissionGroups FROM workspace',
  );
  const insert = db.prepare<[string, string]>(
    'INSERT INTO workspace (one, external_id, permission_groups) VALUES (1, ?, ?) ON CONFLICT (one) DO NOTHING',
  );
  const change = db.prepare<[string, string]>('UPDATE workspace SET external_id = ?, permission_groups = ?');
  const one = (): WorkspaceRow | undefined => {
    const row = select.get();
    return row && { externalId: row.externalId, permissionGroups: JSON.parse(row.permissionGroups) as string[] };
  };
  const begin = () => void insert.run(newExternalId(), JSON.stringify(DEFAULT_PERMISSION_GROUPS));
  return {
    one,
    begin,
    update(value: Partial<WorkspaceRow>): undefined {
      begin();
      const { externalId, permissionGroups } = { ...one()!, ...compact(value) };
      change.run(externalId, JSON.stringify(permissionGroups));
    },
  };
}

function webhookTable(db: Database) {
  type Row = Omit<WebhookRow, 'revokedAt'> & { readonly revokedAt: number | null };
  const columns = 'SELECT name, token_sha256 AS tokenSha256, created_at AS createdAt, revoked_at AS revokedAt FROM webhooks';
  const all = db.prepare<[], Row>(`${columns} ORDER BY created_at, name`);
  const byToken = db.prepare<[string], Row>(`${columns} WHERE token_sha256 = ?`);
  const byName = db.prepare<[string], Row>(`${columns} WHERE name = ?`);
  const insert = db.prepare<[WebhookRow]>(
    `INSERT INTO webhooks (token_sha256, name, created_at) VALUES (@tokenSha256, @name, @createdAt) ON CONFLICT (name) DO NOTHING`,
  );
  const revoke = db.prepare<[number, string]>('UPDATE webhooks SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL');
  const fromRow = ({ revokedAt, ...row }: Row): WebhookRow => (revokedAt === null ? row : { ...row, revokedAt });
  return {
    all: () => all.all().map(fromRow),
    one(tokenSha256: string): WebhookRow | undefined {
      const row = byToken.get(tokenSha256);
      return row && fromRow(row);
    },
    add: (row: WebhookRow): WorkspaceProblem | undefined => (insert.run(row).changes === 0 ? 'webhook-name-taken' : undefined),
    // Since when it takes nothing does not change when it is revoked again.
    revoke: (name: string, at: number): WorkspaceProblem | undefined =>
      revoke.run(at, name).changes === 0 && byName.get(name) === undefined ? 'webhook-unknown' : undefined,
  };
}

function monitorTable(db: Database) {
  const columns = 'SELECT name, kind, minimum_signature_version AS minimumSignatureVersion, settings FROM monitors';
  const all = db.prepare<[], StoredMonitor>(`${columns} ORDER BY name`);
  const trusting = db.prepare<[string], StoredMonitor>(
    `${columns} WHERE name IN (SELECT monitor FROM topics WHERE arn = ?) ORDER BY name`,
  );
  const topics = db.prepare<[], { readonly monitor: string; readonly arn: string }>(
    'SELECT monitor, arn FROM topics ORDER BY monitor, arn',
  );
  const topicsOf = db.prepare<[string], string>('SELECT arn FROM topics WHERE monitor = ? ORDER BY arn').pluck();
  const upsert = db.prepare(
    `INSERT INTO monitors (name, kind, minimum_signature_version, settings) VALUES (@name, @kind, @minimumSignatureVersion, @settings)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, minimum_signature_version = excluded.minimum_signature_version,
       settings = excluded.settings`,
  );
  const addTopic = db.prepare<[string, string]>('INSERT INTO topics (monitor, arn) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const dropTopics = db.prepare<[string]>('DELETE FROM topics WHERE monitor = ?');
  const drop = db.prepare<[string]>('DELETE FROM monitors WHERE name = ?');
  const fromRow = (row: StoredMonitor, topicArns: readonly string[]): MonitorRow => ({
    ...row,
    topicArns,
    settings: JSON.parse(row.settings) as MonitorSettings,
  });
  return {
    all() {
      const arns = new Map<string, string[]>();
      for (const { monitor, arn } of topics.all()) arns.set(monitor, [...(arns.get(monitor) ?? []), arn]);
      return all.all().map((row) => fromRow(row, arns.get(row.name) ?? []));
    },
    of: (topicArn: string) => trusting.all(topicArn).map((row) => fromRow(row, topicsOf.all(row.name))),
    set(monitor: MonitorRow): undefined {
      upsert.run({ ...omit(monitor, 'topicArns'), settings: JSON.stringify(monitor.settings) });
      dropTopics.run(monitor.name);
      for (const arn of monitor.topicArns) addTopic.run(monitor.name, arn);
    },
    remove(name: string): WorkspaceProblem | undefined {
      dropTopics.run(name);
      return drop.run(name).changes === 0 ? 'monitor-unknown' : undefined;
    },
  };
}

function accountTable(db: Database) {
  const all = db.prepare<[], StoredAccount>(
    `SELECT id, role_arn AS roleArn, external_id AS externalId, is_primary AS isPrimary, state, reason, checked_at AS checkedAt
     FROM accounts ORDER BY id`,
  );
  // The first to come is the primary. Who it is afterwards is not what an update changes.
  const upsert = db.prepare(
    `INSERT INTO accounts (id, role_arn, external_id, is_primary, state, reason, checked_at)
     VALUES (@id, @roleArn, @externalId, NOT EXISTS (SELECT 1 FROM accounts), @state, @reason, @checkedAt)
     ON CONFLICT (id) DO UPDATE SET role_arn = excluded.role_arn, external_id = excluded.external_id, state = excluded.state,
       reason = excluded.reason, checked_at = excluded.checked_at`,
  );
  const isPrimary = db.prepare<[string], 0 | 1>('SELECT is_primary FROM accounts WHERE id = ?').pluck();
  const others = db.prepare<[string]>('SELECT 1 FROM accounts WHERE id <> ? LIMIT 1');
  const drop = db.prepare<[string]>('DELETE FROM accounts WHERE id = ?');
  // The index that keeps them to one is asked after each row.
  const unsetPrimary = db.prepare('UPDATE accounts SET is_primary = 0 WHERE is_primary = 1');
  const setPrimary = db.prepare<[string]>('UPDATE accounts SET is_primary = 1 WHERE id = ?');
  return {
    all: () =>
      all.all().map(({ isPrimary: primary, externalId, reason, checkedAt, ...row }): AccountRow => ({
        ...row,
        ...compact({
          externalId: externalId ?? undefined,
          reason: reason ?? undefined,
          checkedAt: checkedAt ?? undefined,
        }),
        primary: primary === 1,
      })),
    set(value: Omit<AccountRow, 'primary'>): undefined {
      upsert.run({ externalId: null, reason: null, checkedAt: null, ...value });
    },
    setPrimary(id: string): WorkspaceProblem | undefined {
      if (isPrimary.get(id) === undefined) return 'account-unknown';
      unsetPrimary.run();
      setPrimary.run(id);
      return undefined;
    },
    remove(id: string): WorkspaceProblem | undefined {
      const primary = isPrimary.get(id);
      if (primary === undefined) return 'account-unknown';
      if (primary === 1 && others.get(id) !== undefined) return 'primary-needed';
      drop.run(id);
      return undefined;
    },
  };
}
