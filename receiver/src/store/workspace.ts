import type { SignalSource } from '../signals/signal.ts';

/** A webhook as stored: the token is known only by its SHA-256. */
export interface WebhookRow {
  readonly name: string;
  readonly tokenSha256: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Since when it takes nothing. */
  readonly revokedAt?: number;
}

/** What is let through of a list of names: those of `include`, or all without it, but none of `exclude`. `*` stands for any text. */
export interface NameFilter {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** A bucket whose log files a monitor reads. */
export interface BucketPin {
  readonly bucket: string;
  /** What keys must begin with: all before `AWSLogs/`, and as much of the rest as is wanted. */
  readonly prefix: string;
  /** The connected account whose role reads it. */
  readonly accountId: string;
  /** @default - `accountId` */
  readonly ownerAccountId?: string;
  /** @default - asked of S3 */
  readonly region?: string;
}

/** What a monitor takes. */
export interface MonitorSettings {
  /** The detail types of EventBridge, which stand for the same events in log files too. @default - all of its kind */
  readonly detailTypes?: readonly string[];
  /** Such as iam.amazonaws.com. */
  readonly eventSources?: NameFilter;
  /** Such as CreateUser, an alarm's name, or a finding's type. */
  readonly eventNames?: NameFilter;
  /** Accounts whose events are taken though they are not connected; `*` for any. @default - connected ones; any while there are none */
  readonly accountIds?: readonly string[];
  /** Where its log files may lie. Nothing is read from anywhere else. */
  readonly buckets?: readonly BucketPin[];
}

/** A monitor: which topics are trusted, and what is taken of them. */
export interface MonitorRow {
  readonly name: string;
  readonly kind: SignalSource;
  readonly topicArns: readonly string[];
  /** 2 refuses what is signed with SHA-1. */
  readonly minimumSignatureVersion: 1 | 2;
  readonly settings: MonitorSettings;
}

/** Whether an account's role was proven: it can be assumed with the external ID, and cannot without. */
export type ConnectionState = 'unproven' | 'connected' | 'failed';

/** An account and the role by which it is read. */
export interface AccountRow {
  readonly id: string;
  readonly roleArn: string;
  /** Its own. @default - the workspace's */
  readonly externalId?: string;
  readonly primary: boolean;
  readonly state: ConnectionState;
  /** Why the last proof failed. */
  readonly reason?: string;
  /** When it was last tried, in milliseconds since 1970. */
  readonly checkedAt?: number;
}

/** What holds for all accounts. */
export interface WorkspaceRow {
  readonly externalId: string;
  /** Ids of the blueprint's permission groups. */
  readonly permissionGroups: readonly string[];
}

/** All of it as stored. */
export interface Workspace extends WorkspaceRow {
  readonly webhooks: readonly WebhookRow[];
  readonly monitors: readonly MonitorRow[];
  readonly accounts: readonly AccountRow[];
}

/** One step of a change. */
export type WorkspaceChange =
  | { readonly set: 'workspace'; readonly value: Partial<WorkspaceRow> }
  | { readonly set: 'monitor'; readonly value: MonitorRow }
  | { readonly remove: 'monitor'; readonly name: string }
  | { readonly set: 'account'; readonly value: Omit<AccountRow, 'primary'> }
  | { readonly remove: 'account'; readonly id: string }
  | { readonly set: 'primary'; readonly id: string }
  | { readonly set: 'webhook'; readonly value: WebhookRow }
  | { readonly remove: 'webhook'; readonly name: string; readonly at: number };

/** Who may deliver, and what is read. */
export interface WorkspaceStore {
  /** The external ID is made, of 256 bits, when it is first asked for. */
  workspace(): Promise<Workspace>;
  /** The webhook whose token has this SHA-256, revoked or not. */
  webhook(tokenSha256: string): Promise<WebhookRow | undefined>;
  /** The monitors that trust exactly this topic. */
  monitorsOf(topicArn: string): Promise<readonly MonitorRow[]>;
  /**
   * Makes all of these changes or none. Where there are accounts, exactly one of them is the primary: the first to come is; `set`
   * moves it in one step. Removing the primary while others are there is refused, and so is a webhook whose name is taken.
   * What a revoked webhook was called stays taken.
   *
   * @returns why not, when nothing was changed.
   */
  changeWorkspace(changes: readonly WorkspaceChange[]): Promise<WorkspaceProblem | undefined>;
}

/** Why a change is refused. */
export type WorkspaceProblem =
  'monitor-unknown' | 'account-unknown' | 'webhook-unknown' | 'webhook-name-taken' | 'primary-needed';
