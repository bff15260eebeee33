import type { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { compact } from '../json.ts';
import type { BucketPin } from '../store/workspace.ts';
import { AwsProblem } from './failure.ts';
import { ObjectBody, type ObjectLimits } from './object-body.ts';
import type { AccountRole } from './role.ts';
import { ownerOf, type S3 } from './s3.ts';

/** An object that is being read. */
export interface OpenObject {
  /** Its bytes, as they are stored. Destroy it unless it is read to its end. */
  readonly body: Readable;
  readonly contentLength?: number;
  /** Without quotes, as notices have it. */
  readonly etag?: string;
  readonly lastModified?: Date;
}

/** An object in a list. */
export interface ListedObject {
  readonly key: string;
  /** Without quotes, as notices have it. */
  readonly etag?: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** One answer of S3: at most 1,000 objects and prefixes, in the order of their bytes. */
export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** What keys have in common up to the delimiter. */
  readonly prefixes: readonly string[];
}

/** What is listed. */
export interface ListRequest {
  readonly prefix: string;
  readonly delimiter?: '/';
  /** Keys after this one. */
  readonly startAfter?: string;
}

/** A monitor's bucket: read by the role of its account, only under its prefix, and only while its owner owns it. */
export interface Bucket {
  /** @throws AwsProblem, and so does the body */
  getObject(key: string, signal?: AbortSignal): Promise<OpenObject>;
  /**
   * To the end, however far that is: each page is one call, made when it is asked for, so that whoever reads sets the bound.
   *
   * @throws AwsProblem
   */
  listObjects(request: ListRequest, signal?: AbortSignal): AsyncIterable<ListPage>;
}

/** Opens a bucket. Nothing is asked of AWS yet. */
export function bucketOf(s3: S3, role: AccountRole, pin: BucketPin, limits: ObjectLimits = {}): Bucket {
  const common = { Bucket: pin.bucket, ExpectedBucketOwner: ownerOf(pin) };
  return {
    async getObject(key, signal) {
      requireUnder(pin, key);
      const command = new GetObjectCommand({ ...common, Key: key });
      const answer = await s3.send(role, pin, (client, abortSignal) => client.send(command, { abortSignal }), signal);
      const { Body, ContentLength: contentLength, ETag, LastModified: lastModified } = answer;
      const body = new ObjectBody(Body as Readable, contentLength, limits, signal);
      if (body.errored !== null) throw body.errored;
      return compact({ body, contentLength, etag: unquoted(ETag), lastModified });
    },

    async *listObjects({ prefix, delimiter, startAfter }, signal) {
      requireUnder(pin, prefix);
      // Asked for in an encoding, since a key may hold what XML cannot.
      const asked = {
        ...common,
        Prefix: prefix,
        EncodingType: 'url',
        ...compact({ Delimiter: delimiter, StartAfter: startAfter }),
      } as const;
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({ ...asked, ...compact({ ContinuationToken: token }) });
        const answer = await s3.send(role, pin, (client, abortSignal) => client.send(command, { abortSignal }), signal);
        yield pageOf(answer);
        token = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
      } while (token !== undefined);
    },
  };
}

/** A path that leads upwards is a name like any other to S3, but not to all that may lie before it. */
const UPWARDS = /(^|\/)\.\.?(\/|$)/;

function requireUnder({ prefix }: BucketPin, key: string): void {
  if (!key.startsWith(prefix) || UPWARDS.test(key)) throw new AwsProblem('outside-pin');
}

function pageOf({ Contents = [], CommonPrefixes = [] }: ListObjectsV2CommandOutput): ListPage {
  const objects = Contents.flatMap(({ Key, ETag, Size = 0, LastModified }) =>
    Key === undefined
      ? []
      : [{ key: decoded(Key), size: Size, lastModified: LastModified?.getTime() ?? 0, ...compact({ etag: unquoted(ETag) }) }],
  );
  return { objects, prefixes: CommonPrefixes.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [decoded(Prefix)])) };
}

/** In the encoding of forms, where a space is a plus. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const unquoted = (etag: string | undefined) => etag?.replace(/^"(.*)"$/, '$1');
