import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { needs } from './needs.ts';
import { ask, IS_OURS } from './postgres.ts';
import { eventually } from './receiver.ts';

const SUPPORT = fileURLToPath(new URL('postgres.ts', import.meta.url));
const STARTER = `
import { ask, startPostgres } from ${JSON.stringify(SUPPORT)};
const postgres = await startPostgres();
const url = await postgres.database();
const [{ data_directory: folder }] = await ask(url, 'SHOW data_directory');
console.log(JSON.stringify({ url, folder }));
`;

needs(['postgres'], 'a PostgreSQL for tests', () => {
  (IS_OURS ? test : test.skip)('ends, with its folder, when the process that started it is killed', async () => {
    const starter = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', STARTER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
    const { url, folder } = JSON.parse(line) as { url: string; folder: string };
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    starter.kill('SIGKILL');
    await eventually(async () => !existsSync(folder));
    await expect(ask(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });
});
