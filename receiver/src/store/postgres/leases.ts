import { texts } from './columns.ts';
import type { Database } from './database.ts';

/** What is asked of leases and marks. */
export function leaseQueries(db: Database) {
  return {
    async take(name: string, owner: string, now: number, until: number): Promise<boolean> {
      const taken = await db.run(
        `INSERT INTO leases (name, owner, until) VALUES ($1, $2, $4)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
           WHERE leases.owner = excluded.owner OR leases.until <= $3`,
        [name, owner, now, until],
      );
      return taken === 1;
    },
    async drop(name: string, owner: string): Promise<void> {
      await db.run('DELETE FROM leases WHERE name = $1 AND owner = $2', [name, owner]);
    },
    async marks(scope: string): Promise<ReadonlyMap<string, string>> {
      const rows = await db.query<{ name: string; value: string }>('SELECT name, value FROM marks WHERE scope = $1', [scope]);
      return new Map(rows.map(({ name, value }) => [name, value]));
    },
    async setMarks(scope: string, values: ReadonlyMap<string, string>): Promise<void> {
      await db.run(
        `INSERT INTO marks (scope, name, value)
         SELECT $1, name, value FROM unnest($2::text[], $3::text[]) AS came (name, value) ORDER BY name COLLATE "C"
         ON CONFLICT (scope, name) DO UPDATE SET value = excluded.value`,
        [scope, texts([...values.keys()]), texts([...values.values()])],
      );
    },
  };
}
