import { BlueprintError } from './error';
import { ACCOUNT_ID_PATTERN, ORGANIZATION_ID_PATTERN } from './hub-options';

/**
 * The start of log files' keys: whole folders, and nothing that IAM or S3 would read otherwise. S3 compares a filter with the encoded key, so
 * one with `env=prod/` would announce nothing, and say nothing. Written so that JavaScript, Terraform and CloudFormation read it the same way.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export const ARCHIVE_PREFIX_PATTERN = '^([A-Za-z0-9_.-]+/)+$';
/** S3's limit on a prefix of a notification. */
export const ARCHIVE_PREFIX_LENGTH = { min: 2, max: 1024 } as const;

/** What every front end says of the prefix of the setup guide's example. */
export const BARE_PREFIX_WARNING =
  "AWSLogs/ matches nothing under Control Tower, whose keys begin with the organization's id; elsewhere it announces the files of AWS Config too. Give the prefix of the trail.";

/** Whether it is that prefix. */
export const isBarePrefix = (prefix: string): boolean => prefix === 'AWSLogs/';

/**
 * Where a trail of one account puts its log files, without its digests and Insight files.
 *
 * @param trailPrefix the trail's own prefix, without a slash at its end; under older landing zones of Control Tower the organization's id
 * @throws BlueprintError `archive-prefix-invalid`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function accountTrailPrefix(accountId: string, trailPrefix?: string): string {
  return `${folder(trailPrefix)}AWSLogs/${checked(accountId, ACCOUNT_ID_PATTERN, '111122223333')}/CloudTrail/`;
}

/**
 * Where an organization's trail puts the log files of all its accounts. Digests and Insight files lie between them.
 *
 * @param trailPrefix the trail's own prefix, without a slash at its end
 * @throws BlueprintError `archive-prefix-invalid`
 */
export function organizationTrailPrefix(organizationId: string, trailPrefix?: string): string {
  return `${folder(trailPrefix)}AWSLogs/${checked(organizationId, ORGANIZATION_ID_PATTERN, 'o-a1b2c3d4e5')}/`;
}

/**
 * Where Control Tower's trail puts them, since landing zone 3.0: the organization's id is its prefix.
 *
 * @throws BlueprintError `archive-prefix-invalid`
 */
export function controlTowerPrefix(organizationId: string): string {
  return organizationTrailPrefix(organizationId, organizationId);
}

const folder = (trailPrefix: string | undefined) => (trailPrefix === undefined ? '' : `${trailPrefix}/`);

/** A token of an engine is checked by nobody, as each holds a `${`. */
function checked(id: string, pattern: string, example: string): string {
  if (id.includes('${') || new RegExp(pattern).test(id)) return id;
  throw new BlueprintError('archive-prefix-invalid', id, `Write the id like ${example}.`);
}
