import { ALARM_ACTIONS_LIMIT } from './topic-options';

/** The states in which an alarm notifies Clarion, by the option that lists what it does then. */
export const NOTIFIED_STATES = ['alarmActions', 'okActions'] as const;

/** Why an alarm does not notify the topic, for a warning that names the alarm. */
export const NOT_NOTIFYING = {
  full: `This alarm has ${ALARM_ACTIONS_LIMIT} actions for a state, which is the most that AWS takes, so it does not notify Clarion then. Remove one, or switch allAlarms on.`,
  unknown:
    'The actions of this alarm are known at deployment only, so Clarion was not added to them. Give it the ARN of the topic where they come from.',
  elsewhere:
    'Whether this alarm stands in the account and Region of the topic, and within reach of its stack, is not known, so it does not notify Clarion. Give it the ARN of the topic yourself, or make a CloudWatchAlarms beside it.',
} as const;

/** Why, by its stable name. */
export type NotNotifying = keyof typeof NOT_NOTIFYING;

/**
 * An alarm's actions with one more, unless it is among them.
 *
 * @param actions what the alarm has, as the engine resolves it: nothing, a list, or an expression for one
 * @returns the list, or why there can be none
 */
export function withAction(actions: unknown, action: unknown): readonly unknown[] | NotNotifying {
  if (actions === undefined || actions === null) return [action];
  if (!Array.isArray(actions)) return 'unknown';
  const all = actions as readonly unknown[];
  if (all.some((each) => JSON.stringify(each) === JSON.stringify(action))) return all;
  return all.length < ALARM_ACTIONS_LIMIT ? [...all, action] : 'full';
}

/** Where a topic stands, as its ARN says. */
export function placeOfTopic(topicArn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = topicArn.split(':');
  return { region, account };
}
