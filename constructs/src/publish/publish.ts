import { quickCreateLink, templateUrl } from '../blueprint';
import type { Bucket } from './bucket';
import { Refusal } from './refusal';
import { sha256, type TemplateFile } from './template-file';

export interface PublishOptions {
  /** Of the templates. What is published under a version never changes. */
  readonly version: string;
  /** Where in the bucket, for example `clarion-aws`. */
  readonly prefix: string;
  /** The Regions to make links for, in the bucket's partition. The bucket's own where there is none. */
  readonly regions: readonly string[];
  /** Reads only. */
  readonly dryRun: boolean;
}

/** What came of an object. */
export type Outcome = 'published' | 'already there' | 'would be published';

/** An object in the bucket. */
export interface PublishedObject {
  readonly key: string;
  readonly url: string;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly outcome: Outcome;
}

export interface PublishedTemplate extends PublishedObject {
  readonly name: string;
  /** What whoever creates the stack must acknowledge, if anything. */
  readonly capability?: TemplateFile['capability'];
  /** By Region. They carry no parameter: what is a secret, such as the webhook URL, is pasted by whoever opens them. */
  readonly links: Readonly<Record<string, string>>;
}

export interface Publication {
  readonly version: string;
  readonly bucket: string;
  readonly region: string;
  readonly templates: readonly PublishedTemplate[];
  /** The checksums of all of them, in the format of `sha256sum`. */
  readonly checksums: PublishedObject;
  /** Whether anybody may read every template. Otherwise a link works for whoever may read the bucket. Not known before they are there. */
  readonly isPublic?: boolean;
}

/**
 * Publishes templates under keys that never change. All is looked at before anything is written, so that what is refused changes nothing;
 * and what was written is read again and compared.
 *
 * @throws Refusal, BlueprintError
 */
export async function publish(files: readonly TemplateFile[], bucket: Bucket, options: PublishOptions): Promise<Publication> {
  if (files.length === 0) throw new Refusal("There is no template. Run 'npm run generate'.");
  const { version, prefix, dryRun } = options;
  const { name: bucketName, region } = bucket;
  const regions = options.regions.length > 0 ? options.regions : [region];

  const object = (file: string, bytes: Uint8Array, contentType: string): NewObject => {
    const key = `${prefix}/${version}/${file}`;
    return { key, url: templateUrl({ bucket: bucketName, region, key }), bytes, sha256: sha256(bytes), contentType };
  };
  const linksTo = (url: string, name: string) =>
    Object.fromEntries(
      regions.map((each) => [each, quickCreateLink({ region: each, templateUrl: url, stackName: `clarion-${name}` })]),
    );
  const templates = files.map(({ name, bytes, capability }) => {
    const made = object(`${name}.template.yaml`, bytes, 'application/yaml');
    return { name, ...made, ...(capability && { capability }), links: linksTo(made.url, name) };
  });
  const sums = templates.map(({ sha256: sum, name }) => `${sum}  ${name}.template.yaml\n`).join('');
  const checksums = object('SHA256SUMS', Buffer.from(sums), 'text/plain');

  // The checksums are last: where they are, all else is.
  const objects = [...templates, checksums];
  const there = new Set<NewObject>();
  for (const each of objects) if (await isThere(bucket, each)) there.add(each);
  const outcomes = new Map<NewObject, Outcome>();
  for (const each of objects) {
    outcomes.set(each, there.has(each) ? 'already there' : dryRun ? 'would be published' : await create(bucket, each));
  }

  const finished = <T extends NewObject>({ bytes: _bytes, contentType: _type, ...rest }: T, of: NewObject) => ({
    ...rest,
    outcome: outcomes.get(of) ?? 'would be published',
  });
  return {
    version,
    bucket: bucketName,
    region,
    templates: templates.map((each) => finished(each, each)),
    checksums: finished(checksums, checksums),
    ...(!dryRun && { isPublic: (await Promise.all(templates.map(({ key }) => bucket.isPublic(key)))).every((each) => each) }),
  };
}

type NewObject = Omit<PublishedObject, 'outcome'> & { readonly bytes: Uint8Array; readonly contentType: string };

/** Whether the object is there, byte for byte. */
async function isThere(bucket: Bucket, { key, sha256: sum }: NewObject): Promise<boolean> {
  const found = await bucket.read(key);
  if (found === undefined) return false;
  if (sha256(found) === sum) return true;
  throw new Refusal(
    `${key} is there already with other content (sha256 ${sha256(found)}, not ${sum}). What is published never changes: take another version, or another --prefix.`,
  );
}

async function create(bucket: Bucket, object: NewObject): Promise<Outcome> {
  const { key, sha256: sum } = object;
  const made = await bucket.create(key, { ...object, sha256: Buffer.from(sum, 'hex').toString('base64') });
  // Somebody was faster: with the same content, or it is refused.
  if (!made && (await isThere(bucket, object))) return 'already there';
  const found = await bucket.read(key);
  if (found !== undefined && sha256(found) === sum) return 'published';
  throw new Refusal(
    `What S3 has as ${key} is not what was sent. Look at who else writes to ${bucket.name}, and take another version.`,
  );
}
