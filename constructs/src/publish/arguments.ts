import { parseArgs } from 'node:util';
import { partitionOf } from '../blueprint';
import { Refusal } from './refusal';

export const USAGE = `npm run publish-templates -- --bucket BUCKET [--region REGION]... [--prefix PREFIX] [--dry-run] [--json]

Publishes every CloudFormation template under PREFIX/VERSION/ in an S3 bucket, and prints its URL, its SHA-256 and its quick-create links.
What is published under a version never changes: the same templates again are fine, others are refused.

  --bucket   the bucket, which must be there already. Whoever is to use the links must be able to read it
  --region   a Region to print a link for; may be given more than once. By default the bucket's
  --prefix   by default clarion-aws
  --dry-run  reads only, and says what would be published
  --json     prints JSON

Credentials are found as by any AWS tool. They need s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject on what is in it.
`;

export interface Arguments {
  readonly bucket: string;
  readonly regions: readonly string[];
  readonly prefix: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/**
 * What the command was asked for, or undefined for `--help`.
 *
 * @throws Refusal, BlueprintError
 */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const { bucket, region: regions, prefix, 'dry-run': dryRun, json, help } = parsed(args);
  if (help) return undefined;
  if (bucket === undefined) throw new Refusal('There is no --bucket. Name the bucket to publish to.');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new Refusal(`'${bucket}' is no name of a bucket. Give the name alone, without s3://, a slash or an ARN.`);
  }
  // Characters that stay what they are in a URL.
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(prefix)) {
    throw new Refusal(
      `'${prefix}' cannot be a prefix. Use letters, digits, dots, hyphens and underscores, and slashes between them.`,
    );
  }
  for (const region of regions) partitionOf(region);
  return { bucket, regions, prefix, dryRun, json };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        bucket: { type: 'string' },
        region: { type: 'string', multiple: true, default: [] as string[] },
        prefix: { type: 'string', default: 'clarion-aws' },
        'dry-run': flag,
        json: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    const [said = ''] = (error as Error).message.split('. ');
    throw new Refusal(`${said.replace(/\.$/, '')}. See --help.`, { cause: error });
  }
}
