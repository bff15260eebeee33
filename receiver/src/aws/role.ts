import { PARTITIONS } from 'clarion-aws-constructs/blueprint';
import type { RegisteredAccount } from '../registry/registry.ts';
import { AwsProblem } from './failure.ts';

/** The role by which an account is read, as the registry has it: whom it trusts is told by its external ID. */
export interface AccountRole {
  readonly accountId: string;
  readonly roleArn: string;
  readonly externalId: string;
}

/** What a role's ARN says. */
export interface RolePlace {
  readonly partition: (typeof PARTITIONS)[number];
  /** Where its partition always is, for want of anything better. */
  readonly firstRegion: string;
}

const FIRST_REGIONS = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' } as const;
const ROLE_ARN = /^arn:([a-z-]+):iam::(\d{12}):role\/(?:[!-.0-~]+\/)*[\w+=,.@-]{1,64}$/;
/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** The role of a connected account. From nowhere but the registry's rows: no event and no request says which role is assumed, or how. */
export function roleOf({ id, roleArn, externalId }: Pick<RegisteredAccount, 'id' | 'roleArn' | 'externalId'>): AccountRole {
  return { accountId: id, roleArn, externalId };
}

/**
 * Reads the role's ARN.
 *
 * @throws AwsProblem `role-invalid` when it is none, is of another account than its row, or has no external ID
 */
export function placeOf({ accountId, roleArn, externalId }: AccountRole): RolePlace {
  const [, name, owner] = ROLE_ARN.exec(roleArn) ?? [];
  const partition = PARTITIONS.find((each) => each.name === name);
  if (partition === undefined || owner !== accountId || !EXTERNAL_ID.test(externalId)) throw new AwsProblem('role-invalid');
  return { partition, firstRegion: FIRST_REGIONS[partition.name] };
}
