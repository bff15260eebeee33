/**
 * Objects that the schema takes only with at least one of these members. What lacks them all stays unmapped. Inner ones come first.
 *
 * @see https://schema.ocsf.io/1.5.0/objects
 */
export const REQUIREMENTS: readonly (readonly [object: string, oneOf: readonly string[]])[] = [
  ['actor.user', ['name', 'uid', 'account']],
  ['actor', ['user', 'invoked_by', 'session']],
  ['user', ['name', 'uid', 'account']],
  ['evidences.0.actor.user', ['name', 'uid', 'account']],
  ['api.request', ['uid']],
  ['evidences.0.api', ['operation']],
];
