import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { asRoot } from '../support/modules.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot } from '../support/terraform.ts';
import { MOCKS } from './mocks.ts';

const folder = new URL('../../examples/', import.meta.url);
const EXAMPLES = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/main.tf`, folder)));

const plan = (webhookUrl: string | null) =>
  `run "plan" {\n  command = plan\n  variables {\n    webhook_url = ${JSON.stringify(webhookUrl)}\n  }\n}\n`;

needs(['terraform'], 'the examples in Terraform', () => {
  test('are there', () => expect(EXAMPLES).toEqual(expect.arrayContaining(['receiver', 'terraform'])));

  test.each(EXAMPLES)(
    'examples/%s is planned without a webhook and with one, and refused with one that is not https',
    async (name) => {
      const main = readFileSync(new URL(`${name}/main.tf`, folder), 'utf8').replaceAll('"../../terraform/', '"./modules/');
      const tested = (webhookUrl: string | null) => ({ 'tests/example.tftest.hcl': `${MOCKS}\n${plan(webhookUrl)}` });
      const root = terraformRoot({ files: { 'main.tf': main, ...tested(null) }, modules: asRoot('account').modules });
      try {
        await root.init();
        await root.validate();
        await root.test();
        root.write(tested('https://hooks.example.com/hooks/0123456789'));
        await root.test();
        root.write(tested('http://hooks.example.com/hooks/0123456789'));
        await expect(root.test()).rejects.toThrow('the one that Clarion shows: https');
      } finally {
        root.remove();
      }
    },
    240_000,
  );
});
