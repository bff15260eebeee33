import { hash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { cloudTrail } from '../sources/cloudtrail.ts';
import type { RecordView } from '../store/view.ts';
import { parseLogFileKey } from './log-file-key.ts';

/**
 * The signal of a stored record. It was read once before it was stored, so the mapping may learn to read more over time, but must never
 * refuse what it took.
 */
export const recordView: RecordView = (text, file, receivedAt) => {
  const key = parseLogFileKey(file.key);
  const mapped = cloudTrail(JSON.parse(text) as JsonObject, { account: key?.accountId, region: key?.region });
  if (typeof mapped === 'string') throw new Error(`a stored record cannot be read any more: ${mapped}`);
  return { ...mapped, receivedAt: new Date(receivedAt).toISOString(), rawSha256: hash('sha256', text) };
};
