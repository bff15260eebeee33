import { parseLogFileKey } from '../archive/log-file-key.ts';
import { readNotice } from '../archive/notice.ts';
import { pinOf } from '../archive/pin.ts';
import type { NewFile } from '../store/files.ts';
import { compact } from '../json.ts';
import type { Body } from './body.ts';
import { dropped, quarantined, type MessageContext } from './interpretation.ts';

/**
 * The notice that there are log files: S3's own, CloudTrail's own, or S3's by EventBridge. What it names is read only where a monitor of
 * the topic has pinned the bucket and the prefix.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export const logFileNotice: Body = {
  name: 'the notice of a log file',
  fits: (body) => readNotice(body) !== undefined,
  read(_text, body, context) {
    const notice = readNotice(body)!;
    const files: NewFile[] = [];
    const problems = [...notice.problems];
    let ignored = notice.ignored;
    for (const { bucket, key, etag } of notice.files) {
      const monitor = readerOf(context, bucket, key);
      const kind = parseLogFileKey(key)?.kind;
      if (monitor === undefined) problems.push('bucket-not-pinned: no monitor of the topic reads this bucket and prefix');
      else if (kind === undefined || kind === 'digest') ignored += 1;
      else files.push(compact({ bucket, key, etag, monitor, foundBy: 'notice' as const, foundAt: context.receivedAt }));
    }
    if (files.length > 0) return { outcome: 'queued', files, problems };
    if (problems.length > 0) return quarantined([...new Set(problems)].slice(0, 5).join('; '));
    return dropped(`the notice names no log file that is read, and ${ignored} other objects`);
  },
};

/** The monitor that reads an object. */
function readerOf({ monitors }: MessageContext, bucket: string, key: string): string | undefined {
  const monitor = monitors.find(({ kind, buckets }) => kind === 'cloudtrail' && pinOf({ bucket, key }, buckets) !== undefined);
  return monitor?.name;
}
