import { parentPort, workerData } from 'node:worker_threads';
import { errorCode } from '../../error-code.ts';
import type { Views } from '../view.ts';
import { openDatabase } from './open.ts';
import { Writer } from './writer.ts';
import { type SqliteWrites, sqliteWrites } from './writes.ts';

/** A write that is asked of the thread. */
export interface WriteCall {
  readonly id: number;
  readonly name: keyof SqliteWrites;
  readonly args: readonly unknown[];
}

/** What came of it. Of an error no more than this goes from thread to thread. */
export type WriteAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: { readonly message: string; readonly code: string } };

/** Makes this thread the one that writes: see `write-thread.ts`, which starts it. */
export function serveWrites(views: Views): void {
  const db = openDatabase(workerData as string);
  const writes = sqliteWrites(db, views);
  const writer = new Writer(db);
  let answers: WriteAnswer[] = [];
  const send = () => {
    parentPort!.postMessage(answers);
    answers = [];
  };
  const answer = (one: WriteAnswer) => {
    if (answers.push(one) === 1) setImmediate(send);
  };
  parentPort!.on('message', (calls: readonly WriteCall[] | 'close') => {
    if (calls === 'close') {
      db.close();
      parentPort!.close();
      return;
    }
    for (const { id, name, args } of calls) {
      const run = writes[name] as (...given: readonly unknown[]) => unknown;
      writer
        .write(() => run(...args))
        .then(
          (value) => answer({ id, value }),
          (error: Error) => {
            const cause = error.cause ?? error;
            answer({ id, failure: { message: (cause as Error).message, code: errorCode(cause) } });
          },
        );
    }
  });
}
