import { readFileSync } from 'node:fs';
import { CONFIG_VARIABLE, ENVIRONMENT } from './config/environment.ts';
import { REFUSALS } from './error.ts';
import { SIGNAL_PARAMETERS } from './signals/query.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)` +\| (\d{3}) +\|/gm)].map(([, code, status]) => [code, Number(status)]);

test('the README has every refusal with its status, and no other', () => {
  expect(Object.fromEntries(rows)).toEqual(REFUSALS);
});

test('the README has every variable of the environment', () => {
  for (const variable of [CONFIG_VARIABLE, ...ENVIRONMENT.map((entry) => entry.variable)])
    expect(readme).toContain(`\`${variable}\``);
});

test('the README has every parameter of /api/signals', () => {
  for (const name of Object.keys(SIGNAL_PARAMETERS)) expect(readme).toContain(`\`${name}\``);
});
