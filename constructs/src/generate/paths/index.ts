import type { SetupPath } from '../path';
import { account } from './account';
import { cloudTrailArchive } from './cloudtrail-archive';
import { cloudTrailEvents } from './cloudtrail-events';
import { cloudWatchAlarms } from './cloudwatch-alarms';
import { guardDutyFindings } from './guardduty-findings';
import { hub } from './hub';
import { integrationRole } from './integration-role';
import { organization } from './organization';
import { receiverRole } from './receiver-role';
import { spoke } from './spoke';

/** Every setup path that has a module and a template. */
export const PATHS = [
  cloudTrailEvents,
  cloudTrailArchive,
  cloudWatchAlarms,
  guardDutyFindings,
  account,
  hub,
  integrationRole,
  organization,
  receiverRole,
  spoke,
] as unknown as readonly SetupPath[];
