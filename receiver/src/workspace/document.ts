import type { MonitorKind } from '../registry/registry.ts';
import type { MonitorSettings } from '../store/workspace.ts';

/** What a monitor is to be, as the file and the API say it. `schema/workspace.schema.json` has the rules. */
export interface MonitorDefinition extends MonitorSettings {
  readonly kind: MonitorKind;
  readonly topicArns: readonly string[];
  /** @default - what it is already, else 1 */
  readonly minimumSignatureVersion?: 1 | 2;
}

/** What an account is to be. */
export interface AccountDefinition {
  readonly roleArn: string;
  /** Its own, or `generated` for one that is made. @default - the workspace's */
  readonly externalId?: string;
}

/** A workspace as a file says it. What it leaves out is left as it is. */
export interface WorkspaceDocument {
  readonly permissionGroups?: readonly string[];
  readonly monitors?: readonly (MonitorDefinition & { readonly name: string })[];
  readonly accounts?: readonly (AccountDefinition & { readonly id: string; readonly primary?: boolean })[];
  readonly webhooks?: readonly string[];
}
