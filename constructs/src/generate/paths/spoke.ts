import {
  BUS_ARN_PATTERN,
  CLOUDTRAIL_PREREQUISITE,
  DEFAULT_BUS_ARN_PATTERN,
  DEFAULT_PATH,
  ERRORS,
  spokeExcludedRolesLimit,
} from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { sentence } from '../input';
import { ALARM_ACTIONS } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, TAGS } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import { excludeRoleArns, FORWARDED_SOURCES, GUARDDUTY_ACCOUNT_ID } from '../inputs/sources';
import { keyPolicyOf, prerequisite } from '../outputs';
import type { SetupPath } from '../path';

/** Forwards to a hub. */
export const spoke: SetupPath<cdk.ClarionSpoke | cdktf.ClarionSpoke> = {
  name: 'spoke',
  construct: 'ClarionSpoke',
  title: "Forwards the events of one account and Region to the event bus of Clarion's hub.",
  about: `One in each account and Region that is watched, the hub's own included, and in the Regions where sign-ins and global services arrive. The hub is there first: what it does not let in yet is a dead letter. ${CLOUDTRAIL_PREREQUISITE}`,
  usage: 'hub_bus_arn = "arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub"',
  cdk: (stack, props) => new cdk.ClarionSpoke(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.ClarionSpoke(stack, 'this', props),
  groups: [
    {
      label: 'Hub',
      inputs: [
        {
          name: 'hubBusArn',
          label: 'Hub bus ARN',
          description: "The hub's event bus, by its ARN. It may be in any account and Region.",
          type: 'string',
          pattern: {
            expression: BUS_ARN_PATTERN,
            except: DEFAULT_BUS_ARN_PATTERN,
            message: sentence(ERRORS['bus-arn-invalid']),
          },
        },
        {
          ...NAME_PREFIX,
          description:
            "Starts the names of what is made, and is the same as the hub's, which lets in no other. Changing it replaces all that is made.",
        },
      ],
    },
    {
      label: 'What is sent, as far as the hub sends it on',
      inputs: [...FORWARDED_SOURCES, GUARDDUTY_ACCOUNT_ID, excludeRoleArns(spokeExcludedRolesLimit(DEFAULT_PATH))],
    },
    {
      label: 'Delivery',
      inputs: [
        {
          name: 'deliveryAlarms',
          label: 'Delivery alarms',
          description: 'Whether to make an alarm on waiting dead letters: about 0.10 $ a month, times accounts, times Regions.',
          type: 'bool',
          default: false,
        },
        ALARM_ACTIONS,
      ],
    },
    { label: 'Role', inputs: ROLE_INPUTS },
    {
      label: 'Key and tags',
      inputs: [
        {
          ...KMS_KEY_ARN,
          description:
            'A customer managed key of this Region for the dead-letter queue. Its policy must hold the statements of the key policy output.',
        },
        TAGS,
      ],
    },
  ],
  rules: [],
  outputs: [
    {
      name: 'roleArn',
      description: "The role that EventBridge assumes to put events on the hub's bus.",
      of: ({ roleArn }) => roleArn,
    },
    { name: 'ruleArn', description: 'The rule for management events.', of: ({ ruleArn }) => ruleArn },
    {
      name: 'deadLetterQueueUrl',
      description: "Where events wait that could not be put on the hub's bus. They carry no signature.",
      of: ({ deadLetterQueueUrl }) => deadLetterQueueUrl,
    },
    keyPolicyOf(({ keyPolicy }) => keyPolicy),
    prerequisite(CLOUDTRAIL_PREREQUISITE),
  ],
};
