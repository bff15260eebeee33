import type { JsonObject } from '../json.ts';
import { alarmNotification } from './alarm-notification.ts';
import { eventBridgeEvent } from './eventbridge.ts';
import { logFileNotice } from './log-file-notice.ts';
import type { Interpretation, MessageContext } from './interpretation.ts';

/** One shape that the text of a message may have. */
export interface Body {
  /** What it is, for the sentence that says what a message is not. */
  readonly name: string;
  readonly fits: (body: JsonObject) => boolean;
  /**
   * @param text the body as it came.
   * @param body the same, parsed. It {@link fits}.
   */
  readonly read: (text: string, body: JsonObject, context: MessageContext) => Interpretation;
}

/** Every shape that is read. The first that fits reads it; a further one is a line here. */
export const BODIES: readonly Body[] = [logFileNotice, eventBridgeEvent, alarmNotification];
