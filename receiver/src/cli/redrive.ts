import { AwsAccess } from '../aws/access.ts';
import { AwsProblem } from '../aws/failure.ts';
import { parseQueueUrl } from '../aws/queue-url.ts';
import { redriveQueue, type Redriven } from '../aws/redrive-queue.ts';
import { deadLetterIntake } from '../ingest/dead-letters.ts';
import { Mistake } from '../registry/mistake.ts';
import { parse } from './args.ts';
import { withExistingStore, type Command } from './context.ts';
import { table } from './table.ts';

const OPTIONS = {
  queue: { type: 'string' },
  limit: { type: 'string' },
  'unverified-eventbridge': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const ENDS: Readonly<Record<Redriven['ended'], string>> = {
  empty: 'Nothing else is in the queue',
  limit: 'As many as --limit says were looked at',
  stuck: 'Ended early, since nothing went through: try again later',
  'too-much-left': 'Ended early, since most of the queue cannot be stored',
  aborted: 'Broken off',
};

/**
 * `redrive`: empties a dead-letter queue into the store. Exit code 1 when something stays in the queue.
 *
 * SQS's own redrive does not serve queues that SNS or EventBridge fill.
 */
export const redrive: Command = async (args, { env, print }) => {
  const { queue: url, limit: most, json, 'unverified-eventbridge': unverifiedEventBridge = false } = parse(args, OPTIONS).values;
  if (url === undefined) throw new Mistake('`redrive` needs --queue URL, the dead-letter queue to empty');
  const limit = most === undefined ? Infinity : Number(most);
  if (most !== undefined && (!Number.isInteger(limit) || limit < 1)) {
    throw new Mistake(`--limit must be a whole number from 1, got ${JSON.stringify(most.slice(0, 100))}`);
  }
  const access = new AwsAccess();
  const queue = parseQueueUrl(url, access.isElsewhere('SQS'), await access.region());
  const stop = new AbortController();
  const abort = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, abort);
  try {
    const redriven = await withExistingStore(env, async (store, config) =>
      redriveQueue(access, queue, {
        take: await deadLetterIntake(store, config),
        unverifiedEventBridge,
        limit,
        signal: stop.signal,
      }),
    );
    print(json === true ? `${JSON.stringify(redriven)}\n` : summary(redriven));
    return redriven.left.length === 0 ? 0 : 1;
  } catch (error) {
    throw error instanceof AwsProblem ? new Error(error.message) : error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, abort);
    access.close();
  }
};

function summary({ received, stored, left, ended }: Redriven): string {
  const rows = left.map(({ count, mayHeal, messageIds: [example = ''] }) => [String(count), mayHeal ? 'yes' : 'no', example]);
  const lines = table(['LEFT', 'TRY AGAIN', 'FOR EXAMPLE'], rows).trimEnd().split('\n');
  const width = Math.max(...lines.map(({ length }) => length));
  // A reason holds its cure, so it is never cut.
  const reasons = lines.map((line, index) => `${line.padEnd(width)}  ${left[index - 1]?.reason ?? 'WHY'}\n`);
  return [`${received} received, ${stored} stored. ${ENDS[ended]}.\n`, ...(left.length === 0 ? [] : reasons)].join('');
}
