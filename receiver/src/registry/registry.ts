import type { AllowedTopic } from '../sns/index.ts';
import type { Store, TopicRow } from '../store/store.ts';
import { isToken, sha256 } from './token.ts';

/** How often a miss may look into the store again, in milliseconds. */
const MISS_INTERVAL_MS = 1_000;

/** What monitors read. More kinds come with their sources. */
export type MonitorKind = 'cloudtrail';

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

/**
 * Who may deliver: the configuration file and the store, merged. Answers come from memory; what another process has added is seen at the
 * next {@link reload}, or at the first miss, of which one a second looks.
 */
export class Registry {
  private webhooks = new Map<string, string>();
  private allowed = new Map<string, AllowedTopic>();
  private rows: readonly TopicRow[] = [];
  private loadedAt = -Infinity;
  private loading: Promise<void> | undefined;

  public constructor(
    private readonly store: Store,
    private readonly configured: { readonly webhooks: readonly WebhookOptions[]; readonly monitors: readonly MonitorOptions[] },
    private readonly now: () => number = Date.now,
  ) {}

  /** The name of the webhook with this token. */
  public async webhook(token: string): Promise<string | undefined> {
    if (!isToken(token)) return undefined;
    const hash = sha256(token);
    return this.find(() => this.webhooks.get(hash));
  }

  /** The topic with exactly this ARN, when a monitor trusts it. */
  public topic(arn: string): Promise<AllowedTopic | undefined> {
    return this.find(() => this.allowed.get(arn));
  }

  /** Every topic with its monitor. */
  public topics(): readonly TopicRow[] {
    return this.rows;
  }

  /** Reads the store again. */
  public reload(): Promise<void> {
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async find<T>(look: () => T | undefined): Promise<T | undefined> {
    const found = look();
    if (found !== undefined) return found;
    if (this.loading === undefined && Math.abs(this.now() - this.loadedAt) < MISS_INTERVAL_MS) return undefined;
    await this.reload();
    return look();
  }

  private async load(): Promise<void> {
    const [webhooks, topics] = await Promise.all([this.store.webhooks(), this.store.topics()]);
    this.webhooks = new Map([...webhooks, ...this.configured.webhooks].map(({ tokenSha256, name }) => [tokenSha256, name]));
    this.rows = [...configuredTopics(this.configured.monitors), ...topics];
    this.allowed = strictest(this.rows);
    this.loadedAt = this.now();
  }
}

function configuredTopics(monitors: readonly MonitorOptions[]): TopicRow[] {
  return monitors.flatMap(({ name, topicArns, minimumSignatureVersion = 1 }) =>
    topicArns.map((arn) => ({ monitor: name, arn, minimumSignatureVersion })),
  );
}

/** A topic of several monitors is held to the strictest of them. */
function strictest(rows: readonly TopicRow[]): Map<string, AllowedTopic> {
  const topics = new Map<string, AllowedTopic>();
  for (const { arn, minimumSignatureVersion: minimum } of rows) {
    if ((topics.get(arn)?.minimumSignatureVersion ?? 0) < minimum) topics.set(arn, { arn, minimumSignatureVersion: minimum });
  }
  return topics;
}
