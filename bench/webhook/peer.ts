/** What one would write in an afternoon: Hono, sns-validator, and an insert for each message, committed with the receiver's settings of SQLite. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import Sqlite from 'better-sqlite3';
import { Hono } from 'hono';
import MessageValidator from 'sns-validator';
import { servePeersCertificate } from '../peer-certificate.ts';
import { settings } from './settings.ts';

const { database, pem } = settings();
servePeersCertificate(pem);
const db = new Sqlite(database);
for (const pragma of ['page_size = 8192', 'journal_mode = WAL', 'synchronous = FULL', 'wal_autocheckpoint = 4000'])
  db.pragma(pragma);
db.exec('CREATE TABLE messages (id TEXT PRIMARY KEY, topic TEXT NOT NULL, received_at INTEGER NOT NULL, body TEXT NOT NULL)');
const insert = db.prepare('INSERT INTO messages VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
const validator = new MessageValidator();

const app = new Hono().post('/hooks/bench', async (c) => {
  const body = await c.req.text();
  const message = await new Promise<Record<string, unknown>>((resolve, reject) => {
    validator.validate(body, (error, valid) => (error ? reject(error) : resolve(valid as Record<string, unknown>)));
  });
  insert.run(String(message['MessageId']), String(message['TopicArn']), Date.now(), body);
  return c.json({ outcome: 'stored' });
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/bench`);
});
