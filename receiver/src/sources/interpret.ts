import { signalProblem } from '../signals/check.ts';
import { choose } from './choose.ts';
import { quarantined, type Interpretation, type MessageContext } from './interpretation.ts';
import { readBody } from './read-body.ts';

/**
 * Reads the text of a proven Notification. Never throws: what cannot be read is quarantined, and so is what a fault of ours stumbles
 * over. A refusal would have SNS send the same text until it gives up, and then the event is lost.
 */
export function interpret(message: string, context: MessageContext): Interpretation {
  try {
    return read(message, context);
  } catch (error) {
    return quarantined(`reading it failed: ${error instanceof Error ? error.name : 'unknown error'}`);
  }
}

function read(message: string, context: MessageContext): Interpretation {
  const found = readBody(message, context);
  if (found.outcome !== 'signals') return found;
  for (const { signal } of found.signals) {
    // A mapping that went wrong must not lose the event: it is kept, where a person finds it.
    const problem = signalProblem(signal);
    if (problem !== undefined) return quarantined(problem);
    const otherwise = choose(found.detailType, signal, context);
    if (otherwise !== undefined) return otherwise;
  }
  return found;
}
