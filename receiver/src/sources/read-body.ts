import { tryParse, type JsonObject } from '../json.ts';
import { BODIES } from './body.ts';
import { controlReason } from './control.ts';
import { quarantined, type Interpretation, type MessageContext } from './interpretation.ts';

/** What the text of a message says, whether anybody wants it or not. */
export function readBody(message: string, context: MessageContext): Interpretation {
  const parsed = tryParse(message);
  const control = controlReason(message, parsed);
  if (control !== undefined) return { outcome: 'control', reason: control };
  // What is no object was control talk.
  const object = parsed as JsonObject;
  const body = BODIES.find(({ fits }) => fits(object));
  if (body === undefined) return quarantined(`neither ${BODIES.map(({ name }) => name).join(' nor ')}`);
  return body.read(message, object, context);
}
