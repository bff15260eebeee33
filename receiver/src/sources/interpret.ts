import { isObject, tryParse } from '../json.ts';
import { signalProblem } from '../signals/check.ts';
import { cloudTrail } from './cloudtrail.ts';
import { controlReason } from './control.ts';
import type { Interpretation, MessageContext } from './interpretation.ts';

/**
 * Reads the text of a proven Notification. Never throws: what cannot be read is quarantined, and so is what a fault of ours stumbles
 * over. A refusal would have SNS send the same text until it gives up, and then the event is lost.
 */
export function interpret(message: string, context: MessageContext): Interpretation {
  try {
    return read(message, context);
  } catch (error) {
    return { outcome: 'quarantined', reason: `reading it failed: ${error instanceof Error ? error.name : 'unknown error'}` };
  }
}

function read(message: string, context: MessageContext): Interpretation {
  const parsed = tryParse(message);
  const control = controlReason(message, parsed);
  if (control !== undefined) return { outcome: 'control', reason: control };
  if (!isObject(parsed) || typeof parsed['detail-type'] !== 'string' || typeof parsed['source'] !== 'string') {
    return { outcome: 'quarantined', reason: 'not an EventBridge event: `source` and `detail-type` must be strings' };
  }
  const found = cloudTrail(message, parsed, context);
  if (found.outcome !== 'signals') return found;
  // A mapping that went wrong must not lose the event: it is kept, where a person finds it.
  const problem = found.signals.map(({ signal }) => signalProblem(signal)).find((sentence) => sentence !== undefined);
  return problem === undefined ? found : { outcome: 'quarantined', reason: problem };
}
