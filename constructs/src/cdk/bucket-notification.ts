import { Aws, CfnResource, type CfnCondition } from 'aws-cdk-lib';
import { CfnRolePolicy } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import {
  ACKNOWLEDGED_RULES,
  NOTIFICATION_ANSWER_SECONDS,
  NOTIFICATION_FUNCTION,
  NOTIFICATION_ROLE_DESCRIPTION,
  notificationLogStatements,
  notificationRequest,
  notificationStatements,
  notificationTrust,
  policyDocument,
  type RoleOptions,
  type Switch,
} from '../blueprint';
import { bucketNotificationSource } from '../lambda';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { choose, makeIf } from './deferred';
import { serviceRole } from './service-role';

/** A bucket that is not ours, and our entry among its notifications. */
export interface BucketNotificationProps extends RoleOptions<CfnCondition> {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly entry: object;
  /** Whether all other entries go. */
  readonly replaces: Switch<CfnCondition>;
  /** What S3 must wait for, so that it may publish. */
  readonly admittedBy: IDependable;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The entry, the function that writes it and takes it away again, and the role of that. */
export class BucketNotification extends Construct {
  public constructor(scope: Construct, id: string, props: BucketNotificationProps, when: Switch<CfnCondition>) {
    super(scope, id);
    const { bucketName, bucketArn, replaces } = props;
    const { description, runtime, handler, timeoutSeconds, memoryMegabytes, logRetentionDays } = NOTIFICATION_FUNCTION;
    const [accountId, partition, region] = [Aws.ACCOUNT_ID, Aws.PARTITION, Aws.REGION];
    const logGroup = makeIf(when, () => new CfnLogGroup(this, 'LogGroup', { retentionInDays: logRetentionDays }));
    if (logGroup === undefined) return;

    const role = makeIf(when, () => {
      const permissions = notificationLogStatements({ partition, region, accountId, logGroupName: logGroup.ref });
      const config = { description: NOTIFICATION_ROLE_DESCRIPTION, trust: notificationTrust(), permissions };
      const made = serviceRole(this, 'Role', config, props);
      acknowledgeWildcards(made, permissions);
      return made;
    })!;
    // By the bucket's name, so that there are two while the entry moves from one bucket to another: it is taken from the old one last.
    const policy = makeIf(when, () => {
      const policyName = `clarion-${bucketName}`;
      return new CfnRolePolicy(this, 'Policy', {
        roleName: role.ref,
        policyName,
        policyDocument: policyDocument(notificationStatements(bucketArn)),
      });
    })!;
    const writer = makeIf(
      when,
      () =>
        new CfnFunction(this, 'Function', {
          description,
          runtime,
          handler,
          timeout: timeoutSeconds,
          memorySize: memoryMegabytes,
          code: { zipFile: bucketNotificationSource() },
          role: role.attrArn,
          loggingConfig: { logGroup: logGroup.ref },
        }),
    )!;
    acknowledge(writer, ACKNOWLEDGED_RULES.bucketNotification);
    const entry = makeIf(when, () => {
      const request = notificationRequest({
        bucketName,
        accountId,
        replaces: choose(replaces, 'true', 'false'),
        entry: props.entry,
      });
      const properties = { ServiceToken: writer.attrArn, ServiceTimeout: NOTIFICATION_ANSWER_SECONDS, ...request };
      return new CfnResource(this, 'Entry', { type: 'Custom::ClarionBucketNotification', properties });
    })!;
    entry.node.addDependency(policy, props.admittedBy);
  }
}
