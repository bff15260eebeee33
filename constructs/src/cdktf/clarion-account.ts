import type { IResolvable } from 'cdktf';
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
  type Publisher,
} from '../blueprint';
import { CloudTrailArchive, type CloudTrailArchiveProps } from './cloudtrail-archive';
import { CloudTrailEvents } from './cloudtrail-events';
import { CloudWatchAlarms } from './cloudwatch-alarms';
import { isGiven } from './deferred';
import { GuardDutyFindings } from './guardduty-findings';
import { IntegrationRole } from './integration-role';
import { part } from './part';
import { policyObject } from './policy';
import { Topics } from './topics';

/** Properties of `ClarionAccount`. Which parts there are is decided in code. */
export interface ClarionAccountProps extends AccountOptions<IResolvable>, AccountParts {
  /**
   * The log files of CloudTrail in a bucket of this account and Region, step 1B: see `CloudTrailArchive`. It reads with the role of this account,
   * or where none is made here, with the role that `roleName` names and that must be there.
   *
   * @default - no log archive: nobody else knows the bucket
   */
  readonly cloudTrailArchive?: Pick<CloudTrailArchiveProps, AccountArchiveOption>;
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
    const publishers: readonly Publisher[] = cloudWatchAlarms ? ['events', 'cloudwatch'] : ['events'];
    const topics = new Topics(this, oneTopic, options, publishers);

    this.cloudTrailEvents = part(cloudTrailEvents, () => {
      const topic = topics.of('cloud-trail', CLOUDTRAIL_TOPIC_SUFFIX, ['events']);
      return new CloudTrailEvents(this, 'cloud-trail-events', { ...others, topic });
    });
    this.cloudWatchAlarms = part(cloudWatchAlarms, () => {
      const topic = topics.of('cloud-watch', CLOUDWATCH_TOPIC_SUFFIX, alarmPublishers(props));
      return new CloudWatchAlarms(this, 'cloud-watch-alarms', { ...others, topic });
    });
    this.guardDutyFindings = part(guardDutyFindings, () => {
      const topic = topics.of('guard-duty', GUARDDUTY_TOPIC_SUFFIX, ['events']);
      return new GuardDutyFindings(this, 'guard-duty-findings', { ...others, topic });
    });
    const trust = { principalArn: plain(props.principalArn) ?? '', externalId: plain(props.externalId) ?? '' };
    this.integrationRole = part(integrationRole, () => new IntegrationRole(this, 'integration-role', { ...others, ...trust }));

    const archive = props.cloudTrailArchive;
    const { roleName: named = DEFAULT_INTEGRATION_ROLE_NAME } = props;
    this.cloudTrailArchive = part(archive !== undefined, () => {
      const roleName = this.integrationRole?.roleName ?? named;
      return new CloudTrailArchive(this, 'cloud-trail-archive', { ...archiveInAccount(options, archive!), roleName });
    });
    this.keyPolicy = policyObject([...keyPolicy(publishers), ...statementsIf(isGiven(archive), [mayEncrypt('s3')])]);
  }
}
