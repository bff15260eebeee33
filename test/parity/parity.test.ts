import { readFileSync } from 'node:fs';
import { parametersOf } from '../../constructs/lib/generate/cloudformation/parameters.js';
import { TemplateStack } from '../../constructs/lib/generate/cloudformation/template-stack.js';
import { pascalCase } from '../../constructs/lib/generate/input.js';
import type { SetupPath } from '../../constructs/lib/generate/path.js';
import { PATHS } from '../../constructs/lib/generate/paths/index.js';
import { parseTemplate, type Template } from '../support/cloudformation.ts';
import { needs } from '../support/needs.ts';
import type { Facts } from './facts.ts';
import { factsOfCdktf } from './from-cdktf.ts';
import { factsOfTemplate } from './from-cloudformation.ts';
import { factsOfModule } from './from-module.ts';
import { namesIn } from './names.ts';
import { MATRIX } from './options/index.ts';

test('every path is compared, under each of its options at least once', () => {
  for (const path of PATHS) {
    const set = new Set(Object.values(MATRIX[path.name] ?? {}).flatMap((options) => Object.keys(options)));
    const inputs = path.groups.flatMap((group) => group.inputs).filter((input) => input.terraformOnly !== true);
    expect({ path: path.name, unset: inputs.map(({ name }) => name).filter((name) => !set.has(name)) }).toEqual({
      path: path.name,
      unset: [],
    });
  }
});

describe.each(PATHS.map((path) => [path.name, path] as const))('%s', (name, path) => {
  const template = parseTemplate(readFileSync(new URL(`../../cloudformation/${name}.template.yaml`, import.meta.url), 'utf8'));
  const names = namesIn(template);
  const cases = Object.entries(MATRIX[name] ?? {});

  describe.each(cases)('%s', (_title, options) => {
    const cdk = factsOfCdk(path, options);

    test('cdktf makes what CDK makes', () => {
      expect(factsOfCdktf(path, options, names)).toEqual(cdk);
    });

    test('the CloudFormation template makes what CDK makes', () => {
      expect(factsOfTemplate(template, parameters(path, options))).toEqual(cdk);
    });
  });

  test.each(cases)(
    'the comparison tells "%s" from every other case, so that it cannot pass by seeing nothing',
    (_title, options) => {
      const facts = factsOfCdk(path, options);
      for (const [, other] of cases.filter(([, each]) => each !== options)) {
        expect(factsOfTemplate(template, parameters(path, other))).not.toEqual(facts);
        expect(factsOfCdktf(path, other, names)).not.toEqual(facts);
      }
    },
  );

  needs(['terraform'], 'the Terraform module', () => {
    let modules: ReadonlyMap<string, Facts>;
    beforeAll(async () => {
      modules = await factsOfModule(name, MATRIX[name] ?? {}, names);
    }, 180_000);

    test.each(cases)('makes what CDK makes: %s', (title, options) => {
      expect(modules.get(title)).toEqual(factsOfCdk(path, options));
    });
  });
});

function factsOfCdk(path: SetupPath, options: object): Facts {
  const stack = new TemplateStack('');
  path.cdk(stack, options as never);
  const app = stack.node.root as import('aws-cdk-lib').App;
  // CDK leaves out what is empty.
  return factsOfTemplate({ Resources: {}, ...(app.synth().getStackByName(stack.stackName).template as Partial<Template>) });
}

/** The options as a template's parameters. */
function parameters(path: SetupPath, options: object): Record<string, string> {
  const inputs = path.groups.flatMap((group) => group.inputs);
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
      const input = inputs.find((each) => each.name === name);
      if (input?.type === 'choices') {
        const chosen = value as readonly string[];
        return parametersOf(input).map(({ id }, index) => [id, String(chosen.includes(String(input.allowed!.values[index])))]);
      }
      return [[pascalCase(name), Array.isArray(value) ? value.join(',') : String(value)]];
    }),
  );
}
