import type { SignalSource } from '../signals/signal.ts';
import type { AllowedTopic } from '../sns/index.ts';
import type { Store, TopicRow } from '../store/store.ts';
import { isToken, sha256 } from './token.ts';

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

/**
 * Who may deliver: the configuration file and the store, merged. What is known is answered from memory. What is not is looked up in the
 * store each time, since another process may have added it a moment ago, and SNS takes a 403 or a 404 for final. A topic whose minimum
 * another process has changed is seen so at the next {@link reload}.
 */
export class Registry {
  private webhooks = new Map<string, string>();
  private allowed = new Map<string, AllowedTopic>();
  private rows: readonly TopicRow[] = [];
  private loaded = false;
  private loading: Promise<void> | undefined;

  public constructor(
    private readonly store: Store,
    private readonly configured: { readonly webhooks: readonly WebhookOptions[]; readonly monitors: readonly MonitorOptions[] },
  ) {}

  /** The name of the webhook with this token. */
  public async webhook(token: string): Promise<string | undefined> {
    if (!isToken(token)) return undefined;
    const hash = sha256(token);
    await this.load();
    return this.webhooks.get(hash) ?? (await this.store.webhook(hash))?.name;
  }

  /** The topic with exactly this ARN, when a monitor trusts it. */
  public async topic(arn: string): Promise<AllowedTopic | undefined> {
    await this.load();
    return this.allowed.get(arn) ?? strictest(await this.store.topic(arn)).get(arn);
  }

  /** Every topic with its monitor. */
  public topics(): readonly TopicRow[] {
    return this.rows;
  }

  /** Reads the store again. */
  public reload(): Promise<void> {
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(): Promise<void> {
    if (!this.loaded) await this.reload();
  }

  private async read(): Promise<void> {
    const [webhooks, topics] = await Promise.all([this.store.webhooks(), this.store.topics()]);
    this.webhooks = new Map([...webhooks, ...this.configured.webhooks].map(({ tokenSha256, name }) => [tokenSha256, name]));
    this.rows = [...configuredTopics(this.configured.monitors), ...topics];
    this.allowed = strictest(this.rows);
    this.loaded = true;
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
