import { DEFAULT_PATH, ERRORS, PATH_PATTERN, POLICY_ARN_PATTERN } from '../../blueprint';
import { sentence, type Input } from '../input';

/** For every path that makes a role. */
export const ROLE_INPUTS: readonly Input[] = [
  {
    name: 'permissionsBoundaryArn',
    label: 'Permissions boundary',
    description: 'A permissions boundary for every role that is made, by the ARN of the policy.',
    type: 'string',
    default: null,
    pattern: { expression: POLICY_ARN_PATTERN, message: sentence(ERRORS['boundary-invalid']) },
  },
  {
    name: 'path',
    label: 'Role path',
    description:
      'The path of every role that is made. Changing it replaces the role, which CloudFormation does only under another name.',
    type: 'string',
    default: DEFAULT_PATH,
    pattern: { expression: PATH_PATTERN, message: sentence(ERRORS['path-invalid']) },
  },
];
