import { isObject, tryParse } from '../json.ts';
import type { SignalPosition } from '../store/store.ts';

/** A position as a text that callers hand back and do not read. */
export function encodeCursor({ time, seq }: SignalPosition): string {
  return Buffer.from(JSON.stringify({ time, seq })).toString('base64url');
}

/** The position in a cursor, `undefined` when we did not make it. */
export function decodeCursor(cursor: string): SignalPosition | undefined {
  const parsed = cursor.length > 512 ? undefined : tryParse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!isObject(parsed)) return undefined;
  const { time, seq } = parsed;
  return Number.isSafeInteger(time) && Number.isSafeInteger(seq) ? { time: time as number, seq: seq as number } : undefined;
}
