import type { RegisteredAccount } from '../registry/registry.ts';
import type { BucketPin } from '../store/workspace.ts';
import type { AwsOptions } from './access.ts';
import type { Bucket } from './bucket.ts';
import { roleOf } from './role.ts';

/** Opens the buckets of monitors. */
export interface Buckets {
  /** By the role of the account. Nothing is asked of AWS yet. */
  open(account: RegisteredAccount, pin: BucketPin): Promise<Bucket>;
  /** Ends what is under way, and lets go of the connections. */
  close(): Promise<void>;
}

/** Opens buckets with what is shared among them: connections, sessions, and what is known of Regions. AWS's clients are loaded for the first. */
export function createBuckets(options: AwsOptions, now: () => number): Buckets {
  let loading: ReturnType<typeof load> | undefined;
  async function load() {
    const [{ AwsAccess }, { bucketOf }, { S3 }, { Sessions }, { Sts }] = await Promise.all([
      import('./access.ts'),
      import('./bucket.ts'),
      import('./s3.ts'),
      import('./sessions.ts'),
      import('./sts.ts'),
    ]);
    const access = new AwsAccess(options);
    const sessions = new Sessions(new Sts(access), { now });
    return { access, sessions, s3: new S3(access, sessions), bucketOf };
  }
  return {
    async open(account, pin) {
      loading ??= load();
      const { s3, bucketOf } = await loading;
      return bucketOf(s3, roleOf(account), pin);
    },
    async close() {
      const loaded = await loading;
      loaded?.sessions.close();
      loaded?.access.close();
    },
  };
}
