import type { CfnCondition } from 'aws-cdk-lib';
import type { Source, SourceOptions, Switch } from '../blueprint';
import { cloudTrailRules } from './cloudtrail-rules';
import type { RuleConfig } from './event-rule';

/** A rule for one source, wherever it stands and whatever it sends to. */
export interface SourceRule extends RuleConfig {
  readonly source: Source;
  /** Whether it is made. */
  readonly when: Switch<CfnCondition>;
}

/** A rule for each source that is forwarded. */
export const sourceRules = (options: SourceOptions<CfnCondition>): SourceRule[] => cloudTrailRules(options);

/** The id of a source's rule: `data-events` has `DataEventsRule`. */
export const ruleId = (source: Source): string =>
  `${source.replace(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase())}Rule`;
