/** `node test/upgrade/record.ts`, once a release: keeps its outputs here, so that no later one may replace what they made. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { current, released } from './releases.ts';
import { SYNTHESIZED } from './synthesized.ts';

const { version } = JSON.parse(readFileSync(current('package.json'), 'utf8')) as { version: string };
mkdirSync(released(version, ''));
for (const folder of ['cloudformation', 'terraform']) {
  cpSync(current(folder), released(version, folder), { recursive: true, filter: (path) => !path.endsWith('.md') });
}
for (const [name, identities] of Object.entries(SYNTHESIZED)) {
  writeFileSync(released(version, `${name}.json`), `${JSON.stringify(identities(), null, 2)}\n`);
}
