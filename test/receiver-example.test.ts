import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../examples/receiver/start.sh', import.meta.url));
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';

/** Starts it, and stops it when it listens and answers. */
async function startOnce(folder: string): Promise<{ printed: string; topics: number | undefined; code: number | null }> {
  const env = {
    CLARION_PORT: '0',
    CLARION_PUBLIC_URL: 'https://hooks.example.com',
    CLARION_DATABASE: join(folder, 'example.sqlite'),
  };
  const child = spawn(SCRIPT, [TOPIC], { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const printed: string[] = [];
  let topics: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    if (!line.includes('"listening"')) continue;
    const listening = JSON.parse(line) as { listening: string; topics: number };
    if ((await fetch(`${listening.listening}/healthz`)).status === 200) topics = listening.topics;
    break;
  }
  child.kill('SIGTERM');
  return { printed: printed.join('\n'), topics, code: (await exit)[0] };
}

test('examples/receiver/start.sh shows a webhook URL once, trusts the topic, and listens until it is stopped, each time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-example-'));
  try {
    const first = await startOnce(folder);
    expect(first).toMatchObject({ topics: 1, code: 0 });
    expect(first.printed).toMatch(/https:\/\/hooks\.example\.com\/hooks\/[\w-]{43}/);
    const second = await startOnce(folder);
    expect(second).toMatchObject({ topics: 1, code: 0 });
    expect(second.printed).not.toContain('https://hooks.example.com');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
