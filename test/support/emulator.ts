import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { awsClient, type AwsClient } from './aws.ts';
import { freePort } from './free-port.ts';

/** A local AWS: moto with what it leaves out of SNS, EventBridge, CloudWatch, IAM and CloudFormation (`emulator/main.py` says what, and what that proves). */
export interface Emulator {
  readonly url: string;
  /** For a child process that speaks to AWS: everything of this process but what names another AWS. */
  readonly env: NodeJS.ProcessEnv;
  /** Call an API. Tests use `aws()`, which says what comes back. */
  readonly ask: AwsClient['ask'];
  /** The PEM behind a `SigningCertURL`. The receiver's own fetch, in tests. */
  fetchCertificate(url: string): Promise<string>;
  /** Forget every resource of every account. The signing certificate stays. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  /** The last of what the emulator wrote, for a test that failed. */
  stderr(): string;
}

export interface EmulatorOptions {
  /** A file of certificates that deliveries to webhooks trust. */
  readonly caFile?: string;
  /** The pause between two tries of a delivery. @default 0.05 */
  readonly retrySeconds?: number;
  /** At most so many retries, whatever a delivery policy says. @default 5 */
  readonly maxRetries?: number;
}

const MAIN = fileURLToPath(new URL('./emulator/main.py', import.meta.url));
const REGION = 'us-east-1';
const READY_WITHIN_MS = 30_000;
const KEPT_STDERR = 20_000;

/** Variables that would send a client to another AWS, or make it distrust this one. */
const FOREIGN = /^(AWS_|MOTO_|EMULATOR_|(REQUESTS|CURL)_CA_BUNDLE$|(https?|all|no)_proxy$)/i;
const neutral = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));

/** Start a local AWS on a free port. It ends with `stop()`, or with this process. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('python3', [MAIN, '--port', String(port), '--end-with-parent'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      ...neutral(),
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      EMULATOR_NODE: process.execPath,
      ...(options.caFile !== undefined && { REQUESTS_CA_BUNDLE: options.caFile }),
      ...(options.retrySeconds !== undefined && { EMULATOR_RETRY_SECONDS: String(options.retrySeconds) }),
      ...(options.maxRetries !== undefined && { EMULATOR_MAX_RETRIES: String(options.maxRetries) }),
    },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-KEPT_STDERR)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  let running = true;
  void ended.then(() => (running = false));
  const env: NodeJS.ProcessEnv = {
    ...neutral(),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // Neither a person's profile nor an instance's role may be found by mistake.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  const client = awsClient(env);
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    client.stop();
    kill();
    await ended;
  };

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(`${url}/moto-api/`))) {
    if (running && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    await stop();
    throw new Error(`the emulator did not answer on ${url}:\n${stderr}`);
  }

  return {
    url,
    env,
    ask: client.ask,
    async fetchCertificate(address) {
      const { hostname, pathname } = new URL(address);
      if (!/^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(hostname)) throw new Error(`not SNS's certificate: ${address}`);
      const response = await fetch(url + pathname);
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.text();
    },
    async reset() {
      const response = await fetch(`${url}/moto-api/reset`, { method: 'POST' });
      if (!response.ok) throw new Error(`reset: ${response.status}\n${stderr}`);
    },
    stop,
    stderr: () => stderr,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
