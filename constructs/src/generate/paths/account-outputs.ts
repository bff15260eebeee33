import { ARCHIVE_PREREQUISITE, CLOUDTRAIL_PREREQUISITE, CLOUDWATCH_PREREQUISITE, GUARDDUTY_PREREQUISITE } from '../../blueprint';
import { clarion, keyPolicyOf } from '../outputs';
import type { Output } from '../path';
import { ARCHIVE_OUTPUTS, type ArchiveOfAccount } from './account-archive';
import { integrationRole } from './integration-role';

/** The parts that send by a rule or a topic that monitors may share. */
export type Monitor = 'cloudTrailEvents' | 'cloudWatchAlarms' | 'guardDutyFindings';

interface MonitorOfAccount {
  readonly topicArn: string;
  readonly topicDeadLetters: string;
  readonly ruleDeadLetters: string;
}

/** What an account gives back, in either engine and as a module: empty, or nothing in a module, what is left out. */
export interface Account extends Readonly<Record<Monitor, MonitorOfAccount>> {
  readonly roleArn: string;
  readonly trustPolicy: string;
  readonly updateTrustCommand: string;
  readonly externalId: string;
  readonly archive: ArchiveOfAccount;
  readonly keyPolicy: object;
}

const ADOPTING = ['trustPolicy', 'updateTrustCommand'] as const;

export const ACCOUNT_OUTPUTS: readonly Output<Account>[] = [
  { name: 'cloudTrailTopicArn', description: "For Clarion's CloudTrail monitor.", of: (made) => made.cloudTrailEvents.topicArn },
  { name: 'cloudWatchTopicArn', description: "For Clarion's CloudWatch monitor.", of: (made) => made.cloudWatchAlarms.topicArn },
  { name: 'guardDutyTopicArn', description: "For Clarion's GuardDuty monitor.", of: (made) => made.guardDutyFindings.topicArn },
  { name: 'roleArn', description: "For Clarion's AWS integration.", of: (made) => made.roleArn },
  ...ADOPTING.map((name): Output<Account> => {
    const { description } = integrationRole.outputs.find((each) => each.name === name)!;
    return { name, description, of: (made) => made[name] };
  }),
  ...ARCHIVE_OUTPUTS,
  {
    name: 'deadLetterQueueUrls',
    description:
      'Where messages wait that SNS could not deliver, and events that EventBridge could not publish, which carry no signature: by monitor, as JSON.',
    of: ({ cloudTrailEvents, cloudWatchAlarms, guardDutyFindings, archive }) => {
      const both = ({ topicDeadLetters: topic, ruleDeadLetters: rule }: MonitorOfAccount) => ({ topic, rule });
      return {
        cloudtrail: both(cloudTrailEvents),
        cloudtrailArchive: { topic: archive.topicDeadLetters },
        cloudwatch: both(cloudWatchAlarms),
        guardduty: both(guardDutyFindings),
      };
    },
  },
  keyPolicyOf(({ keyPolicy }) => keyPolicy),
  {
    name: 'prerequisite',
    description: 'What must be there besides.',
    of: () =>
      [
        CLOUDTRAIL_PREREQUISITE,
        CLOUDWATCH_PREREQUISITE,
        GUARDDUTY_PREREQUISITE,
        `For the log archive: ${ARCHIVE_PREREQUISITE}`,
      ].join(' '),
  },
  clarion(({ cloudTrailEvents, cloudWatchAlarms, guardDutyFindings, archive, roleArn, externalId }) => ({
    topicArns: {
      cloudtrail: cloudTrailEvents.topicArn,
      cloudtrailArchive: archive.topicArn,
      cloudwatch: cloudWatchAlarms.topicArn,
      guardduty: guardDutyFindings.topicArn,
    },
    roleArn,
    externalId,
  })),
];
