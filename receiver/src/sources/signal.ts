import { hash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { Path, Signal } from '../signals/signal.ts';
import { quarantined, type Interpretation, type Mapped, type MessageContext } from './interpretation.ts';

/** A record as it came, parsed and not, and by which way. */
export interface RecordText {
  readonly raw: JsonObject;
  readonly rawText: string;
  readonly path: Exclude<Path, 's3'>;
  /** EventBridge's, or the one that it would have there. */
  readonly detailType: string;
}

/** The signal of a record that was read, or why there is none. */
export function signalOf(
  mapped: Mapped,
  { raw, rawText, path, detailType }: RecordText,
  context: MessageContext,
): Interpretation {
  if (typeof mapped === 'string') return quarantined(mapped);
  const { topicArn, messageId, receivedAt, unverified } = context;
  const way = { path, topicArn, messageId };
  const signal: Signal = {
    ...mapped,
    receivedAt: new Date(receivedAt).toISOString(),
    provenance: [unverified === undefined ? way : { ...way, unverified }],
    rawSha256: hash('sha256', rawText),
    raw,
  };
  return { outcome: 'signals', detailType, signals: [{ signal, rawText }] };
}
