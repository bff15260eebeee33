import { ACCOUNT_ID_PATTERN, ALL_ALARMS_LIMIT, ERRORS, ROLE_ARN_PATTERN, SEVERITY_PATTERN } from '../../blueprint';
import { sentence, type Input } from '../input';

/** Which CloudTrail events are sent. */
export const CLOUDTRAIL_SOURCES: readonly Input[] = [
  {
    name: 'readOnlyEvents',
    label: 'Read-only events',
    description: 'Whether to send read-only management events too (List, Get, Describe): many times the volume, and the cost.',
    type: 'bool',
    default: false,
  },
  {
    name: 'includeInsights',
    label: 'Insight events',
    description: 'Whether to send Insight events. The trail must have Insights on.',
    type: 'bool',
    default: false,
  },
  {
    name: 'includeDataEvents',
    label: 'Data events',
    description:
      'Whether to send the data events that the trail logs, except those of SNS, SQS and EventBridge, which sending causes itself.',
    type: 'bool',
    default: false,
  },
];

export const MINIMUM_SEVERITY: Input = {
  name: 'minimumSeverity',
  label: 'Minimum severity',
  description:
    'The least severity of a finding that is sent, from 1 to 10: low begins at 1, medium at 4, high at 7, critical at 9. By default findings of every severity are sent.',
  type: 'number',
  default: null,
  pattern: { expression: SEVERITY_PATTERN, message: sentence(ERRORS['minimum-severity-invalid']) },
};

/** Which sources a hub and its spokes forward. */
export const FORWARDED_SOURCES: readonly Input[] = [
  ...CLOUDTRAIL_SOURCES,
  {
    name: 'guardDuty',
    label: 'GuardDuty findings',
    description: 'Whether to send GuardDuty findings.',
    type: 'bool',
    default: true,
  },
  {
    name: 'allAlarms',
    label: 'All alarms',
    description: `Whether to send the state changes of every CloudWatch alarm. ${ALL_ALARMS_LIMIT}`,
    type: 'bool',
    default: false,
  },
];

/** Whose findings spokes forward. */
export const GUARDDUTY_ACCOUNT_ID: Input = {
  name: 'guardDutyAccountId',
  label: 'GuardDuty account',
  description:
    "The account that GuardDuty's findings are sent from: the delegated administrator of an organization, where those of all members arrive. By default each account's own are sent, and so those of members twice. Terraform must know it when it plans: write the id.",
  type: 'string',
  default: null,
  pattern: { expression: ACCOUNT_ID_PATTERN, message: sentence(ERRORS['account-id-invalid']) },
};

/** @param characters the most that the list may have as JSON, so that it fits into an event pattern */
export const excludeRoleArns = (characters: number): Input => ({
  name: 'excludeRoleArns',
  label: 'Roles to leave out',
  description: 'Roles whose sessions are not sent, by ARN. This hides their misuse too. About ten at most.',
  type: 'list(string)',
  default: [],
  pattern: { expression: ROLE_ARN_PATTERN, message: sentence(ERRORS['role-arn-invalid']) },
  maxJsonLength: { characters, message: sentence(ERRORS['event-pattern-too-long']) },
});
