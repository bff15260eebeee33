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
  const excluding = exclusions(options, assumedToSend);
  return [
    {
      source: 'management',
      when: true,
      description: 'Management events for Clarion',
      state: choose<string>(readOnlyEvents, RULE_STATE.withReadOnlyEvents, RULE_STATE.withoutReadOnlyEvents),
      eventPattern: excluding((clauses) => managementPattern(detailTypes, clauses)),
    },
    {
      source: 'data-events',
      when: includeDataEvents,
      description: 'Data events for Clarion',
      state: RULE_STATE.withoutReadOnlyEvents,
      eventPattern: excluding(dataEventPattern),
    },
  ];
}

/** Makes a pattern that leaves the roles out, now or at deploy time. */
function exclusions(options: CloudTrailExclusionOptions<CfnCondition>, assumedToSend: string | undefined) {
  const own = assumedToSend === undefined ? {} : excludeAssuming([assumedToSend]);
  const roles = rolesToExclude(options);
  if (roles === undefined) return (pattern: (clauses: object) => object) => pattern(own);
  const all = excludeRoles(roles, assumedToSend === undefined ? roles : concat([assumedToSend], roles));
  return (pattern: (clauses: object) => object) => choose(isGiven(options.excludeRoleArns), pattern(all), pattern(own));
}
