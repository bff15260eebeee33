import type { Source } from './sources';

/** Stands behind the prefix in the names of all that a spoke makes, and is what a hub knows them by. */
const SPOKE = '-spoke-';

/**
 * The role that EventBridge assumes to put a spoke's events on the hub's bus. Roles are of the account and spokes of a Region, hence the
 * Region in its name.
 */
export const spokeRoleName = (namePrefix: string, region: string): string => `${namePrefix}${SPOKE}${region}`;

/** A spoke's rule for a source. Fixed, since the role's trust names it before it is made. */
export const spokeRuleName = (namePrefix: string, source: Source): string => `${namePrefix}${SPOKE}${source}`;

/** The ARNs of the roles of spokes of any account, with or without a path, as patterns. */
export const spokeRoleArns = (partition: string, namePrefix: string): string[] =>
  ['', '*/'].map((path) => `arn:${partition}:iam::*:role/${path}${spokeRoleName(namePrefix, '*')}`);
