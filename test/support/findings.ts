/** GuardDuty findings in their EventBridge envelopes, written in the shapes of AWS's documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FindingEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const envelope = (detail: Record<string, unknown>): FindingEvent => ({
  version: '0',
  id: 'cd2d702e-0000-4000-8000-000000000001',
  'detail-type': 'GuardDuty Finding',
  source: 'aws.guardduty',
  account: '111122223333',
  time: '2026-03-06T12:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

/** A finding of this severity. @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
export const finding = (severity: unknown, more: Record<string, unknown> = {}): FindingEvent =>
  envelope({
    schemaVersion: '2.0',
    accountId: '111122223333',
    region: 'us-east-1',
    partition: 'aws',
    id: '16afba5c5c43e07c9e3e5e2e544e95df',
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    severity,
    title: 'An unprotected port of an instance is being probed.',
    service: { serviceName: 'guardduty', detectorId: '0000', count: 1, archived: false },
    ...more,
  });

/** The findings of a folder, by the names of their files, each in the envelope that EventBridge would give it. */
export function readFindings(folder: string): Record<string, FindingEvent> {
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace('.json', ''),
      envelope(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>),
    ]),
  );
}
