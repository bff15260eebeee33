import { isObject, type JsonObject } from '../json.ts';

/** Of a text that is none of AWS's tests either: a person may have written it. */
export const NOT_JSON = 'not a JSON object';

/** The texts that AWS sends to see whether a topic can be reached. */
const TEST_TEXTS = [/^CloudTrail validation message\.$/, /^Successfully validated SNS topic\b/];

/**
 * Why a message is about the pipeline rather than about an account, or `undefined` when it is not.
 *
 * @param message the text.
 * @param parsed the text as JSON, `undefined` when it is none.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function controlReason(message: string, parsed: unknown): string | undefined {
  if (TEST_TEXTS.some((text) => text.test(message.trim()))) return 'a test message of AWS';
  if (!isObject(parsed)) return NOT_JSON;
  if (isS3Test(parsed)) return "S3's test of a bucket notification";
  return undefined;
}

function isS3Test(parsed: JsonObject): boolean {
  return parsed['Event'] === 's3:TestEvent';
}
