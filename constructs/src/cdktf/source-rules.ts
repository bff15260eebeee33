import type { IResolvable } from 'cdktf';
import type { Source, SourceOptions, Switch } from '../blueprint';
import { cloudTrailRules } from './cloudtrail-rules';
import type { RuleConfig } from './event-rule';

/** A rule for one source, wherever it stands and whatever it sends to. */
export interface SourceRule extends RuleConfig {
  readonly source: Source;
  /** Whether it is made. */
  readonly when: Switch<IResolvable>;
}

/** A rule for each source that is forwarded. */
export const sourceRules = (options: SourceOptions<IResolvable>): SourceRule[] => cloudTrailRules(options);
