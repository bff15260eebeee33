import type { Signal } from '../signals/signal.ts';
import { dropped, quarantined, type Interpretation, type MessageContext } from './interpretation.ts';

/** What is done with a signal that was read, by the monitors of its topic; `undefined` when one of them takes it. */
export function choose(detailType: string, signal: Signal, { monitors }: MessageContext): Interpretation | undefined {
  const { source, eventSource, eventName, accountId } = signal;
  const ofKind = monitors.filter(({ kind }) => kind === source);
  if (ofKind.length === 0) return dropped(`no monitor of kind ${source} trusts the topic`);
  const wanting = ofKind.filter(({ wants }) => wants({ detailTypes: [detailType], eventSource, eventName }));
  if (wanting.length === 0) return dropped('no monitor that trusts the topic wants such an event');
  if (wanting.some(({ takesAccount }) => takesAccount(accountId))) return undefined;
  // Not dropped: an account that nobody connected may be one that somebody forgot, or an attempt to be taken for one.
  return quarantined('the account is not connected: connect it, or name it in the monitor, then redrive the message');
}
