import { fileURLToPath } from 'node:url';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { asRoot, filesOf, MODULES } from '../support/modules.ts';
import { terraformRoot } from '../support/terraform.ts';
import { INPUTS } from './inputs/index.ts';
import { MOCKS } from './mocks.ts';

const folder = fileURLToPath(new URL('../../terraform', import.meta.url));
describe.each(MODULES)('the module %s', (name) => {
  const files = filesOf(name);

  test('leaves provider and backend to its caller', () => {
    for (const text of Object.values(files)) expect(text).not.toMatch(/^\s*(provider|backend) /m);
  });

  test('names the versions that it was made for', () => {
    expect(files['versions.tf']).toMatch(/required_version = ">= 1\.5"/);
    expect(files['versions.tf']).toMatch(/version = ">= 5\.100, < 7"/);
  });

  test('describes each variable and output, in its README too', () => {
    for (const file of ['variables.tf', 'outputs.tf']) {
      const blocks = files[file]!.split(/^(?=variable |output )/m).slice(1);
      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) {
        expect(block).toMatch(/\n {2}description\s+= "/);
        expect(files['README.md']).toContain(`| \`${/"(\w+)"/.exec(block)![1]}\` |`);
      }
    }
  });

  test('keeps webhook URLs out of plans', () => {
    for (const block of files['variables.tf']!.split(/^(?=variable )/m)) {
      if (/^variable "\w*webhook_url"/.test(block)) expect(block).toMatch(/sensitive\s+= true/);
    }
  });
});

needs(['terraform'], 'Terraform', () => {
  test('formats the modules as they are', async () => {
    await command('terraform', ['fmt', '-check', '-recursive', folder]);
  });

  test.each(MODULES)(
    'takes good input of %s and refuses bad input, with no AWS and before anything is made',
    async (name) => {
      const { good, bad } = INPUTS[name]!;
      const runs = [
        ...Object.entries(good).map(([title, variables]) => run(title, variables)),
        ...Object.entries(bad).map(([title, { variables, refusedBy }]) => run(title, variables, refusedBy)),
      ];
      const { files, modules } = asRoot(name);
      const tests = [MOCKS, ...runs].join('\n');
      const root = terraformRoot({ files: { ...files, 'tests/inputs.tftest.hcl': tests }, modules });
      try {
        await root.init();
        await root.validate();
        const { stdout } = await root.test();
        expect(stdout).toContain(`${runs.length} passed, 0 failed`);
      } finally {
        root.remove();
      }
    },
    240_000,
  );
});

/** One run of `terraform test`: input that is taken, or that must be refused. */
function run(title: string, variables: string, refusedBy?: string): string {
  const failures = refusedBy === undefined ? '' : `  expect_failures = [${refusedBy}]\n`;
  return `run "${title}" {\n  command = plan\n  variables {\n${variables}\n  }\n${failures}}\n`;
}
