import { Stack, type CfnCondition } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { atLeast, findingsPattern, plain, RULE_STATE, SOURCE_DESCRIPTIONS, type GuardDutyFindingsOptions } from '../blueprint';
import { choose, isGiven, known } from './deferred';
import type { RuleConfig } from './event-rule';

/** The rule for findings of the chosen severity, wherever it stands and whatever it sends to. */
export function findingsRule(
  scope: Construct,
  { minimumSeverity }: Pick<GuardDutyFindingsOptions<CfnCondition>, 'minimumSeverity'>,
): RuleConfig {
  const severity = plain(minimumSeverity);
  const pattern = severity === undefined ? {} : findingsPattern(atLeast(severity));
  // A parameter within an object becomes a text, which EventBridge compares with no number. Within a text it becomes a number.
  const chosen = known(severity) ? pattern : (Stack.of(scope).toJsonString(pattern) as unknown as object);
  return {
    description: SOURCE_DESCRIPTIONS['guard-duty'],
    state: RULE_STATE.withoutReadOnlyEvents,
    eventPattern: choose<object>(isGiven(minimumSeverity), chosen, findingsPattern()),
  };
}
