import { isObject, tryParse } from '../json.ts';
import { signalProblem } from '../signals/check.ts';
import { cloudTrail } from './cloudtrail.ts';
import { controlReason } from './control.ts';
import type { Interpretation, MessageContext } from './interpretation.ts';

/** Reads the text of a proven Notification. Never throws for what the text says: what cannot be read is quarantined. */
export function interpret(message: string, context: MessageContext): Interpretation {
  const parsed = tryParse(message);
  const control = controlReason(message, parsed);
  if (control !== undefined) return { outcome: 'control', reason: control };
  if (!isObject(parsed) || typeof parsed['detail-type'] !== 'string' || typeof parsed['source'] !== 'string') {
    return { outcome: 'quarantined', reason: 'not an EventBridge event: `source` and `detail-type` must be strings' };
  }
  const read = cloudTrail(message, parsed, context);
  if (read.outcome !== 'signals') return read;
  // A mapping that went wrong must not lose the event: it is kept, where a person finds it.
  const problem = read.signals.map(({ signal }) => signalProblem(signal)).find((found) => found !== undefined);
  return problem === undefined ? read : { outcome: 'quarantined', reason: problem };
}
