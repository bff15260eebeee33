import type { LimitOptions } from '../http/rate-limit.ts';
import type { LogLevel } from '../log.ts';
import type { MonitorOptions, WebhookOptions } from '../registry/registry.ts';
import type { SinkOptions } from '../sinks/options.ts';

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
   * A SQLite file on a local disk, for one receiver; or a PostgreSQL database, as `postgres://…`, for any number of them. A password is
   * best left out of the URL: `PGPASSWORD` or a password file gives it as well.
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
  /**
   * What Prometheus must show for `/metrics`, at least 24 characters: who has it reads numbers, and nothing else.
   *
   * @default - `apiToken`; without either there is no `/metrics`
   */
  readonly metricsToken?: string;
  /** @default info */
  readonly logLevel: LogLevel;
  /**
   * PEM files, read at the start and again when they change.
   *
   * @default - plain HTTP, for a proxy that ends TLS
   */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /**
   * How many requests each webhook takes.
   *
   * @default - 10,000 a second, 20,000 at once
   */
  readonly limits?: Partial<LimitOptions>;
  /**
   * How long signals are kept, in days, by the time of the event: 1 to 3,650.
   *
   * @default - for good
   */
  readonly retentionDays?: number;
  /** Webhooks beside those that `webhook create` makes. */
  readonly webhooks: readonly WebhookOptions[];
  /** Monitors beside those that `monitor add-topic` makes. */
  readonly monitors: readonly MonitorOptions[];
  /** Where new signals go. In the file, a secret is `{ "env": "NAME" }`. */
  readonly sinks: readonly SinkOptions[];
}

/** What holds where nothing is said. */
export const DEFAULTS: Config = {
  host: '127.0.0.1',
  port: 8080,
  database: './clarion-receiver.db',
  logLevel: 'info',
  webhooks: [],
  monitors: [],
  sinks: [],
};

/** Whether a database is a PostgreSQL one, and not a file. */
export function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
}

/** Where webhook URLs begin. */
export function publicUrl({ publicUrl: given, tls, host, port }: Config): string {
  return (
    given?.replace(/\/+$/, '') ?? `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  );
}
