import type { JsonObject } from '../json.ts';
import { isGiven } from './fields.ts';
import { objectAt } from './text.ts';

/**
 * Whether what a CloudTrail record tells of failed. A sign-in that failed may carry no error code: it says so under its own name, as does
 * IAM Identity Center in another place.
 */
export function hasFailed(record: JsonObject, eventName: string): boolean {
  if (isGiven(record['errorCode'])) return true;
  return (
    objectAt(record, 'responseElements')[eventName] === 'Failure' ||
    objectAt(record, 'serviceEventDetails')[eventName] === 'Failure'
  );
}
