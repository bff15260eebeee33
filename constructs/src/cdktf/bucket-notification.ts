import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { AssetType, Fn, TerraformAsset, type IResolvable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  NOTIFICATION_FUNCTION,
  NOTIFICATION_ROLE_DESCRIPTION,
  notificationLogStatements,
  notificationRequest,
  notificationStatements,
  notificationTrust,
  type AccountRefs,
  type RoleOptions,
  type Switch,
} from '../blueprint';
import { BUCKET_NOTIFICATION_ZIP } from '../lambda';
import { attribute, choose, makeIf } from './deferred';
import { policyJson } from './policy';
import { serviceRole } from './service-role';

/** A bucket that is not ours, and our entry among its notifications. */
export interface BucketNotificationProps extends RoleOptions<IResolvable> {
  readonly namePrefix: string;
  readonly topicName: string;
  readonly account: AccountRefs & { readonly region: string };
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly entry: object;
  /** Whether all other entries go. */
  readonly replaces: Switch<IResolvable>;
  /** What S3 must wait for, so that it may publish. */
  readonly admittedBy: ITerraformDependable | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The entry, the function that writes it and takes it away again, and the role of that. */
export class BucketNotification extends Construct {
  public constructor(scope: Construct, id: string, props: BucketNotificationProps, when: Switch<IResolvable>) {
    super(scope, id);
    const { bucketName, bucketArn, replaces, account, tags } = props;
    const { description, runtime, handler, timeoutSeconds, memoryMegabytes, logRetentionDays } = NOTIFICATION_FUNCTION;
    const names = { namePrefix: `${props.namePrefix}-notification-`, ...(tags && { tags }) };
    const logGroup = makeIf(
      when,
      (meta) => new CloudwatchLogGroup(this, 'log-group', { ...meta, ...names, retentionInDays: logRetentionDays }),
    );
    if (logGroup === undefined) return;
    const logGroupName = attribute(logGroup, 'name');

    const role = makeIf(when, (meta) => {
      const permissions = notificationLogStatements({ ...account, logGroupName });
      const { namePrefix } = names;
      const config = { ...meta, namePrefix, description: NOTIFICATION_ROLE_DESCRIPTION, trust: notificationTrust(), permissions };
      return serviceRole(this, 'role', config, props);
    });
    // By the bucket's name, and made before the old one goes: it is needed to take the entry from one bucket to another.
    const policy = makeIf(when, (meta) => {
      const json = policyJson(this, 'bucket-policy-document', notificationStatements(bucketArn), meta);
      const lifecycle = { createBeforeDestroy: true };
      return new IamRolePolicy(this, 'bucket-policy', {
        ...meta,
        name: `clarion-${bucketName}`,
        role: attribute(role, 'id'),
        policy: json,
        lifecycle,
      });
    })!;
    const writer = makeIf(
      when,
      (meta) =>
        new LambdaFunction(this, 'function', {
          ...meta,
          // Functions have fixed names: the topic's makes it the only one.
          functionName: `${names.namePrefix}${Fn.substr(Fn.sha256(props.topicName), 0, 8)}`,
          description,
          runtime,
          handler,
          timeout: timeoutSeconds,
          memorySize: memoryMegabytes,
          filename: new TerraformAsset(this, 'code', { path: BUCKET_NOTIFICATION_ZIP, type: AssetType.FILE }).path,
          sourceCodeHash: createHash('sha256').update(readFileSync(BUCKET_NOTIFICATION_ZIP)).digest('base64'),
          role: attribute(role, 'arn'),
          loggingConfig: { logFormat: 'Text', logGroup: logGroupName },
          ...(tags && { tags }),
        }),
    );
    makeIf(when, (meta) => {
      const { accountId } = account;
      const request = notificationRequest({
        bucketName,
        accountId,
        replaces: choose(replaces, 'true', 'false'),
        entry: props.entry,
      });
      return new LambdaInvocation(this, 'entry', {
        ...meta,
        functionName: attribute(writer, 'function_name'),
        lifecycleScope: 'CRUD',
        input: Fn.jsonencode(request),
        dependsOn: [policy, ...(props.admittedBy === undefined ? [] : [props.admittedBy])],
      });
    });
  }
}
