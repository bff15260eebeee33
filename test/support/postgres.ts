/** A PostgreSQL for the tests of one file: one of its own, or the one that `TEST_DATABASE_URL` names. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

const SERVER = fileURLToPath(new URL('postgres-server.ts', import.meta.url));
/** Nothing of a test outlives its server, so nothing is forced to disk; and a server that waits for no disk has to be told to. */
const SETTINGS = [
  'deadlock_timeout=100ms',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'shared_buffers=64MB',
  'max_connections=60',
  'autovacuum=off',
];

/** Whether it is the tests' own, which may be stopped. */
export const IS_OURS = process.env['TEST_DATABASE_URL'] === undefined;

/** Empties every table of ours but the one that says what they are. There is little in them: `TRUNCATE` would take ten times as long. */
const EMPTY = `DO $$
  DECLARE name text;
  BEGIN
    FOR name IN SELECT oid::regclass::text FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'clarion_schema'
    LOOP
      EXECUTE 'DELETE FROM ' || name;
    END LOOP;
  END $$`;

/** A server. */
export interface TestPostgres {
  /** The URL of a database that nobody else has. */
  database(): Promise<string>;
  /** The URL of one that is used again and again, which nobody uses just now: it is emptied, a fifth of the time. */
  emptied(): Promise<string>;
  /** Stops the server, or starts it again where it was. Not for one that is not ours. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it, with all that was in it. */
  close(): Promise<void>;
}

/** @param prepare fills the first database, of which all others are copies. */
export async function startPostgres(prepare: (url: string) => Promise<void> = async () => undefined): Promise<TestPostgres> {
  const shared = process.env['TEST_DATABASE_URL'];
  const server = shared === undefined ? await ownServer() : sharedServer(shared);
  const names = `clarion_test_${randomBytes(6).toString('hex')}`;
  let made = 0;
  const create = async (template: string): Promise<string> => {
    const name = `${names}_${(made += 1)}`;
    await ask(server.url, `CREATE DATABASE ${name} TEMPLATE ${template} ENCODING 'UTF8'`);
    return name;
  };
  const urlOf = (name: string) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const template = await create('template0');
  await prepare(urlOf(template));
  let reused: Promise<Client> | undefined;
  return {
    database: async () => urlOf(await create(template)),
    async emptied() {
      const client = await (reused ??= create(template).then((name) => connect(urlOf(name))));
      await client.query(EMPTY);
      return urlOf(client.database!);
    },
    stop: () => server.tell('stop'),
    start: () => server.tell('start'),
    async close() {
      await (await reused)?.end();
      if (shared !== undefined) {
        for (let index = 1; index <= made; index += 1)
          await ask(shared, `DROP DATABASE IF EXISTS ${names}_${index} WITH (FORCE)`);
      }
      await server.end();
    },
  };
}

/** Runs one statement, as a person at the server would, and gives its rows. */
export async function ask<Row = unknown>(url: string, sql: string): Promise<Row[]> {
  const client = await connect(url);
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function sharedServer(url: string) {
  const tell = () => Promise.reject(new Error('this PostgreSQL is not ours to stop'));
  return { url, tell, end: async () => undefined };
}

async function ownServer() {
  // It is a group of its own, so that an interrupt at the keyboard reaches it as the end of what it is told, and it can clean up.
  const child = spawn(process.execPath, ['--no-warnings', SERVER, ...SETTINGS], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let faults = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (faults += text));
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const nextLine = async () => {
    const line = once(lines, 'line').then(([text]) => String(text));
    const ended = closed.then(() => Promise.reject(new Error(`PostgreSQL is gone: ${faults}`)));
    return Promise.race([line, ended]);
  };
  const url = await nextLine();
  return {
    url,
    async tell(word: 'stop' | 'start'): Promise<void> {
      const answered = nextLine();
      child.stdin.write(`${word}\n`);
      await answered;
    },
    async end(): Promise<void> {
      child.stdin.end();
      await closed;
    },
  };
}
