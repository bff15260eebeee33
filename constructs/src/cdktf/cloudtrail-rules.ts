import { Fn, type IResolvable } from 'cdktf';
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
import { choose, concat, isGiven, known, withKeysIf } from './deferred';
import type { SourceRule } from './source-rules';

/**
 * The rules for CloudTrail events.
 *
 * @param assumedToSend the role that EventBridge assumes to send: what that causes is not sent again
 */
export function cloudTrailRules(
  options: CloudTrailSourceOptions<IResolvable> & CloudTrailExclusionOptions<IResolvable>,
  assumedToSend?: string,
): SourceRule[] {
  const { includeInsights = false, readOnlyEvents = false, includeDataEvents = false } = options;
  const insights = choose<readonly string[]>(includeInsights, [INSIGHT_DETAIL_TYPE], []);
  const detailTypes: unknown = known(insights)
    ? [...MANAGEMENT_DETAIL_TYPES, ...insights]
    : Fn.concat([[...MANAGEMENT_DETAIL_TYPES], insights]);
  const excluding = exclusions(options, assumedToSend);
  return [
    {
      source: 'management',
      when: true,
      description: 'Management events for Clarion',
      state: choose<string>(readOnlyEvents, RULE_STATE.withReadOnlyEvents, RULE_STATE.withoutReadOnlyEvents),
      eventPattern: excluding(managementPattern(detailTypes)),
    },
    {
      source: 'data-events',
      when: includeDataEvents,
      description: 'Data events for Clarion',
      state: RULE_STATE.withoutReadOnlyEvents,
      eventPattern: excluding(dataEventPattern()),
    },
  ];
}

/** Makes a pattern leave the roles out, now or at deploy time. */
function exclusions(options: CloudTrailExclusionOptions<IResolvable>, assumedToSend: string | undefined) {
  const own = assumedToSend === undefined ? {} : excludeAssuming([assumedToSend]);
  const roles = rolesToExclude(options);
  const all =
    roles === undefined ? {} : excludeRoles(roles, assumedToSend === undefined ? roles : concat([assumedToSend], roles));
  return <Pattern extends { readonly detail: object }>(pattern: Pattern) => ({
    ...pattern,
    detail: withKeysIf(isGiven(options.excludeRoleArns), { ...pattern.detail, ...own }, all),
  });
}
