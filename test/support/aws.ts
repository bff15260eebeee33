import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Emulator } from './emulator.ts';

/** Where a call goes. By default the emulator's first account, 123456789012, in us-east-1. */
export interface Place {
  readonly region?: string;
  readonly account?: string;
}

export type Input = Readonly<Record<string, unknown>>;

/**
 * Ask the emulator as any client of AWS would, with the API's own names:
 * `aws(emulator, 'sns', 'publish', { TopicArn, Message })`. Operations are named as on the command line, dates are ISO text.
 */
export function aws<T = Record<string, unknown>>(
  emulator: Emulator,
  service: string,
  operation: string,
  input: Input = {},
  place: Place = {},
): Promise<T> {
  return emulator.ask(service, operation, input, place) as Promise<T>;
}

export interface AwsClient {
  ask(service: string, operation: string, input: Input, place: Place): Promise<unknown>;
  stop(): void;
}

const CLIENT = fileURLToPath(new URL('./emulator/client.py', import.meta.url));

/** A client that starts when it is first asked, and ends with `stop()` or this process. */
export function awsClient(env: NodeJS.ProcessEnv): AwsClient {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let child: ChildProcessByStdio<Writable, Readable, null> | undefined;
  let asked = 0;

  const start = () => {
    const started = spawn('python3', [CLIENT], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: started.stdout }).on('line', (line) => {
      const { id, result, error } = JSON.parse(line) as { id: number; result?: unknown; error?: string };
      const answered = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) answered?.resolve(result);
      else answered?.reject(new Error(error));
    });
    const end = (error?: Error) => {
      for (const { reject } of waiting.values()) reject(error ?? new Error('the client ended'));
      waiting.clear();
    };
    started.once('error', end).once('close', () => end());
    process.once('exit', stop);
    return started;
  };
  const stop = () => {
    process.removeListener('exit', stop);
    child?.kill('SIGKILL');
    child = undefined;
  };

  return {
    ask: (service, operation, input, { region = 'us-east-1', account }) =>
      new Promise((resolve, reject) => {
        child ??= start();
        const id = ++asked;
        waiting.set(id, { resolve, reject });
        child.stdin.write(
          `${JSON.stringify({ id, service, operation: operation.replaceAll('-', '_'), input, region, account })}\n`,
        );
      }),
    stop,
  };
}
