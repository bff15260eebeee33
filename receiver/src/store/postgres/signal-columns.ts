import type { StoredSignal } from '../signals.ts';

/** What is written of a signal that came in a message. The record's text is JSON, so a text that is none is a fault of ours. */
export function signalColumns({ signal, rawText }: StoredSignal) {
  const { provenance, ...body } = signal;
  return {
    time: Date.parse(body.time),
    source: body.source,
    accountId: body.accountId,
    eventName: body.eventName,
    length: Buffer.byteLength(rawText),
    provenance: JSON.stringify(provenance),
    body: JSON.stringify(body),
    raw: rawText,
  };
}
