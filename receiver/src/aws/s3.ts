import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { BoundedMap } from '../sns/bounded-map.ts';
import type { BucketPin } from '../store/workspace.ts';
import type { AwsAccess } from './access.ts';
import { AwsProblem, problemOf } from './failure.ts';
import { placeOf, type AccountRole } from './role.ts';
import type { SessionScope } from './session-policy.ts';
import type { Sessions } from './sessions.ts';
import type { Session } from './sts.ts';

/** A name, and not one of the ARNs that the SDK takes in its place, which lead elsewhere. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z]{2,5}(-[a-z]{1,16}){1,4}-\d{1,2}$/;
const MAX_BUCKETS = 1_000;

/** A call of S3. */
export type S3Call<T> = (client: S3Client, signal: AbortSignal) => Promise<T>;

/**
 * Calls S3 for a monitor's bucket: in the Region where it is, and by a session of its account's role that may read it alone. Both are
 * kept, and found out again once when S3 says that they are no longer so.
 */
export class S3 {
  readonly #access: AwsAccess;
  readonly #sessions: Sessions;
  readonly #regions = new BoundedMap<string, string>(MAX_BUCKETS);
  readonly #clients = new WeakMap<Session, Map<string, S3Client>>();

  public constructor(access: AwsAccess, sessions: Sessions) {
    this.#access = access;
    this.#sessions = sessions;
  }

  /** @throws AwsProblem */
  public async send<T>(role: AccountRole, pin: BucketPin, call: S3Call<T>, signal?: AbortSignal): Promise<T> {
    checkPin(pin);
    for (let moved = false; ; moved = true) {
      const region = await this.#region(role, pin, signal);
      try {
        return await this.#inSession(role, { bucket: pin.bucket, prefix: pin.prefix, region }, region, call, signal);
      } catch (error) {
        const problem = problemOf('s3', error);
        const other = regionIn(error);
        if (moved || problem.code !== 'wrong-region' || other === undefined || other === region) throw problem;
        this.#regions.set(nameOf(role, pin), other);
      }
    }
  }

  /** What S3 said last, what the monitor says, or what S3 says when it is asked. */
  async #region(role: AccountRole, pin: BucketPin, signal?: AbortSignal): Promise<string> {
    const known = this.#regions.get(nameOf(role, pin)) ?? pin.region;
    if (known !== undefined) return known;
    const asked = (await this.#access.region()) ?? placeOf(role).firstRegion;
    const found = await this.#ask(role, pin, asked, signal);
    if (found !== undefined) this.#regions.set(nameOf(role, pin), found);
    return found ?? asked;
  }

  async #ask(role: AccountRole, pin: BucketPin, asked: string, signal?: AbortSignal): Promise<string | undefined> {
    const { bucket, prefix } = pin;
    const command = new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: ownerOf(pin) });
    const call: S3Call<string | undefined> = async (client, abortSignal) =>
      (await client.send(command, { abortSignal })).BucketRegion;
    try {
      const found = await this.#inSession(role, { bucket, prefix }, asked, call, signal);
      return found !== undefined && REGION.test(found) ? found : undefined;
    } catch (error) {
      // A refusal says where the bucket is as well, and refuses nothing that is asked next.
      const [found, problem] = [regionIn(error), problemOf('s3', error)];
      if (found === undefined && problem.code !== 'access-denied') throw problem;
      return found;
    }
  }

  /** @throws what the call throws */
  async #inSession<T>(role: AccountRole, scope: SessionScope, region: string, call: S3Call<T>, signal?: AbortSignal): Promise<T> {
    for (let renewed = false; ; renewed = true) {
      const session = await this.#sessions.session(role, scope);
      const client = this.#client(session, region);
      try {
        return await this.#access.call((abortSignal) => call(client, abortSignal), signal);
      } catch (error) {
        if (renewed || problemOf('s3', error).code !== 'session-expired') throw error;
        this.#sessions.drop(session);
      }
    }
  }

  #client(session: Session, region: string): S3Client {
    let clients = this.#clients.get(session);
    if (clients === undefined) this.#clients.set(session, (clients = new Map<string, S3Client>()));
    let client = clients.get(region);
    if (client === undefined) {
      client = new S3Client({
        ...this.#access.client(region),
        credentials: session.credentials,
        // An emulator has one name for all buckets.
        forcePathStyle: this.#access.isElsewhere('S3'),
        // An object that was put in parts has a checksum of its parts alone, and some have none; gzip has its own.
        responseChecksumValidation: 'WHEN_REQUIRED',
        requestChecksumCalculation: 'WHEN_REQUIRED',
        followRegionRedirects: false,
        useArnRegion: false,
        disableMultiregionAccessPoints: true,
        disableS3ExpressSessionAuth: true,
      });
      clients.set(region, client);
    }
    return client;
  }
}

/** Who must own the bucket. */
export const ownerOf = (pin: BucketPin): string => pin.ownerAccountId ?? pin.accountId;

function checkPin({ bucket, region }: BucketPin): void {
  if (!BUCKET_NAME.test(bucket) || (region !== undefined && !REGION.test(region))) throw new AwsProblem('outside-pin');
}

/** Buckets have their names in a partition. */
const nameOf = (role: AccountRole, { bucket }: BucketPin) => `${placeOf(role).partition.name}/${bucket}`;

/** Where S3 says that the bucket is, whatever it answered. */
function regionIn(error: unknown): string | undefined {
  const { $response, Region } = (error ?? {}) as { $response?: { headers?: Record<string, string> }; Region?: unknown };
  const found = $response?.headers?.['x-amz-bucket-region'] ?? Region;
  return typeof found === 'string' && REGION.test(found) ? found : undefined;
}
