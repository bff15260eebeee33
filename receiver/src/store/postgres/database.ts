import { DatabaseError, Pool, types, type PoolClient, type PoolConfig, type QueryConfig, type QueryResult } from 'pg';
import { clean } from './columns.ts';

/** How long a connection may take to come about, and a caller to get one that is free, in milliseconds. */
const CONNECTING_MS = 5_000;
/** How long one statement may take. SNS waits 15 seconds for its answer. */
const STATEMENT_MS = 12_000;
/** How long a statement waits for what another transaction holds. */
const LOCK_MS = 5_000;
/** Beyond what the database itself ends: the network is gone, or a server that stands still. */
const ANSWER_MS = STATEMENT_MS + 3_000;
/** Reading never takes the connections by which messages come in. */
const CONNECTIONS = { writing: 8, reading: 6 } as const;
type Kind = keyof typeof CONNECTIONS;
/** How often a transaction is tried that another one came in the way of. */
const TRIES = 4;

/**
 * A committed transaction survives a power cut, whatever the server's own setting is: said once for the session, and again in each
 * transaction, since behind a pooler the next one may be in another session.
 */
const DURABLE = 'synchronous_commit = on';
const SESSION = `SET ${DURABLE}; SET statement_timeout = ${STATEMENT_MS}; SET lock_timeout = ${LOCK_MS};
  SET idle_in_transaction_session_timeout = ${2 * STATEMENT_MS}`;
const BEGIN = {
  writing: `BEGIN; SET LOCAL ${DURABLE}`,
  reading: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
} as const;

/** What is wrong with the rows themselves, so that others may be fine. All else every transaction would meet. */
const FAULT_OF_ROWS = /^(21|22|23|54)/;
/** A deadlock, or two that cannot be one after the other: the next try finds it settled. */
const PASSING = /^40(001|P01)$/;
/** The session is over, or its server writes no more: what comes next needs another connection. */
const END_OF_SESSION = /^(08|25006|57P)/;

/** The database cannot be reached or does not do its work: whatever else is waiting would meet the same. */
export class DatabaseFault extends Error {
  public override readonly name = 'DatabaseFault';
}

/** Thrown in a transaction that met a state which cannot be, unless another transaction is changing it: it is begun again. */
export class Again extends Error {
  public override readonly name = 'Again';
}

const INT8 = 20;

/** A parameter of a statement: arrays come as columns. */
export type Value = string | number | boolean | null | Buffer;

/** Runs statements. */
export interface Queries {
  /** The rows that a statement gives. */
  query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>;
  /** How many rows a statement changed. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
}

/** The connections to a database. They are made when they are needed, and again when they are lost. */
export class Database implements Queries {
  private readonly pools: Readonly<Record<Kind, Pool>>;

  public constructor(url: string) {
    const poolOf = (max: number): Pool => {
      const config: PoolConfig = {
        connectionString: url,
        max,
        application_name: 'clarion-receiver',
        connectionTimeoutMillis: CONNECTING_MS,
        idleTimeoutMillis: 60_000,
        query_timeout: ANSWER_MS,
        keepAlive: true,
        types: { getTypeParser: parserOf },
        onConnect: ((client: PoolClient) => client.query(SESSION)) as (client: unknown) => void,
      };
      const pool = new Pool(config);
      // Connections end when the server does, also those that nobody uses just now. The pool makes new ones.
      pool.on('error', () => undefined);
      pool.on('connect', (client) => client.on('error', () => undefined));
      return pool;
    };
    this.pools = { writing: poolOf(CONNECTIONS.writing), reading: poolOf(CONNECTIONS.reading) };
  }

  public query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]> {
    return this.connected('reading', (queries) => queries.query<Row>(sql, values), ANSWER_MS);
  }

  public run(sql: string, values?: readonly Value[]): Promise<number> {
    return this.write((queries) => queries.run(sql, values));
  }

  /**
   * Runs a transaction that writes. It may be run again, so it must not do anything else.
   *
   * @param answerMs how long an answer may take before the connection is given up, whatever the database says.
   */
  public async write<T>(run: (queries: Queries) => Promise<T>, answerMs = ANSWER_MS): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.transaction('writing', run, answerMs);
      } catch (error) {
        if (tried === TRIES || !isPassing(error)) throw error;
      }
    }
  }

  /** Runs several statements that see one state. */
  public read<T>(run: (queries: Queries) => Promise<T>): Promise<T> {
    return this.transaction('reading', run, ANSWER_MS);
  }

  /** Lets go of the connections, once nobody uses them any more. */
  public async close(): Promise<void> {
    await Promise.all(Object.values(this.pools).map((pool) => pool.end()));
  }

  private transaction<T>(kind: Kind, run: (queries: Queries) => Promise<T>, answerMs: number): Promise<T> {
    const begun = async (connection: Connection) => {
      await connection.query(BEGIN[kind]);
      try {
        const result = await run(connection);
        await connection.commit();
        return result;
      } catch (error) {
        if (!connection.isOver) await connection.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    };
    return this.connected(kind, begun, answerMs);
  }

  private async connected<T>(kind: Kind, run: (connection: Connection) => Promise<T>, answerMs: number): Promise<T> {
    let client: PoolClient;
    try {
      client = await this.pools[kind].connect();
    } catch (error) {
      throw new DatabaseFault('there is no connection', { cause: error });
    }
    const connection = new Connection(client, answerMs);
    try {
      return await run(connection);
    } finally {
      client.release(connection.isOver);
    }
  }
}

/** What the driver takes as well, for one query. */
type TimedQuery = QueryConfig & { readonly query_timeout: number };

/** One session, while somebody has it. */
class Connection implements Queries {
  /** Whether it is of no more use. */
  public isOver = false;

  public constructor(
    private readonly client: PoolClient,
    private readonly answerMs: number,
  ) {}

  public async query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]> {
    return (await this.ask(sql, values)).rows as Row[];
  }

  public async run(sql: string, values?: readonly Value[]): Promise<number> {
    return (await this.ask(sql, values)).rowCount ?? 0;
  }

  public async commit(): Promise<void> {
    const { command } = await this.ask('COMMIT');
    // PostgreSQL does not refuse to commit what failed before: it says that it rolled back.
    if (command !== 'COMMIT') throw new DatabaseFault(`the transaction was not committed: ${command}`);
  }

  private async ask(sql: string, values: readonly Value[] = []): Promise<QueryResult> {
    try {
      const query: TimedQuery = { text: sql, values: values.map(sendable), query_timeout: this.answerMs };
      return await this.client.query(query);
    } catch (error) {
      const state = sqlState(error);
      // What is no answer of the database is said by the connection: it is gone, or the answer did not come.
      this.isOver ||= state === undefined || END_OF_SESSION.test(state);
      if (state !== undefined && FAULT_OF_ROWS.test(state)) throw error;
      throw new DatabaseFault('the database does not do its work', { cause: error });
    }
  }
}

const sendable = (value: Value): Value => (typeof value === 'string' ? clean(value) : value);

/** Numbers of 64 bits are all below 2 to the 53rd here: times, and numbers that count up. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: never) => unknown {
  if (oid === INT8 && format !== 'binary') return Number;
  return types.getTypeParser(oid, format) as (value: never) => unknown;
}

/** The code by which PostgreSQL says what is wrong. */
export function sqlState(error: unknown): string | undefined {
  const cause = error instanceof DatabaseFault ? error.cause : error;
  return cause instanceof DatabaseError ? cause.code : undefined;
}

function isPassing(error: unknown): boolean {
  return error instanceof Again || (error instanceof DatabaseFault && PASSING.test(sqlState(error) ?? ''));
}
