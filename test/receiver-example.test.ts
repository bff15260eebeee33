import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../examples/receiver/start.sh', import.meta.url));
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';

test('examples/receiver/start.sh shows a webhook URL, trusts the topic, and listens until it is stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-example-'));
  const child = spawn(SCRIPT, [TOPIC], {
    cwd: folder,
    env: {
      ...process.env,
      CLARION_PORT: '0',
      CLARION_PUBLIC_URL: 'https://hooks.example.com',
      CLARION_DATABASE: join(folder, 'example.sqlite'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const printed: string[] = [];
    let listening: { listening: string; topics: number } | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      printed.push(line);
      if (!line.includes('"listening"')) continue;
      listening = JSON.parse(line) as { listening: string; topics: number };
      break;
    }
    expect(printed.join('\n')).toMatch(/https:\/\/hooks\.example\.com\/hooks\/[\w-]{43}/);
    expect(listening?.topics).toBe(1);
    expect((await fetch(`${listening!.listening}/healthz`)).status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    rmSync(folder, { recursive: true, force: true });
    if (code !== 0) expect({ code }).toEqual({ code: 0 });
  }
});
