import type { CfnCondition } from 'aws-cdk-lib';
import {
  dataEventPattern,
  excludeAssuming,
  excludeRoles,
  INSIGHT_DETAIL_TYPE,
  MANAGEMENT_DETAIL_TYPES,
  managementPattern,
  rolesToExclude,
  RULE_STATE,
  SOURCE_DESCRIPTIONS,
  type CloudTrailExclusionOptions,
  type CloudTrailSourceOptions,
} from '../blueprint';
import { choose, concat, isGiven } from './deferred';
import type { SourceRule } from './source-rules';

/**
 * The rules for CloudTrail events.
 *
 * @param assumedToSend the role that EventBridge assumes to send: what that causes is not sent again
 */
export function cloudTrailRules(
  options: CloudTrailSourceOptions<CfnCondition> & CloudTrailExclusionOptions<CfnCondition>,
  assumedToSend?: string,
): SourceRule[] {
  const { includeInsights = false, readOnlyEvents = false, includeDataEvents = false } = options;
  const detailTypes = choose<readonly string[]>(
    includeInsights,
    [...MANAGEMENT_DETAIL_TYPES, INSIGHT_DETAIL_TYPE],
    MANAGEMENT_DETAIL_TYPES,
  );
  return [
    {
      source: 'management',
      when: true,
      description: SOURCE_DESCRIPTIONS.management,
      state: choose<string>(readOnlyEvents, RULE_STATE.withReadOnlyEvents, RULE_STATE.withoutReadOnlyEvents),
      eventPattern: excluding(options, (clauses) => managementPattern(detailTypes, clauses), assumedToSend),
    },
    {
      source: 'data-events',
      when: includeDataEvents,
      description: SOURCE_DESCRIPTIONS['data-events'],
      state: RULE_STATE.withoutReadOnlyEvents,
      eventPattern: excluding(options, dataEventPattern),
    },
  ];
}

/** A pattern that leaves the roles out, now or at deploy time. */
function excluding(
  options: CloudTrailExclusionOptions<CfnCondition>,
  pattern: (clauses: object) => object,
  assumedToSend?: string,
): object {
  const without = pattern(assumedToSend === undefined ? {} : excludeAssuming([assumedToSend]));
  const roles = rolesToExclude(options);
  if (roles === undefined) return without;
  const assumed = assumedToSend === undefined ? roles : concat([assumedToSend], roles);
  return choose(isGiven(options.excludeRoleArns), pattern(excludeRoles(roles, assumed)), without);
}
