import type { IResolvable } from 'cdktf';
import { atLeast, findingsPattern, plain, RULE_STATE, SOURCE_DESCRIPTIONS, type GuardDutyFindingsOptions } from '../blueprint';
import { isGiven, withKeysIf } from './deferred';
import type { RuleConfig } from './event-rule';

/** The rule for findings of the chosen severity, wherever it stands and whatever it sends to. */
export function findingsRule({
  minimumSeverity,
}: Pick<GuardDutyFindingsOptions<IResolvable>, 'minimumSeverity'>): Pick<RuleConfig, 'description' | 'state' | 'eventPattern'> {
  const severity = plain(minimumSeverity);
  const clauses = severity === undefined ? {} : atLeast(severity);
  return {
    description: SOURCE_DESCRIPTIONS['guard-duty'],
    state: RULE_STATE.withoutReadOnlyEvents,
    eventPattern: withKeysIf(isGiven(minimumSeverity), findingsPattern(), clauses),
  };
}
