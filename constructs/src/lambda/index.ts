/** The functions that are put into a customer's account, as files that both engines bring with them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where they lie: `lambda/` of this package, beside its sources and beside what they are built to. */
export const LAMBDA_FOLDER = join(__dirname, '../../lambda');

/** The text of `bucket-notification.js`, which a template holds as it is. */
export const bucketNotificationSource = (): string => readFileSync(join(LAMBDA_FOLDER, 'bucket-notification.js'), 'utf8');

/** The same in a zip, which is what Terraform takes: written by `npm run generate`. */
export const BUCKET_NOTIFICATION_ZIP = join(LAMBDA_FOLDER, 'bucket-notification.zip');
