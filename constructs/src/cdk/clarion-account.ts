import type { CfnCondition } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  alarmPublishers,
  archiveInAccount,
  CLOUDTRAIL_TOPIC_SUFFIX,
  checkAccount,
  CLOUDWATCH_TOPIC_SUFFIX,
  DEFAULT_INTEGRATION_ROLE_NAME,
  GUARDDUTY_TOPIC_SUFFIX,
  keyPolicy,
  mayEncrypt,
  plain,
  statementsIf,
  type AccountArchiveOption,
  type AccountOptions,
  type AccountParts,
  type Optional,
  type Publisher,
  type Switch,
} from '../blueprint';
import { CloudTrailArchive, type CloudTrailArchiveProps } from './cloudtrail-archive';
import { CloudTrailEvents } from './cloudtrail-events';
import { CloudWatchAlarms } from './cloudwatch-alarms';
import { choose, isGiven } from './deferred';
import { GuardDutyFindings } from './guardduty-findings';
import { IntegrationRole } from './integration-role';
import { part } from './part';
import { policyObject } from './policy';
import { Topics } from './topics';

/** Properties of `ClarionAccount`. */
export interface ClarionAccountProps extends AccountOptions<CfnCondition>, AccountParts<CfnCondition> {
  /**
   * The log files of CloudTrail in a bucket of this account and Region, step 1B: see `CloudTrailArchive`. It reads with the role of this account,
   * or where none is made here, with the role that `roleName` names and that must be there.
   *
   * @default - no log archive: nobody else knows the bucket
   */
  readonly cloudTrailArchive?: Optional<Pick<CloudTrailArchiveProps, AccountArchiveOption>, CfnCondition>;
}

/**
 * Everything for one account and Region: CloudTrail events, alarms, findings and the role for agent tools, each of which can be left out;
 * and the log archive, where its bucket is named.
 *
 * For several Regions make one in each, with `homeRegion`, since the role is the account's; or a `ClarionHub` and spokes.
 */
export class ClarionAccount extends Construct {
  /** Undefined where it is left out, as are the others. */
  public readonly cloudTrailEvents: CloudTrailEvents | undefined;
  public readonly cloudWatchAlarms: CloudWatchAlarms | undefined;
  public readonly guardDutyFindings: GuardDutyFindings | undefined;
  public readonly integrationRole: IntegrationRole | undefined;
  public readonly cloudTrailArchive: CloudTrailArchive | undefined;
  /** What a customer managed key's policy must hold, so that all topics and dead-letter queues can use it. */
  public readonly keyPolicy: object;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ClarionAccountProps) {
    super(scope, id);
    checkAccount(props);
    const { cloudTrailEvents = true, cloudWatchAlarms = true, guardDutyFindings = true, integrationRole = true } = props;
    const { oneTopic = false, ...options } = props;
    const {
      webhookUrl: _url,
      previousWebhookUrl: _previous,
      subscribe: _subscribe,
      signatureVersion: _version,
      ...others
    } = options;
    const publishers = publishersOf(cloudWatchAlarms);
    const topics = new Topics(this, oneTopic, options, publishers);

    this.cloudTrailEvents = part(cloudTrailEvents, () => {
      const topic = topics.of('CloudTrail', cloudTrailEvents, CLOUDTRAIL_TOPIC_SUFFIX, ['events']);
      return new CloudTrailEvents(this, 'CloudTrailEvents', { ...others, topic });
    });
    this.cloudWatchAlarms = part(cloudWatchAlarms, () => {
      const topic = topics.of('CloudWatch', cloudWatchAlarms, CLOUDWATCH_TOPIC_SUFFIX, alarmPublishers(props));
      return new CloudWatchAlarms(this, 'CloudWatchAlarms', { ...others, topic });
    });
    this.guardDutyFindings = part(guardDutyFindings, () => {
      const topic = topics.of('GuardDuty', guardDutyFindings, GUARDDUTY_TOPIC_SUFFIX, ['events']);
      return new GuardDutyFindings(this, 'GuardDutyFindings', { ...others, topic });
    });
    const trust = { principalArn: plain(props.principalArn) ?? '', externalId: plain(props.externalId) ?? '' };
    this.integrationRole = part(integrationRole, () => new IntegrationRole(this, 'IntegrationRole', { ...others, ...trust }));

    const archive = plain(props.cloudTrailArchive);
    const { roleName: named = DEFAULT_INTEGRATION_ROLE_NAME } = props;
    this.cloudTrailArchive = part(isGiven(props.cloudTrailArchive), () => {
      const roleName = choose(integrationRole, this.integrationRole?.roleName ?? named, named);
      return new CloudTrailArchive(this, 'CloudTrailArchive', { ...archiveInAccount(options, archive!), roleName });
    });
    this.keyPolicy = policyObject([
      ...keyPolicy(publishers),
      ...statementsIf(isGiven(props.cloudTrailArchive), [mayEncrypt('s3')]),
    ]);
  }
}

/** Who publishes to a topic that all monitors share. */
function publishersOf(cloudWatchAlarms: Switch<CfnCondition>): Optional<Publisher, CfnCondition>[] {
  if (typeof cloudWatchAlarms === 'boolean') return cloudWatchAlarms ? ['events', 'cloudwatch'] : ['events'];
  return ['events', { value: 'cloudwatch', given: cloudWatchAlarms }];
}
