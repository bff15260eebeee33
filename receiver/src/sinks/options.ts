import type { SignalFormat } from '../signals/format.ts';

/** What every sink has. */
interface CommonOptions {
  /** What it is called in logs and metrics, and what its place in the signals is remembered by: renamed, it begins anew. */
  readonly name: string;
  /**
   * In which form signals are given out.
   *
   * @default signal
   */
  readonly format?: SignalFormat;
}

/**
 * New signals, posted to a URL and signed.
 *
 * The URL is the operator's own, so any address may be named, private ones too.
 */
export interface WebhookSinkOptions extends CommonOptions {
  readonly type: 'webhook';
  /** An https URL; plain http on the receiver's own host only. */
  readonly url: string;
  /** What the requests are signed with: 24 to 64 bytes in base64, `whsec_` before them or not. */
  readonly secret: string;
  /**
   * The secret before, while the other end changes to the new one: requests are signed with both.
   *
   * @default - only one signature
   */
  readonly previousSecret?: string;
  /**
   * Further headers, such as `authorization`.
   *
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** New signals as JSON Lines on standard output. The log then goes to standard error. */
export interface StdoutSinkOptions extends CommonOptions {
  readonly type: 'stdout';
}

/** How the receiver proves to Kafka who it is. */
export interface KafkaSaslOptions {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** New signals, written to a topic of Kafka with the account as key. Needs the package `@platformatic/kafka`. */
export interface KafkaSinkOptions extends CommonOptions {
  readonly type: 'kafka';
  /** Where the cluster is first asked, each as `host:port`. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** @default clarion-receiver */
  readonly clientId?: string;
  /**
   * Whether connections are encrypted, and the brokers' certificates checked by the authorities that Node trusts.
   *
   * @default true
   */
  readonly tls?: boolean;
  /** @default - none */
  readonly sasl?: KafkaSaslOptions;
}

/** Where new signals go. In the file, a secret is `{ "env": "NAME" }`; here it is the secret itself. */
export type SinkOptions = WebhookSinkOptions | StdoutSinkOptions | KafkaSinkOptions;
