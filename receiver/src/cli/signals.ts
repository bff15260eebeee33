import { Refusal } from '../error.ts';
import { compact } from '../json.ts';
import { Mistake } from '../registry/mistake.ts';
import { signalLine } from '../signals/format.ts';
import { parseSignalQuery, type SignalRequest } from '../signals/query.ts';
import { listSignals } from '../signals/read.ts';
import type { StoredSignal } from '../store/store.ts';
import { parse } from './args.ts';
import { withExistingStore, type Command } from './context.ts';
import { table } from './table.ts';

/** Several are taken only to be refused: the last would silently win. */
const text = { type: 'string', multiple: true } as const;
const OPTIONS = {
  account: text,
  source: text,
  'event-name': text,
  from: text,
  to: text,
  limit: text,
  format: text,
  json: { type: 'boolean' },
} as const;

/** `signals`: a table of them, newest first, or JSON Lines in the form that is asked for. */
export const signals: Command = async (args, { env, print }) => {
  const { json, 'event-name': eventName, ...rest } = parse(args, OPTIONS).values;
  const { query, format } = toRequest(compact({ ...rest, eventName }));
  const found = await withExistingStore(env, (store) => listSignals(store, query));
  print(
    json === true || rest.format !== undefined
      ? found.map((stored) => signalLine(stored, format)).join('')
      : table(['TIME', 'ACCOUNT', 'REGION', 'EVENT', 'SOURCE', 'ACTOR', 'ERROR'], found.map(row)),
  );
  return 0;
};

function toRequest(parameters: Record<string, readonly string[]>): SignalRequest {
  try {
    return parseSignalQuery(parameters);
  } catch (error) {
    if (error instanceof Refusal) throw new Mistake(error.message.replaceAll('`eventName`', '`event-name`'));
    throw error;
  }
}

function row({ signal }: StoredSignal): string[] {
  const { time, accountId, region, eventName, eventSource, actor, errorCode } = signal;
  return [time, accountId, region, eventName, eventSource, actor.arn ?? actor.userName ?? actor.invokedBy ?? '', errorCode ?? ''];
}
