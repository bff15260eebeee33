import { MATRIX as account } from './account.ts';
import { MATRIX as cloudTrailArchive } from './cloudtrail-archive.ts';
import { MATRIX as cloudTrailEvents } from './cloudtrail-events.ts';
import { MATRIX as guardDutyFindings } from './guardduty-findings.ts';
import { MATRIX as hub } from './hub.ts';
import { MATRIX as cloudWatchAlarms } from './cloudwatch-alarms.ts';
import { MATRIX as integrationRole } from './integration-role.ts';
import { MATRIX as organization } from './organization.ts';
import { MATRIX as receiverRole } from './receiver-role.ts';
import { MATRIX as spoke } from './spoke.ts';

/** The options under which the front ends are compared, by path: each option set at least once. */
export const MATRIX: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  account,
  'cloudtrail-archive': cloudTrailArchive,
  'cloudtrail-events': cloudTrailEvents,
  'guardduty-findings': guardDutyFindings,
  hub,
  'cloudwatch-alarms': cloudWatchAlarms,
  'integration-role': integrationRole,
  organization,
  'receiver-role': receiverRole,
  spoke,
};
