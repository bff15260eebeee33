import type { SignalSource } from '../signals/signal.ts';
import type { AccountRow, BucketPin, MonitorRow, Workspace, WorkspaceStore } from '../store/workspace.ts';
import { acceptsAccount } from './accept-account.ts';
import { isToken, sha256 } from './token.ts';
import type { TopicMonitor, TrustedTopic } from './topic-monitor.ts';
import { compileWants } from './wants.ts';

/** What a monitor's topics are for. A topic may be for several: what comes by it is read by what it is. */
export type MonitorKind = SignalSource;

/** A monitor of the configuration file. */
export interface MonitorOptions {
  readonly name: string;
  readonly kind: MonitorKind;
  /** The topics that it trusts, by their exact ARNs. */
  readonly topicArns: readonly string[];
  /**
   * 2 refuses what is signed with SHA-1.
   *
   * @default 1
   */
  readonly minimumSignatureVersion?: 1 | 2;
}

/** A webhook of the configuration file. */
export interface WebhookOptions {
  readonly name: string;
  /** SHA-256 of its token, in hex: the token itself stands only in the URL that SNS has. */
  readonly tokenSha256: string;
}

/** What the configuration file has of the workspace. It is changed there and nowhere else. */
export interface Configured {
  readonly webhooks: readonly WebhookOptions[];
  readonly monitors: readonly MonitorOptions[];
}

/** A topic of one monitor. */
export interface MonitorTopic {
  readonly monitor: string;
  readonly arn: string;
  readonly minimumSignatureVersion: 1 | 2;
}

/** An account with the external ID by which its role is assumed, the workspace's or its own. */
export interface RegisteredAccount extends AccountRow {
  readonly externalId: string;
}

/** A bucket whose log files are read, and for which monitor. */
export interface PinnedBucket extends BucketPin {
  readonly monitor: MonitorRow;
}

/** What was read at one time. */
interface View {
  readonly webhooks: ReadonlyMap<string, string>;
  readonly monitors: readonly MonitorRow[];
  readonly topics: ReadonlyMap<string, TrustedTopic>;
  readonly accounts: ReadonlyMap<string, RegisteredAccount>;
}

/**
 * Who may deliver and what is read: the configuration file and the store, merged. What is known is answered from memory. What is not is
 * looked up in the store each time, since another process may have added it a moment ago, and SNS takes a 403 or a 404 for final. What
 * another process changes or revokes is seen so at the next {@link reload}.
 */
export class Registry {
  private view: View | undefined;
  private reading: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  public constructor(
    private readonly store: Pick<WorkspaceStore, 'workspace' | 'webhook' | 'monitorsOf'>,
    private readonly configured: Configured,
    /** Told before a token is looked up in the store. Throws a Refusal when there are too many. */
    private readonly limitLookup: () => void = () => undefined,
  ) {}

  /** The name of the webhook with this token, when it takes anything. */
  public async webhook(token: string): Promise<string | undefined> {
    if (!isToken(token)) return undefined;
    const hash = sha256(token);
    const known = (await this.load()).webhooks.get(hash);
    if (known !== undefined) return known;
    this.limitLookup();
    const row = await this.store.webhook(hash);
    return row?.revokedAt === undefined ? row?.name : undefined;
  }

  /** The topic with exactly this ARN, when a monitor trusts it. */
  public async topic(arn: string): Promise<TrustedTopic | undefined> {
    const { topics, accounts } = await this.load();
    return topics.get(arn) ?? topicsOf(await this.store.monitorsOf(arn), accounts).get(arn);
  }

  /** The account with this id, and how its role is assumed. Nothing else says that: no event, and no caller. */
  public async account(id: string): Promise<RegisteredAccount | undefined> {
    const known = (await this.load()).accounts.get(id);
    if (known !== undefined) return known;
    await this.reload();
    return this.view?.accounts.get(id);
  }

  /** Every account, as of the last {@link reload}. */
  public accounts(): readonly RegisteredAccount[] {
    return [...(this.view?.accounts.values() ?? [])];
  }

  /** Every bucket whose log files are read, as of the last {@link reload}. */
  public bucketPins(): readonly PinnedBucket[] {
    return this.monitors().flatMap((monitor) => (monitor.settings.buckets ?? []).map((pin) => ({ ...pin, monitor })));
  }

  /** Every topic with its monitor, as of the last {@link reload}. */
  public topics(): readonly MonitorTopic[] {
    return this.monitors().flatMap(({ name, topicArns, minimumSignatureVersion }) =>
      topicArns.map((arn) => ({ monitor: name, arn, minimumSignatureVersion })),
    );
  }

  /** Every monitor, those of the configuration first, as of the last {@link reload}. */
  public monitors(): readonly MonitorRow[] {
    return this.view?.monitors ?? [];
  }

  /** What every monitor takes, whichever topics it trusts, as of the last {@link reload}. */
  public takers(): readonly TopicMonitor[] {
    return this.monitors().map((monitor) => takerOf(monitor, this.view?.accounts ?? new Map()));
  }

  /** Reads the store again: what was written before the call is seen after it. */
  public reload(): Promise<void> {
    // A read under way may have passed by what the caller has just written. One after the other, so that the older never comes last.
    this.next ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        this.reading = this.read();
        return this.reading;
      });
    return this.next;
  }

  private async load(): Promise<View> {
    if (this.view === undefined) await this.reload();
    // Set by now, or the line above has thrown.
    return this.view!;
  }

  private async read(): Promise<void> {
    const stored = await this.store.workspace();
    const monitors = [...this.configured.monitors.map(fromConfiguration), ...stored.monitors];
    const accounts = new Map(stored.accounts.map((row) => [row.id, { ...row, externalId: row.externalId ?? stored.externalId }]));
    const webhooks = webhooksOf(stored, this.configured.webhooks);
    this.view = { webhooks, monitors, topics: topicsOf(monitors, accounts), accounts };
  }
}

function fromConfiguration({ minimumSignatureVersion = 1, ...monitor }: MonitorOptions): MonitorRow {
  return { ...monitor, minimumSignatureVersion, settings: {} };
}

/** A monitor's filter is made ready once, not for each event. */
function takerOf({ name, kind, settings }: MonitorRow, accounts: View['accounts']): TopicMonitor {
  const wants = compileWants(kind, settings);
  const takesAccount = (accountId: string) => acceptsAccount(settings, accountId, accounts);
  return { name, kind, wants, takesAccount, buckets: settings.buckets ?? [] };
}

function webhooksOf({ webhooks }: Workspace, configured: readonly WebhookOptions[]): Map<string, string> {
  const open = webhooks.filter(({ revokedAt }) => revokedAt === undefined);
  return new Map([...open, ...configured].map(({ tokenSha256, name }) => [tokenSha256, name]));
}

/** A topic of several monitors is held to the strictest of them. */
function topicsOf(monitors: readonly MonitorRow[], accounts: View['accounts']): Map<string, TrustedTopic> {
  const topics = new Map<string, TrustedTopic>();
  for (const monitor of monitors) {
    const taker = takerOf(monitor, accounts);
    for (const arn of monitor.topicArns) {
      const known = topics.get(arn);
      const strictest = monitor.minimumSignatureVersion === 2 || known?.minimumSignatureVersion === 2 ? 2 : 1;
      topics.set(arn, { arn, minimumSignatureVersion: strictest, monitors: [...(known?.monitors ?? []), taker] });
    }
  }
  return topics;
}
