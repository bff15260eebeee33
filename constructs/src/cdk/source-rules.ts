import type { CfnCondition } from 'aws-cdk-lib';
import {
  alarmPattern,
  findingsPattern,
  RULE_STATE,
  SOURCE_DESCRIPTIONS,
  type CloudTrailExclusionOptions,
  type Source,
  type SourceOptions,
  type Switch,
} from '../blueprint';
import { cloudTrailRules } from './cloudtrail-rules';
import type { RuleConfig } from './event-rule';

/** A rule for one source, wherever it stands and whatever it sends to. */
export interface SourceRule extends RuleConfig {
  readonly source: Source;
  /** Whether it is made. */
  readonly when: Switch<CfnCondition>;
}

/**
 * A rule for each source that is forwarded.
 *
 * @param assumedToSend the role that EventBridge assumes to send: what that causes is not sent again
 */
export const sourceRules = (
  options: SourceOptions<CfnCondition> & CloudTrailExclusionOptions<CfnCondition>,
  assumedToSend?: string,
): SourceRule[] => [
  ...cloudTrailRules(options, assumedToSend),
  {
    source: 'guard-duty',
    when: options.guardDuty ?? true,
    description: SOURCE_DESCRIPTIONS['guard-duty'],
    state: RULE_STATE.withoutReadOnlyEvents,
    eventPattern: findingsPattern(),
  },
  {
    source: 'alarms',
    when: options.allAlarms ?? false,
    description: SOURCE_DESCRIPTIONS.alarms,
    state: RULE_STATE.withoutReadOnlyEvents,
    eventPattern: alarmPattern(),
  },
];

/** The id of a source's rule: `data-events` has `DataEventsRule`. */
export const ruleId = (source: Source): string =>
  `${source.replace(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase())}Rule`;
