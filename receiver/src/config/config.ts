import type { LogLevel } from '../log.ts';
import type { MonitorOptions, WebhookOptions } from '../registry/registry.ts';

/** How a receiver is set up. The file has the same names; `schema.ts` checks it. */
export interface Config {
  /**
   * The address to listen on.
   *
   * @default 127.0.0.1
   */
  readonly host: string;
  /** @default 8080 */
  readonly port: number;
  /**
   * The SQLite file, on a local disk.
   *
   * @default ./clarion-receiver.db
   */
  readonly database: string;
  /**
   * What SNS reaches the receiver by, without a path: what webhook URLs begin with.
   *
   * @default - host and port
   */
  readonly publicUrl?: string;
  /**
   * What readers of `/api` must show, at least 24 characters.
   *
   * @default - there is no `/api`
   */
  readonly apiToken?: string;
  /** @default info */
  readonly logLevel: LogLevel;
  /**
   * PEM files, read at the start.
   *
   * @default - plain HTTP, for a proxy that ends TLS
   */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Webhooks beside those that `webhook create` makes. */
  readonly webhooks: readonly WebhookOptions[];
  /** Monitors beside those that `monitor add-topic` makes. */
  readonly monitors: readonly MonitorOptions[];
}

/** What holds where nothing is said. */
export const DEFAULTS: Config = {
  host: '127.0.0.1',
  port: 8080,
  database: './clarion-receiver.db',
  logLevel: 'info',
  webhooks: [],
  monitors: [],
};

/** Where webhook URLs begin. */
export function publicUrl({ publicUrl: given, tls, host, port }: Config): string {
  return (
    given?.replace(/\/+$/, '') ?? `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  );
}
