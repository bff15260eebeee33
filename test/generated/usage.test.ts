import { readFileSync } from 'node:fs';
import { asRoot, filesOf, MODULES } from '../support/modules.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot } from '../support/terraform.ts';
import { MOCKS } from './mocks.ts';

const blocks = (page: string) => [...page.matchAll(/^```hcl\n(.*?)^```/gms)].map(([, text]) => text!);

/** What each module's README shows, and what the constructs' README shows of them, with the modules that lie here. */
const shown = [
  ...MODULES.flatMap((name) => blocks(filesOf(name)['README.md']!).slice(0, 1)),
  ...blocks(readFileSync(new URL('../../constructs/README.md', import.meta.url), 'utf8')),
].map((text) =>
  text.replaceAll(/"github\.com\/clarion-aws\/clarion-aws\/\/terraform\/([a-z-]+)\?ref=v[^"]+"/g, '"./modules/$1"'),
);

/** What their reader has. */
const GIVEN = {
  clarion_webhook_url: 'https://hooks.example.com/hooks/0123456789',
  clarion_principal_arn: 'arn:aws:iam::444455556666:role/agent',
  clarion_external_id: 'workspace-1',
};
/** The constructs' README has a provider for a second Region. */
const MOCKS_ELSEWHERE = MOCKS.replace('{', '{\n  alias = "eu_west_1"').replaceAll('us-east-1', 'eu-west-1');
const variables = Object.keys(GIVEN).map((name) => `variable "${name}" {}\n`);
const given = Object.entries(GIVEN).map(([name, value]) => `    ${name} = ${JSON.stringify(value)}\n`);

needs(['terraform'], 'the usage in the READMEs', () => {
  test('shows each module from where it is released', () => {
    expect(MODULES.filter((name) => !shown.some((text) => text.includes(`"./modules/${name}"`)))).toEqual([]);
    expect(shown.join('')).not.toContain('github.com');
  });

  test('is taken by the modules, all in one root', async () => {
    const planned = `run "usage" {\n  command = plan\n  variables {\n${given.join('')}  }\n}\n`;
    const files = {
      'main.tf': ['provider "aws" {}\n', ...shown, ...variables].join('\n'),
      'tests/usage.tftest.hcl': `${MOCKS}\n${MOCKS_ELSEWHERE}\n${planned}`,
    };
    const root = terraformRoot({ files, modules: asRoot('account').modules });
    try {
      await root.init();
      const { stdout } = await root.test();
      expect(stdout).toContain('1 passed, 0 failed');
    } finally {
      root.remove();
    }
  }, 240_000);
});
