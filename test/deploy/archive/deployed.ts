/** What a deployment of the archive comes to: at the bucket, at the role, and at the webhook. */
import type { Delivered, Webhook } from '../../support/webhook.ts';
import { aws } from '../../support/aws.ts';
import type { Emulator } from '../../support/emulator.ts';
import { permitted } from '../../support/simulate.ts';
import { ACCOUNT } from '../../bucket-notification/customer.ts';

export const ORGANIZATION = 'o-a1b2c3d4e5';
export const PREFIX = `AWSLogs/${ORGANIZATION}/`;

/** A log file as CloudTrail names it. */
export const logFile = (under = PREFIX, kind = 'CloudTrail') =>
  `${under}${ACCOUNT}/${kind}/us-east-1/2026/11/22/${ACCOUNT}_${kind}_us-east-1_20261122T2000Z_aBcDeF.json.gz`;

/** Clarion's role, which step 4 of the setup guide makes. */
export async function integrationRole(emulator: Emulator, RoleName = 'ClarionIntegrationRole'): Promise<void> {
  await aws(emulator, 'iam', 'create-role', { RoleName, AssumeRolePolicyDocument: '{}' });
}

/** Whether the role may do something, by what is attached to it. */
export async function roleMay(
  emulator: Emulator,
  action: string,
  resource: string,
  more: Record<string, string> = {},
): Promise<boolean> {
  const RoleName = 'ClarionIntegrationRole';
  type Attached = { AttachedPolicies: { PolicyArn: string }[] };
  const { AttachedPolicies } = await aws<Attached>(emulator, 'iam', 'list-attached-role-policies', { RoleName });
  const identityPolicies = await Promise.all(
    AttachedPolicies.map(async ({ PolicyArn }) => {
      const { Policy } = await aws<any>(emulator, 'iam', 'get-policy', { PolicyArn });
      const version = { PolicyArn, VersionId: Policy.DefaultVersionId };
      return (await aws<any>(emulator, 'iam', 'get-policy-version', version)).PolicyVersion.Document as unknown;
    }),
  );
  const principal = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
  return permitted({ principal, action, resource, owner: ACCOUNT, identityPolicies, context: more });
}

/** Puts a log file and what lies beside it, and tells which keys the webhook heard of. */
export async function announcedBy(emulator: Emulator, webhook: Webhook, path: string, Bucket: string): Promise<string[]> {
  const keys = [logFile(), logFile('AWSLogs/'), `${PREFIX}${ACCOUNT}/vpcflowlogs/x.log.gz`, 'reports/x.csv'];
  const Body = 'eA==';
  for (const Key of [...keys, logFile(`${PREFIX}last/`)]) await aws(emulator, 's3', 'put-object', { Bucket, Key, Body });
  const noticed = (delivery: Delivered): string[] => {
    if (delivery.path !== path || delivery.message['Type'] !== 'Notification') return [];
    const { Records = [] } = JSON.parse(delivery.message['Message']!) as { Records?: any[] };
    return Records.map(({ s3 }) => decodeURIComponent(s3.object.key as string));
  };
  // Deliveries keep no order, but what should not come would have come with what is put last.
  await webhook.next((delivery) => noticed(delivery).includes(logFile(`${PREFIX}last/`)));
  await webhook.next((delivery) => noticed(delivery).includes(logFile()));
  return [...new Set(webhook.delivered.flatMap(noticed))].filter((key) => keys.includes(key));
}

/** Confirms every subscription that a webhook was asked for. */
export async function confirm(emulator: Emulator, webhook: Webhook, path: string): Promise<void> {
  const { message } = await webhook.next(
    (delivery) => delivery.path === path && delivery.message['Type'] === 'SubscriptionConfirmation',
  );
  await aws(emulator, 'sns', 'confirm-subscription', { TopicArn: message['TopicArn'], Token: message['Token'] });
}
