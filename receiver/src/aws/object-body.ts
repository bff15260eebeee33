import { Readable } from 'node:stream';
import { AwsProblem, problemOf } from './failure.ts';

/** Bounds on reading an object. */
export interface ObjectLimits {
  /** In bytes, as they are stored. @default 67,108,864: CloudTrail's limit is 50 MB */
  readonly maxBytes?: number;
  /** How long S3 may send nothing, in milliseconds; how long we read nothing does not count. @default 30,000 */
  readonly idleTimeoutMs?: number;
  /** How long all of it may take, in milliseconds. @default 900,000 */
  readonly bodyTimeoutMs?: number;
}

/** CloudTrail's files are 50 MB at most. @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * An object's bytes as they come, counted: more than the limit, fewer than were promised, and a sender that stops end it with an
 * {@link AwsProblem}. Whoever destroys it closes the connection.
 */
export class ObjectBody extends Readable {
  readonly #source: Readable;
  readonly #signal: AbortSignal | undefined;
  readonly #idle: NodeJS.Timeout;
  readonly #whole: NodeJS.Timeout;
  readonly #abort = () => void this.destroy(new AwsProblem('aborted'));

  /** @param length what was promised */
  public constructor(source: Readable, length: number | undefined, limits: ObjectLimits = {}, signal?: AbortSignal) {
    super();
    const { maxBytes = MAX_BYTES, idleTimeoutMs = 30_000, bodyTimeoutMs = 900_000 } = limits;
    this.#source = source;
    this.#signal = signal;
    // Whoever reads it meets the error. Nobody's process ends because it came before he began.
    this.on('error', () => undefined);
    const late = () => void this.destroy(new AwsProblem('timeout'));
    // Not while the reader pauses: then nobody asks S3 for more.
    this.#idle = setTimeout(() => (source.isPaused() ? this.#idle.refresh() : late()), idleTimeoutMs);
    this.#whole = setTimeout(late, bodyTimeoutMs);
    // An object that nobody reads keeps no process.
    for (const timer of [this.#idle, this.#whole]) timer.unref();
    signal?.addEventListener('abort', this.#abort, { once: true });

    let bytes = 0;
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) return void this.destroy(tooLarge(maxBytes));
      this.#idle.refresh();
      if (!this.push(chunk)) source.pause();
    });
    source.on('end', () => {
      if (length === undefined || bytes === length) this.push(null);
      else this.destroy(new AwsProblem('cut-short'));
    });
    source.on('error', (error) => this.destroy(problemOf('s3', error)));
    source.on('close', () => {
      if (!source.readableEnded) this.destroy(new AwsProblem('cut-short'));
    });
    if (signal?.aborted === true) this.#abort();
    else if (length !== undefined && length > maxBytes) this.destroy(tooLarge(maxBytes));
  }

  public override _read(): void {
    // The time in which nobody read is not the sender's.
    if (this.#source.isPaused()) this.#idle.refresh();
    this.#source.resume();
  }

  public override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#whole);
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#source.on('error', () => undefined);
    this.#source.destroy();
    done(error);
  }
}

const tooLarge = (maxBytes: number) =>
  new AwsProblem('too-large', `the object is larger than the ${maxBytes} bytes that are read`);
