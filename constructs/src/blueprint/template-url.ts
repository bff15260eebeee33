import { BlueprintError } from './error';
import { PARTITIONS, partitionOf, type Partition } from './partitions';

const BUCKET = '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]';

/**
 * The URL of an object in S3, as CloudFormation takes it for a template.
 *
 * @throws BlueprintError `region-unknown`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function templateUrl({ bucket, region, key }: { bucket: string; region: string; key: string }): string {
  const host = `s3.${region}.${partitionOf(region).dnsSuffix}`;
  const path = key.split('/').map(encodeURIComponent).join('/');
  // S3's certificate is for one name before `s3`, and a dot makes two of it.
  return bucket.includes('.') ? `https://${host}/${bucket}/${path}` : `https://${bucket}.${host}/${path}`;
}

/**
 * The partition of a template's URL: https, an object in S3, by any of the hosts that CloudFormation takes. Not a static website's.
 *
 * @throws BlueprintError `template-url-invalid`. It does not show what stands behind a question mark, which may be a signature.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html
 */
export function partitionOfTemplate(url: string): Partition {
  const found = PARTITIONS.find((partition) => templatePattern(partition).test(url));
  if (found !== undefined) return found;
  const shown = url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//…@');
  throw new BlueprintError(
    'template-url-invalid',
    shown === '' ? 'nothing' : shown,
    "Use one like 'https://bucket.s3.us-east-1.amazonaws.com/template.yaml'.",
  );
}

function templatePattern({ name, regionPattern, dnsSuffix }: Partition): RegExp {
  // The host without a Region is older than partitions.
  const host = `s3([.-]${regionPattern})${name === 'aws' ? '?' : ''}\\.${dnsSuffix.replaceAll('.', '\\.')}`;
  const object = '[!"$-~]+';
  return new RegExp(`^https://(${BUCKET}\\.${host}/|${host}/${BUCKET}/)${object}$`);
}
