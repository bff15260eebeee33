import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RECEIVER_ENV } from '../support/aws-stub.ts';
import { freePort } from '../support/free-port.ts';
import { asEnvironment, type Settings } from './settings.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

/** A receiver that is killed and started again, at one address. */
export class Replica {
  private child: ChildProcess | undefined;
  private readonly settings: Settings;
  private readonly path: string;

  private constructor(settings: Settings, path: string) {
    this.settings = settings;
    this.path = path;
  }

  public static async create(settings: Omit<Settings, 'port'>, path: string): Promise<Replica> {
    return new Replica({ ...settings, port: await freePort() }, path);
  }

  public async start(): Promise<void> {
    const env = { ...process.env, ...RECEIVER_ENV, AWS_EC2_METADATA_DISABLED: 'true', ...asEnvironment(this.settings) };
    const child = spawn(process.execPath, ['--no-warnings', CHILD], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => {
        throw new Error('the receiver ended before it listened');
      }),
    ]);
  }

  /** Without a word. */
  public async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await exited;
  }

  /** The status, or 0 when there was no answer. */
  public async post(body: string): Promise<number> {
    const url = `http://127.0.0.1:${this.settings.port}${this.path}`;
    try {
      const response = await fetch(url, { method: 'POST', body });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
