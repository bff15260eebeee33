import type { ProveAccount } from '../registry/connect.ts';
import type { AwsOptions } from './access.ts';
import { roleOf } from './role.ts';

/** Proves accounts by STS. Seldom asked for, so the SDK is loaded only then, and no connection stays. */
export function proveBySts(options: AwsOptions = {}): ProveAccount {
  return async ({ id, roleArn }, externalId) => {
    const [{ AwsAccess }, { proveConnection }, { Sts }] = await Promise.all([
      import('./access.ts'),
      import('./connect.ts'),
      import('./sts.ts'),
    ]);
    const access = new AwsAccess(options);
    try {
      return await proveConnection(new Sts(access), roleOf({ id, roleArn, externalId }));
    } finally {
      access.close();
    }
  };
}
