import { compact } from '../json.ts';
import type { Configured } from '../registry/registry.ts';
import type { AccountRow, MonitorRow, WebhookRow, Workspace } from '../store/workspace.ts';
import type { WorkspaceDocument } from './document.ts';

/** What is shown of a workspace, over HTTP and by `--json`. A token is nowhere in it: only its digest is known. */
export function workspaceView(workspace: Workspace, configured: Configured) {
  const { externalId, permissionGroups } = workspace;
  return {
    externalId,
    permissionGroups,
    monitors: monitorViews(workspace, configured),
    accounts: workspace.accounts.map((account) => accountView(account, workspace)),
    webhooks: webhookViews(workspace, configured),
  };
}

/** Those of the configuration file first, which are changed there. */
export function monitorViews({ monitors }: Workspace, configured: Configured) {
  return [
    ...configured.monitors.map(({ minimumSignatureVersion = 1, ...monitor }) =>
      monitorView({ ...monitor, minimumSignatureVersion, settings: {} }, true),
    ),
    ...monitors.map((monitor) => monitorView(monitor, false)),
  ];
}

/** A monitor as the file says it. */
export function monitorView({ settings, ...monitor }: MonitorRow, configured: boolean) {
  return { ...monitor, ...settings, configured };
}

/** An account with the external ID by which its role is assumed. */
export function accountView({ externalId, checkedAt, ...account }: AccountRow, workspace: Pick<Workspace, 'externalId'>) {
  return {
    ...account,
    externalId: externalId ?? workspace.externalId,
    ownExternalId: externalId !== undefined,
    ...compact({ checkedAt: timeOf(checkedAt) }),
  };
}

/** A webhook without what its token is known by. */
export interface WebhookView {
  readonly name: string;
  /** Whether it is in the configuration file. */
  readonly configured: boolean;
  readonly createdAt?: string;
  /** Since when it takes nothing. */
  readonly revokedAt?: string;
}

/** Those of the configuration file first. */
export function webhookViews({ webhooks }: Workspace, configured: Configured): WebhookView[] {
  return [...configured.webhooks.map(({ name }) => ({ name, configured: true })), ...webhooks.map(webhookView)];
}

/** {@link WebhookView} */
export function webhookView({ name, createdAt, revokedAt }: WebhookRow): WebhookView {
  return compact({ name, configured: false, createdAt: timeOf(createdAt), revokedAt: timeOf(revokedAt) });
}

/** The workspace as a file that changes nothing when it is applied. */
export function documentOf({ permissionGroups, monitors, accounts, webhooks }: Workspace): WorkspaceDocument {
  return {
    permissionGroups,
    monitors: monitors.map(({ settings, ...monitor }) => ({ ...monitor, ...settings })),
    accounts: accounts.map(({ id, roleArn, externalId, primary }) => ({
      id,
      roleArn,
      ...compact({ externalId, primary: primary || undefined }),
    })),
    webhooks: webhooks.filter(({ revokedAt }) => revokedAt === undefined).map(({ name }) => name),
  };
}

function timeOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
