import { readFileSync } from 'node:fs';
import { API_OPERATIONS } from '../http/api/openapi.ts';
import { USAGE } from '../cli/usage.ts';
import { readWorkspace } from './read-file.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the README shows a workspace that can be applied', () => {
  const sample = /^```yaml\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? '';
  expect(readWorkspace(sample).document).toMatchObject({ monitors: [{ name: 'trail' }], webhooks: ['main'] });
});

test('the README has every route of the API', () => {
  const rows = [...readme.matchAll(/^\| (`GET`|`POST|`PUT|`DELETE|`PATCH|`GET )[^|]*\|/gm)].map(([row]) => row);
  for (const { method, path } of API_OPERATIONS) {
    const [, last = ''] = /(\/[^/]+)$/.exec(path) ?? [];
    const row = rows.find((each) => each.includes(path) || each.includes(`…${last}`));
    expect([path, row !== undefined && row.includes(method.toUpperCase())]).toEqual([path, true]);
  }
});

test('the commands that the README runs are commands', () => {
  const commands = [...readme.matchAll(/npx clarion-receiver ([a-z-]+(?: [a-z-]+)?)/g)].map(([, command = '']) => command);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    const [name = '', verb = ''] = command.split(' ');
    expect([
      command,
      USAGE.includes(`clarion-receiver ${name} ${verb}`.trim()) || USAGE.includes(`clarion-receiver ${name} `),
    ]).toEqual([command, true]);
  }
});
