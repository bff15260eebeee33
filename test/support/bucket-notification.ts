import * as sdk from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { Emulator } from './emulator.ts';

const SOURCE = readFileSync(new URL('../../constructs/lambda/bucket-notification.js', import.meta.url), 'utf8');

/** What CloudFormation is told. */
export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/**
 * An S3 command by its name, how many times it has been sent before, and what ends it. What it returns is S3's answer, unless that is
 * nothing.
 */
type Before = (command: string, sentBefore: number, signal: AbortSignal) => unknown;

export interface Options {
  readonly emulator?: Pick<Emulator, 'url'>;
  readonly region?: string;
  /** Runs before each command reaches S3: another writer, or S3's answer, or an error in its place. */
  readonly before?: Before;
  /** How long Lambda lets it run. @default two minutes */
  readonly remainingMs?: number;
  /** What CloudFormation's URL answers. @default 200 */
  readonly answers?: () => Response;
}

/** An error as S3 sends it. */
export function s3Error(name: string, httpStatusCode: number, message = name, more: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode }, ...more });
}

/** What a promise rejects with that a signal ended. */
export const ABORTED = Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });

/** The function's text, run as Lambda runs it, against the emulator's S3. It waits for nothing. */
export function bucketNotification(options: Options = {}) {
  const { emulator, region = 'us-east-1', before, remainingMs = 120_000, answers = () => new Response() } = options;
  const commands: string[] = [];
  const logged: string[] = [];
  const answered: { url: string; body: string; contentType: string | null }[] = [];
  let waited = 0;

  class S3Client extends sdk.S3Client {
    public constructor(config: sdk.S3ClientConfig) {
      const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
      super({ ...config, region, credentials, endpoint: emulator?.url ?? 'http://127.0.0.1:9' });
    }
    public override async send(command: any, ...rest: any[]): Promise<any> {
      const { name } = command.constructor;
      const sentBefore = commands.filter((each) => each === name).length;
      commands.push(name);
      const [{ abortSignal }] = rest;
      const instead = await before?.(name, sentBefore, abortSignal);
      return instead ?? super.send(command, ...rest);
    }
  }
  const modules: Record<string, unknown> = {
    '@aws-sdk/client-s3': { ...sdk, S3Client },
    'node:timers/promises': {
      async setTimeout(ms: number, _value: unknown, { signal }: { signal?: AbortSignal } = {}) {
        waited += ms;
        if (signal?.aborted) throw ABORTED;
      },
    },
  };
  const fetch = async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    answered.push({ url, body: await request.text(), contentType: request.headers.get('content-type') });
    return answers();
  };
  const exported: { handler?: (event: unknown, context: object) => Promise<unknown> } = {};
  // Lambda gives the Region by the environment, which is this whole process's here.
  const process = { env: { AWS_REGION: region } };
  const run = compileFunction(SOURCE, ['exports', 'require', 'console', 'fetch', 'process']);
  run(exported, (name: string) => modules[name], { log: (text: string) => logged.push(text) }, fetch, process);
  const handler = (event: unknown) => exported.handler!(event, { getRemainingTimeInMillis: () => remainingMs });

  return {
    commands,
    logged,
    answered,
    waitedMs: () => waited,
    /** As Terraform does: what it throws, or returns. */
    invoke: handler,
    /** As CloudFormation does: what it is told. */
    async ask(event: object): Promise<Answer> {
      await handler({ ...ENVELOPE, ...event });
      return JSON.parse(answered.at(-1)!.body) as Answer;
    },
  };
}

export const RESPONSE_URL = 'https://cloudformation-custom-resource-response.example.com/arn?X-Amz-Signature=secret';
const ENVELOPE = { ResponseURL: RESPONSE_URL, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Notification' };
