import type { Optional, Switch } from './deferred';
import type { Publisher } from './publishers';
import type { TopicOptions } from './topic-options';

/** What is chosen for CloudWatch alarms, step 2 of the setup guide. */
export interface CloudWatchAlarmsOptions<Deferred = never> extends TopicOptions<Deferred> {
  /**
   * Whether to send every alarm of this account and Region, by a rule of EventBridge and without an edit of any alarm.
   *
   * Its messages have EventBridge's shape, which Clarion may not read: the setup guide knows only those that an alarm sends itself. Alarms
   * that are muted or suppressed come too, and one that notifies the topic itself comes twice.
   *
   * @default false
   */
  readonly allAlarms?: Switch<Deferred>;
}

/** The end of the topic's default name, which is `clarion-cloudwatch`. */
export const CLOUDWATCH_TOPIC_SUFFIX = '-cloudwatch';

/** What the customer's alarms must do, or nothing comes: an output of every front end. */
export const CLOUDWATCH_PREREQUISITE =
  'Each alarm that Clarion should know of must name the topic among its actions for ALARM and for OK, so that the alert ends too. An alarm notifies topics of its own Region only.';

/** What every front end says of `allAlarms`. */
export const ALL_ALARMS_LIMIT =
  "Its messages have EventBridge's shape, which Clarion may not read: the setup guide knows only those that an alarm sends itself.";

/** Who publishes: the alarms, and EventBridge only where all alarms are sent. */
export function alarmPublishers<Deferred>({
  allAlarms = false,
}: CloudWatchAlarmsOptions<Deferred>): readonly Optional<Publisher, Deferred>[] {
  if (typeof allAlarms === 'boolean') return allAlarms ? ['cloudwatch', 'events'] : ['cloudwatch'];
  return ['cloudwatch', { value: 'events', given: allAlarms }];
}
