import { sqlState, type Database, type Queries } from './database.ts';
import { LOCKS } from './migrations.ts';

/** A day in milliseconds. */
export const DAY_MS = 86_400_000;
/** A block's number begins with the day of its newest record, and goes on with so many numbers within it. */
export const BLOCKS_OF_A_DAY = 2 ** 36;
/** How far a day begins in the column by which a table is partitioned. */
const UNIT = { signals: DAY_MS, blocks: BLOCKS_OF_A_DAY } as const;
/** What is partitioned by day. */
export type PartitionedTable = keyof typeof UNIT;

/** Partitions are made for days that a clock may tell of, so that hostile times make no thousands of them. All else lies together. */
const DAYS_AHEAD = 2;
const DAYS_BACK = 400;
/** Beyond so many rows of a day that lie with the others, they stay there: moving them would hold up who writes. */
const MAX_MOVED = 20_000;
/** How long a day waits whose partition could not be made. Its rows lie with the others meanwhile. */
const PAUSE_MS = 60_000;
/** Nobody waits longer for this: who asks for a table while we wait for it waits behind us. */
const LOCK_MS = 1_000;

/** A lock was not to be had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Too much of a day lies with the others. */
class Crowded extends Error {}

/** The day of a time. */
export const dayOf = (time: number) => Math.floor(time / DAY_MS);

/** The partitions of `signals` and `blocks`, one for each day. */
export class Partitions {
  private readonly known = new Set<number>();
  private readonly putOff = new Map<number, number>();
  private making: Promise<Error | undefined> = Promise.resolve(undefined);
  private oldest: number | undefined;

  public constructor(private readonly db: Database) {}

  /** Says which days are kept at all. */
  public keepFrom(time: number | undefined): void {
    this.oldest = time === undefined ? undefined : dayOf(time);
  }

  /** Makes room for rows of these days, as far as that is wise just now. What has no partition of its own is written all the same. */
  public async prepare(days: Iterable<number>, now: number): Promise<void> {
    await this.makeMissing(days, now);
  }

  /**
   * Makes room for what comes.
   *
   * @throws what is wrong, unless it is only that others are at work: unseen, everything would come to lie together.
   */
  public async prepareAhead(now: number): Promise<void> {
    const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, index) => dayOf(now) + index);
    const failure = await this.makeMissing(ahead, now);
    if (failure !== undefined && !(failure instanceof Crowded) && sqlState(failure) !== LOCK_NOT_AVAILABLE) throw failure;
  }

  /** The days that have a partition, the oldest first. */
  public async days(table: PartitionedTable): Promise<readonly number[]> {
    const rows = await this.db.query<{ name: string }>(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = $1::regclass`,
      [table],
    );
    return rows.flatMap(({ name }) => dayOfName(table, name) ?? []).sort((a, b) => a - b);
  }

  /**
   * Drops the partition of a day, if `isUnused` still says so when nobody else writes. Where somebody is at work for long, it is left for
   * the next time.
   *
   * @returns whether it was dropped.
   */
  public async drop(table: PartitionedTable, day: number, isUnused: (tx: Queries) => Promise<boolean>): Promise<boolean> {
    this.known.delete(day);
    try {
      return await this.db.write(async (tx) => {
        await this.begin(tx);
        await tx.query(`LOCK TABLE ONLY ${table} IN ACCESS EXCLUSIVE MODE`);
        if (!(await isUnused(tx))) return false;
        await tx.query(`DROP TABLE IF EXISTS ${nameOf(table, day)}`);
        return true;
      });
    } catch (error) {
      if (sqlState(error) === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }

  private makeMissing(days: Iterable<number>, now: number): Promise<Error | undefined> {
    const today = dayOf(now);
    const from = this.oldest ?? today - DAYS_BACK;
    const isWanted = (day: number) =>
      day >= from && day <= today + DAYS_AHEAD && !this.known.has(day) && (this.putOff.get(day) ?? 0) <= Date.now();
    const missing = [...new Set(days)].filter(isWanted).sort((a, b) => a - b);
    if (missing.length === 0) return Promise.resolve(undefined);
    // One after the other, since many come at once with the same day.
    return (this.making = this.making.then(() => this.make(missing.filter(isWanted))));
  }

  /** Gives why one could not be made. */
  private async make(days: readonly number[]): Promise<Error | undefined> {
    let failure: Error | undefined;
    for (const day of days) {
      try {
        await this.db.write(async (tx) => {
          await this.begin(tx);
          await makePartition(tx, 'signals', day);
          await makePartition(tx, 'blocks', day);
        });
        this.known.add(day);
      } catch (error) {
        this.putOff.set(day, Date.now() + PAUSE_MS);
        failure = error as Error;
      }
    }
    return failure;
  }

  private async begin(tx: Queries): Promise<void> {
    await tx.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
    await tx.query(`SELECT pg_advisory_xact_lock(${LOCKS.partitions})`);
  }
}

/** Makes a partition, with what lies of its day among all others. */
async function makePartition(tx: Queries, table: PartitionedTable, day: number): Promise<void> {
  const name = nameOf(table, day);
  const [row] = await tx.query<{ exists: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS exists`, [name]);
  if (row?.exists === true) return;
  const column = table === 'signals' ? 'time' : 'id';
  const [from, to] = [day * UNIT[table], (day + 1) * UNIT[table]];
  const ofDay = `FROM ${table}_default WHERE ${column} >= ${from} AND ${column} < ${to}`;
  await tx.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL)`);
  // In this order, since who writes has the table first, and its rest only then.
  await tx.query(`LOCK TABLE ONLY ${table} IN SHARE UPDATE EXCLUSIVE MODE`);
  await tx.query(`LOCK TABLE ${table}_default IN ACCESS EXCLUSIVE MODE`);
  const [rest] = await tx.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT ${ofDay} LIMIT ${MAX_MOVED + 1}) AS rest`,
  );
  if (rest!.count > MAX_MOVED) throw new Crowded(`too many rows are in the way of ${name}`);
  if (rest!.count > 0) await tx.query(`WITH moved AS (DELETE ${ofDay} RETURNING *) INSERT INTO ${name} SELECT * FROM moved`);
  await tx.query(`ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`);
}

function nameOf(table: PartitionedTable, day: number): string {
  return `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function dayOfName(table: PartitionedTable, name: string): number | undefined {
  const [, year, month, day] = new RegExp(`^${table}_(\\d{4})(\\d{2})(\\d{2})$`).exec(name) ?? [];
  return year === undefined ? undefined : dayOf(Date.UTC(Number(year), Number(month) - 1, Number(day)));
}
