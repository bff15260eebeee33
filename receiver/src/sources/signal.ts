import { createHash } from 'node:crypto';
import { compact, type JsonObject } from '../json.ts';
import type { Path, Signal } from '../signals/signal.ts';
import { quarantined, type Interpretation, type Mapped, type MessageContext } from './interpretation.ts';

/** A record as it came, parsed and not, and by which way. */
export interface RecordText {
  readonly raw: JsonObject;
  readonly rawText: string;
  readonly path: Path;
}

/** The signal of a record that was read, or why there is none. */
export function signalOf(mapped: Mapped, { raw, rawText, path }: RecordText, context: MessageContext): Interpretation {
  if (typeof mapped === 'string') return quarantined(mapped);
  const { topicArn, messageId, receivedAt } = context;
  const signal: Signal = compact({
    ...mapped,
    receivedAt: new Date(receivedAt).toISOString(),
    provenance: [{ path, topicArn, messageId }],
    rawSha256: createHash('sha256').update(rawText).digest('hex'),
    raw,
  });
  return { outcome: 'signals', signals: [{ signal, rawText }] };
}
