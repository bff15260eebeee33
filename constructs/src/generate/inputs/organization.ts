import {
  ACCOUNT_EXTERNAL_IDS_LIMIT,
  ACCOUNT_KEY_PATTERN,
  BUS_ARN_PATTERN,
  DEFAULT_BUS_ARN_PATTERN,
  DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
  ERRORS,
  EXTERNAL_ID_PATTERN,
  ORGANIZATION_ID_PATTERN,
  ORGANIZATIONAL_UNIT_PATTERN,
  PERCENTAGE_PATTERN,
  REGION_PATTERN,
  SIGN_IN_REGIONS,
} from '../../blueprint';
import { sentence, type Input, type InputGroup } from '../input';
import { ADOPT, TRUST_GROUP } from './integration-role';

const units = sentence(ERRORS['organizational-units-invalid']);
const accounts = sentence(ERRORS['account-external-ids-invalid']);

/** Which accounts and Regions are served. */
export const COVERAGE_GROUP: InputGroup = {
  label: 'Organization',
  inputs: [
    {
      name: 'organizationalUnitIds',
      label: 'Organizational units',
      description:
        'The organizational units whose accounts are served, with the units below them: by their ids, or all by the id of the root. The management account is served besides.',
      type: 'list(string)',
      pattern: { expression: ORGANIZATIONAL_UNIT_PATTERN, message: units },
      atLeast: { count: 1, message: units },
    },
    {
      name: 'regions',
      label: 'Regions',
      description:
        'The Regions that are watched: those that are used, and those where sign-ins and the events of global services arrive, which are the default in AWS. In AWS GovCloud (US), give its own. Each must be turned on in every account.',
      type: 'list(string)',
      default: SIGN_IN_REGIONS.aws,
      pattern: {
        expression: REGION_PATTERN,
        except: '^cn-',
        message: `A Region is given by its name. ${sentence(ERRORS['organization-in-china'])}`,
      },
    },
    {
      name: 'delegatedAdministrator',
      label: 'Delegated administrator',
      description:
        'Whether this is an account that the organization has registered as a delegated administrator of StackSets, and not the management account, which is then not served.',
      type: 'bool',
      default: false,
    },
  ],
};

/** Whom the roles trust. */
export const ORGANIZATION_TRUST_GROUP: InputGroup = {
  label: TRUST_GROUP.label,
  inputs: [
    ...TRUST_GROUP.inputs.map((input): Input => {
      if (input.name !== 'previousExternalIds') return input;
      const description =
        'The external IDs before the last change, taken too until Clarion uses the new one. Then leave them out again. None may have a comma.';
      return { ...input, description, pattern: { ...input.pattern!, except: ',' } };
    }),
    {
      name: 'accountExternalIds',
      label: 'External IDs of accounts',
      description: `External IDs of single accounts, by account ID, or by management for the management account; ${ACCOUNT_EXTERNAL_IDS_LIMIT} accounts at most. When an account is given one, or loses it, its role is made anew.`,
      type: 'map(string)',
      default: {},
      keys: { expression: ACCOUNT_KEY_PATTERN, message: accounts },
      pattern: { expression: EXTERNAL_ID_PATTERN, message: sentence(ERRORS['external-id-invalid']) },
      atMost: { count: ACCOUNT_EXTERNAL_IDS_LIMIT, message: accounts },
      terraformOnly: true,
    },
    {
      name: 'previousAccountExternalIds',
      label: 'Previous external IDs of accounts',
      description: 'The external IDs of those accounts before the last change, taken too until Clarion uses the new ones.',
      type: 'map(string)',
      default: {},
      keys: { expression: ACCOUNT_KEY_PATTERN, message: accounts },
      pattern: { expression: EXTERNAL_ID_PATTERN, except: ',', message: sentence(ERRORS['external-id-invalid']) },
      terraformOnly: true,
    },
    {
      name: 'strictExternalIds',
      label: 'Strict external IDs',
      description:
        'Whether accounts that join later are given no role by themselves, since they could only be given the common external ID. In Terraform, decide once: the provider cannot change it while there are stacks.',
      type: 'bool',
      default: false,
    },
  ],
};

/** The hub that is there, or one that is made here. */
export const HUB_GROUP: InputGroup = {
  label: 'Hub',
  inputs: [
    {
      name: 'hubBusArn',
      label: 'Hub bus ARN',
      description:
        'The event bus of a hub that is there already, by its ARN. By default a hub is made here, for the organization.',
      type: 'string',
      default: null,
      pattern: { expression: BUS_ARN_PATTERN, except: DEFAULT_BUS_ARN_PATTERN, message: sentence(ERRORS['bus-arn-invalid']) },
    },
    {
      name: 'organizationId',
      label: 'Organization',
      description: 'The organization whose accounts may send to the hub that is made here, by its id.',
      type: 'string',
      default: null,
      pattern: { expression: ORGANIZATION_ID_PATTERN, message: sentence(ERRORS['organization-id-invalid']) },
    },
  ],
};

/** Roles that are there already, one in each account. */
export const ADOPT_ALL: Input = {
  ...ADOPT,
  description:
    'Whether a role of this name is there already, in every account. It is then given the policies; nothing else of it is changed, nor is it deleted. Its trust is yours to write. Switched on later, it deletes the roles that were made here.',
};

/** How the StackSets go about it. */
export const STACK_SETS_GROUP: InputGroup = {
  label: 'StackSets',
  inputs: [
    {
      name: 'failureTolerancePercentage',
      label: 'Failure tolerance',
      description:
        'In how many accounts of a hundred, by Region, a stack may fail before no more are tried. Some may be denied by policy.',
      type: 'number',
      default: DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
      pattern: { expression: PERCENTAGE_PATTERN, message: sentence(ERRORS['failure-tolerance-invalid']) },
    },
    {
      name: 'retainStacks',
      label: 'Retain stacks',
      description:
        'Whether the role and the spokes stay in an account that leaves the organizational units, with the access that they give. In Terraform, decide once: the provider cannot change it while there are stacks.',
      type: 'bool',
      default: false,
    },
  ],
};

/** Beside the hub's own. */
export const SPOKE_ALARMS: Input = {
  name: 'spokeAlarms',
  label: 'Alarms of spokes',
  description: 'Whether each spoke has an alarm on waiting dead letters: about 0.10 $ a month, times accounts, times Regions.',
  type: 'bool',
  default: false,
};
