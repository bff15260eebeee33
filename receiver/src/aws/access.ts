import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { STSClient } from '@aws-sdk/client-sts';

/** Where AWS is. */
export interface AwsOptions {
  /** Another AWS than Amazon's, for emulators and tests. @default - `AWS_ENDPOINT_URL`, else Amazon's */
  readonly endpoint?: string;
  /** Where STS is called, and what is tried first for a bucket. @default - `AWS_REGION` or the shared configuration, else the role's partition's first */
  readonly region?: string;
  /** How long a call may take until it is answered, in milliseconds. @default 20,000 */
  readonly callTimeoutMs?: number;
}

/** What clients of AWS have in common: one pool of connections, short time-outs, and one more try at most, since jobs are tried again. */
export class AwsAccess {
  public readonly callTimeoutMs: number;
  readonly #options: AwsOptions;
  readonly #agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
  };
  #ownRegion: Promise<string | undefined> | undefined;

  public constructor(options: AwsOptions = {}) {
    this.#options = options;
    this.callTimeoutMs = options.callTimeoutMs ?? 20_000;
  }

  /** A client's configuration, whichever service it is for. Never destroy such a client: the connections are everybody's. */
  public client(region: string) {
    const { endpoint } = this.#options;
    return {
      region,
      maxAttempts: 2,
      requestHandler: { ...this.#agents, connectionTimeout: 5_000, socketTimeout: 0 },
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  }

  /** Whether a service is somewhere else than at Amazon. */
  public isElsewhere(service: 'S3' | 'SQS'): boolean {
    const { env } = process;
    const ignored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true';
    const configured = ignored ? undefined : (env[`AWS_ENDPOINT_URL_${service}`] ?? env['AWS_ENDPOINT_URL']);
    return (this.#options.endpoint ?? configured ?? '') !== '';
  }

  /** The receiver's own Region, as the SDK finds it. */
  public async region(): Promise<string | undefined> {
    this.#ownRegion ??= this.#options.region === undefined ? configuredRegion() : Promise.resolve(this.#options.region);
    return this.#ownRegion;
  }

  /**
   * Runs a call, breaks it off after its time or when `signal` says so.
   *
   * @throws what the call throws; a TimeoutError when its time is over
   */
  public async call<T>(run: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const controller = new AbortController();
    const late = Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
    const timer = setTimeout(() => controller.abort(late), this.callTimeoutMs);
    const abort = () => controller.abort();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    try {
      return await run(controller.signal);
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Lets go of the connections. */
  public close(): void {
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }
}

async function configuredRegion(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}
