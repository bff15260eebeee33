import { toOcsf } from '../ocsf/to-ocsf.ts';
import type { StoredSignal } from '../store/store.ts';

/** The forms in which signals are given out, each as JSON. A further one is a line here. */
const FORMATS = {
  signal: signalJson,
  ocsf: (stored: StoredSignal) => JSON.stringify(toOcsf(stored)),
} as const;

/** A form in which signals are given out: our own, or OCSF's. */
export type SignalFormat = keyof typeof FORMATS;

/** The names of {@link SignalFormat}. */
export const SIGNAL_FORMATS = Object.keys(FORMATS) as readonly SignalFormat[];

/** A signal in one of the forms, as the text of a JSON object. */
export function formatSignal(stored: StoredSignal, format: SignalFormat): string {
  return FORMATS[format](stored);
}

/** The same as a line of JSON Lines. The record may have come over several lines; outside of strings JSON lets them be spaces. */
export function signalLine(stored: StoredSignal, format: SignalFormat): string {
  return `${formatSignal(stored, format).replace(/[\r\n]/g, ' ')}\n`;
}

/** The record goes out in the bytes that came in: printing it anew could change a number, and a deep one would overflow the stack. */
function signalJson({ signal, rawText }: StoredSignal): string {
  return `${JSON.stringify(signal).slice(0, -1)},"raw":${rawText}}`;
}
