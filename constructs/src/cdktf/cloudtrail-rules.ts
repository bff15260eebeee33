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
  SOURCE_DESCRIPTIONS,
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
  return [
    {
      source: 'management',
      when: true,
      description: SOURCE_DESCRIPTIONS.management,
      state: choose<string>(readOnlyEvents, RULE_STATE.withReadOnlyEvents, RULE_STATE.withoutReadOnlyEvents),
      eventPattern: excluding(options, managementPattern(detailTypes), assumedToSend),
    },
    {
      source: 'data-events',
      when: includeDataEvents,
      description: SOURCE_DESCRIPTIONS['data-events'],
      state: RULE_STATE.withoutReadOnlyEvents,
      eventPattern: excluding(options, dataEventPattern()),
    },
  ];
}

/** The pattern, which leaves the roles out, now or at deploy time. */
function excluding(
  options: CloudTrailExclusionOptions<IResolvable>,
  pattern: { readonly detail: object },
  assumedToSend?: string,
): object {
  const without = { ...pattern.detail, ...(assumedToSend !== undefined && excludeAssuming([assumedToSend])) };
  const roles = rolesToExclude(options);
  if (roles === undefined) return { ...pattern, detail: without };
  const assumed = assumedToSend === undefined ? roles : concat([assumedToSend], roles);
  return { ...pattern, detail: withKeysIf(isGiven(options.excludeRoleArns), without, excludeRoles(roles, assumed)) };
}
