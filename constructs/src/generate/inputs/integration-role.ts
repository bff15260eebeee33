import {
  ATHENA_BUCKETS_LIMIT,
  BUCKET_ARN_PATTERN,
  DEFAULT_ATHENA_WORKGROUP,
  DEFAULT_INTEGRATION_ROLE_NAME,
  DEFAULT_PERMISSION_GROUPS,
  ERRORS,
  EXTERNAL_ID_LENGTH,
  EXTERNAL_ID_PATTERN,
  PERMISSION_GROUP_IDS,
  PRINCIPAL_PATTERN,
  REGION_PATTERN,
  ROLE_NAME_PATTERN,
  SESSION_PATTERN,
  SESSION_SECONDS,
  WORKGROUP_PATTERN,
} from '../../blueprint';
import { sentence, type Input, type InputGroup } from '../input';

const externalId = { expression: EXTERNAL_ID_PATTERN, message: sentence(ERRORS['external-id-invalid']) };

/** Whom the role trusts. There is no default for either of the first two. */
export const TRUST_GROUP: InputGroup = {
  label: 'Clarion',
  inputs: [
    {
      name: 'principalArn',
      label: 'Principal',
      description:
        'Who may assume the role, as Clarion shows it: the ARN of an account, role or user, or an account ID. Where Clarion makes a role or user anew, the trust ends until it is written again.',
      type: 'string',
      pattern: { expression: PRINCIPAL_PATTERN, message: sentence(ERRORS['principal-invalid']) },
    },
    {
      name: 'externalId',
      label: 'External ID',
      description: 'What the principal must say, as Clarion shows it. No secret, but nobody else has it.',
      type: 'string',
      pattern: externalId,
      length: { from: EXTERNAL_ID_LENGTH.min, to: EXTERNAL_ID_LENGTH.max, message: externalId.message },
    },
    {
      name: 'previousExternalIds',
      label: 'Previous external IDs',
      description:
        'The external IDs before the last change, taken too until Clarion uses the new one. Then leave them out again. A template cannot take one that has a comma.',
      type: 'list(string)',
      default: [],
      pattern: externalId,
    },
    {
      name: 'allowSessionTags',
      label: 'Session tags',
      description: 'Whether the principal may tag its sessions.',
      type: 'bool',
      default: false,
    },
  ],
};

/** What the role may do. */
export const PERMISSIONS_GROUP: InputGroup = {
  label: 'Permissions',
  inputs: [
    {
      name: 'permissionGroups',
      label: 'Permission group',
      description: `What the role may do, by group: ${PERMISSION_GROUP_IDS.join(', ')}.`,
      type: 'choices',
      default: DEFAULT_PERMISSION_GROUPS,
      allowed: { values: PERMISSION_GROUP_IDS, message: sentence(ERRORS['permission-group-unknown']) },
    },
    {
      name: 'athenaWorkgroup',
      label: 'Athena workgroup',
      description: 'The one workgroup that queries of the group athena run in.',
      type: 'string',
      default: DEFAULT_ATHENA_WORKGROUP,
      pattern: { expression: WORKGROUP_PATTERN, message: sentence(ERRORS['workgroup-name-invalid']) },
    },
    {
      name: 'createAthenaWorkgroup',
      label: 'Create the workgroup',
      description:
        'Whether to make that workgroup in this Region, with the group athena. It keeps results by itself for a day, and ends a query that would scan more than 100 GB.',
      type: 'bool',
      default: true,
    },
    {
      name: 'athenaBucketArns',
      label: 'Buckets for Athena',
      description:
        'The ARNs of the buckets that queries of the group athena may read, through Athena alone. Without any, queries find tables and read nothing. The keys of buckets with SSE-KMS are left to you.',
      type: 'list(string)',
      default: [],
      pattern: { expression: BUCKET_ARN_PATTERN, message: sentence(ERRORS['athena-buckets-invalid']) },
      atMost: { count: ATHENA_BUCKETS_LIMIT, message: sentence(ERRORS['athena-buckets-invalid']) },
    },
  ],
};

export const ROLE_NAME: Input = {
  name: 'roleName',
  label: 'Role name',
  description: 'The name of the role, by which Clarion knows it. Changing it replaces the role.',
  type: 'string',
  default: DEFAULT_INTEGRATION_ROLE_NAME,
  pattern: { expression: ROLE_NAME_PATTERN, message: sentence(ERRORS['role-name-invalid']) },
};

export const MAX_SESSION_DURATION: Input = {
  name: 'maxSessionDuration',
  label: 'Session length',
  description: 'How long a session may last, in seconds: 3600 to 43200. A principal that is itself a role gets an hour at most.',
  type: 'number',
  default: SESSION_SECONDS.default,
  pattern: { expression: SESSION_PATTERN, message: sentence(ERRORS['session-duration-invalid']) },
};

export const HOME_REGION: Input = {
  name: 'homeRegion',
  label: 'Home Region',
  description:
    'The one Region where the role and its policies are made, so that the same stack can stand in many. Elsewhere only the ARN of the role is known, so one that is misspelt makes no role anywhere. By default, here.',
  type: 'string',
  default: null,
  pattern: { expression: REGION_PATTERN, message: sentence(ERRORS['region-unknown']) },
};

export const ADOPT: Input = {
  name: 'adopt',
  label: 'Adopt a role',
  description:
    'Whether a role of this name is there already. It is then given the policies; nothing else of it is changed, nor is it deleted. Its trust is yours to write: see the update trust command output. Switched on later, it deletes the role that was made here. With the group athena it can no longer write to S3, whoever else uses it.',
  type: 'bool',
  default: false,
};
