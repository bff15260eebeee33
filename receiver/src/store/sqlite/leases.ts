import type { Database } from 'better-sqlite3';

/** Prepares what is asked of leases and marks. What writes is to be run inside a transaction. */
export function leaseQueries(db: Database) {
  const holder = db.prepare<[string], { owner: string; until: number }>('SELECT owner, until FROM leases WHERE name = ?');
  const take = db.prepare(
    `INSERT INTO leases (name, owner, until) VALUES (@name, @owner, @until)
     ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
       WHERE leases.owner = excluded.owner OR leases.until <= @now`,
  );
  const drop = db.prepare('DELETE FROM leases WHERE name = ? AND owner = ?');
  const marks = db.prepare<[string], { name: string; value: string }>('SELECT name, value FROM marks WHERE scope = ?');
  const mark = db.prepare(
    'INSERT INTO marks (scope, name, value) VALUES (?, ?, ?) ON CONFLICT (scope, name) DO UPDATE SET value = excluded.value',
  );
  return {
    /** Whether it is somebody else's: known without a write. */
    isTaken(name: string, owner: string, now: number): boolean {
      const held = holder.get(name);
      return held !== undefined && held.owner !== owner && held.until > now;
    },
    take: (name: string, owner: string, now: number, until: number) => take.run({ name, owner, now, until }).changes === 1,
    drop: (name: string, owner: string) => void drop.run(name, owner),
    marks: (scope: string) => new Map(marks.all(scope).map(({ name, value }) => [name, value])),
    setMarks: (scope: string, values: ReadonlyMap<string, string>): void => {
      for (const [name, value] of values) mark.run(scope, name, value);
    },
  };
}
