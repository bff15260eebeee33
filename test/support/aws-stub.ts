/**
 * The tests' own stub of STS, S3 and SQS: what they refuse, as AWS's pages say it. It is no emulator and proves nothing of AWS. It is here
 * because the emulator lets a role of another account be assumed without its external ID, and never asks a KMS key for leave: what must
 * be denied can only be shown against something that denies. Signatures and session policies it does not check; the policy simulator
 * judges those.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerSqs, type StubMessage } from './aws-stub/sqs.ts';
import { answerS3, type StubBucket, type StubObject } from './aws-stub/s3.ts';
import { answerSts, type StubRole, type StubSession } from './aws-stub/sts.ts';
import { StubError, type StubCall } from './aws-stub/call.ts';
import { RECEIVER } from './aws-stub/receiver.ts';

export { RECEIVER, RECEIVER_ENV } from './aws-stub/receiver.ts';
export type { StubBucket, StubCall, StubMessage, StubObject, StubRole };

/** How the body of the next object goes wrong. */
export type BodyFault = 'hangs' | 'breaks off' | 'ends early';

export class AwsStub {
  /** What was asked, oldest first. */
  readonly calls: StubCall[] = [];
  readonly roles = new Map<string, StubRole>();
  readonly sessions = new Map<string, StubSession>();
  readonly buckets = new Map<string, StubBucket>();
  /** Messages by the URL of their queue. */
  readonly queues = new Map<string, StubMessage[]>();
  /** How long sessions live, in milliseconds. */
  sessionMs = 3_600_000;
  /** How many keys a page of a list has. */
  pageSize = 1_000;
  readonly #failures: { readonly operation: string; readonly error: StubError; times: number; after: number }[] = [];
  readonly #faults: BodyFault[] = [];
  readonly #server: Server;

  static async start(): Promise<AwsStub> {
    const stub = new AwsStub();
    stub.#server.listen(0, '127.0.0.1');
    await once(stub.#server, 'listening');
    return stub;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** What `AWS_ENDPOINT_URL` or a client's `endpoint` is set to. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Adds a role, which the receiver may assume unless something else is said. */
  role(arn: string, role: Partial<StubRole> = {}): void {
    this.roles.set(arn, { trusted: [RECEIVER], ...role });
  }

  bucket(name: string, bucket: Omit<StubBucket, 'objects'>): void {
    this.buckets.set(name, { ...bucket, objects: new Map() });
  }

  put(bucket: string, key: string, body: string | Buffer = '', more: Partial<StubObject> = {}): void {
    this.buckets
      .get(bucket)
      ?.objects.set(key, { body: Buffer.from(body), lastModified: new Date('2026-01-02T03:04:05Z'), ...more });
  }

  /** Has calls of an operation, such as `GetObject`, fail: the next, or those behind some that pass. */
  fail(operation: string, status: number, code: string, { times = 1, after = 0, message = 'no' } = {}): void {
    this.#failures.push({ operation, error: new StubError(status, code, message), times, after });
  }

  /** Has nothing fail any more. */
  recover(): void {
    this.#failures.length = 0;
  }

  /** Has the body of the next object go wrong behind its first half. */
  spoil(fault: BodyFault): void {
    this.#faults.push(fault);
  }

  /** Ends every session that there is. */
  expireSessions(): void {
    for (const session of this.sessions.values()) session.expiresAt = 0;
  }

  /** How often an operation was asked for. */
  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://stub');
    const [, accessKeyId = '', region = '', service = ''] =
      /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const asked = {
      method: request.method ?? '',
      url,
      headers: request.headers,
      accessKeyId,
      region,
      body: Buffer.concat(chunks),
    };
    const begin = (call: StubCall) => {
      this.calls.push(call);
      const failure = this.#failures.find(({ operation, times }) => operation === call.operation && times > 0);
      if (failure === undefined || failure.after-- > 0) return;
      failure.times -= 1;
      throw failure.error;
    };
    response.setHeader('x-amzn-requestid', randomUUID());
    response.setHeader('x-amz-request-id', randomUUID().slice(0, 16).toUpperCase());
    if (service === 'sts') answerSts(this, asked, response, begin);
    else if (service === 's3') answerS3(this, asked, response, begin, () => this.#faults.shift());
    else if (service === 'sqs') answerSqs(this.queues, asked, response, begin);
    else response.writeHead(501).end();
  }
}
