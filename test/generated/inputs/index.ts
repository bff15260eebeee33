import { ACCOUNT } from './account.ts';
import { CLOUDTRAIL_ARCHIVE } from './cloudtrail-archive.ts';
import { CLOUDTRAIL_EVENTS } from './cloudtrail-events.ts';
import { GUARDDUTY_FINDINGS } from './guardduty-findings.ts';
import { HUB } from './hub.ts';
import { CLOUDWATCH_ALARMS } from './cloudwatch-alarms.ts';
import { INTEGRATION_ROLE } from './integration-role.ts';
import { ORGANIZATION } from './organization.ts';
import { RECEIVER_ROLE } from './receiver-role.ts';
import { SPOKE } from './spoke.ts';

/** What a module is given in `terraform test`: variables as HCL by title, and for bad ones what must refuse them. */
export interface Inputs {
  readonly good: Readonly<Record<string, string>>;
  readonly bad: Readonly<Record<string, { readonly variables: string; readonly refusedBy: string }>>;
}

export const INPUTS: Readonly<Record<string, Inputs>> = {
  account: ACCOUNT,
  'cloudtrail-archive': CLOUDTRAIL_ARCHIVE,
  'cloudtrail-events': CLOUDTRAIL_EVENTS,
  'guardduty-findings': GUARDDUTY_FINDINGS,
  hub: HUB,
  'cloudwatch-alarms': CLOUDWATCH_ALARMS,
  'integration-role': INTEGRATION_ROLE,
  organization: ORGANIZATION,
  'receiver-role': RECEIVER_ROLE,
  spoke: SPOKE,
};
