/** What GuardDuty calls a finding. It sends events of other kinds besides. */
export const FINDING_DETAIL_TYPES = ['GuardDuty Finding'] as const;

/**
 * The pattern for GuardDuty findings. Only AWS may publish an event whose source starts with `aws.`.
 *
 * @param clauses `atLeast(…)`, or nothing
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
export function findingsPattern(clauses: object = {}) {
  return { source: ['aws.guardduty'], 'detail-type': FINDING_DETAIL_TYPES, ...clauses };
}

/**
 * The clause for findings of a severity or more. EventBridge compares numbers only: a severity that is a text never matches, nor would
 * any finding where this one is a text.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const atLeast = (severity: number) => ({ detail: { severity: [{ numeric: ['>=', severity] }] } });
