/** A CloudTrail record. Nothing is known of it but that it is an object: what it holds is the receiver's to judge. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** What the person who started the demo can put right. Printed as one sentence, without a stack. */
export class UserError extends Error {
  public override readonly name = 'UserError';
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object is a CloudTrail record, complete or not. Each has a version and an id of its own. */
export function isRecord(value: unknown): value is CloudTrailRecord {
  return isObject(value) && (typeof value['eventVersion'] === 'string' || typeof value['eventID'] === 'string');
}
