import type { CloudTrailSourceOptions } from './cloudtrail-options';
import type { Switch } from './deferred';

/** What spokes forward to a hub, and a hub sends on: one rule each, whose name ends so. */
export const SOURCES = ['management', 'data-events', 'guard-duty', 'alarms'] as const;
export type Source = (typeof SOURCES)[number];

/** What the rule of each source is described as, wherever it stands. */
export const SOURCE_DESCRIPTIONS: Readonly<Record<Source, string>> = {
  management: 'Management events for Clarion',
  'data-events': 'Data events for Clarion',
  'guard-duty': 'GuardDuty findings for Clarion',
  alarms: 'All alarms for Clarion',
};

/** Which sources are forwarded. A hub and its spokes are given the same: what a spoke forwards and the hub does not, ends there. */
export interface SourceOptions<Deferred = never> extends CloudTrailSourceOptions<Deferred> {
  /**
   * Whether to forward GuardDuty findings.
   *
   * @default true
   */
  readonly guardDuty?: Switch<Deferred>;
  /**
   * Whether to forward the state changes of every CloudWatch alarm. Their messages have EventBridge's shape, which Clarion may not read:
   * the setup guide knows only those that an alarm sends itself.
   *
   * @default false
   */
  readonly allAlarms?: Switch<Deferred>;
}
