import { readFileSync } from 'node:fs';
import { CloudTrailEvents } from 'clarion-aws-constructs/cdk';
import { TemplateStack } from '../../constructs/lib/generate/cloudformation/template-stack.js';
import { pascalCase } from '../../constructs/lib/generate/input.js';
import { parseTemplate, type Template } from '../support/cloudformation.ts';
import { needs } from '../support/needs.ts';
import type { Facts } from './facts.ts';
import { factsOfCdktf } from './from-cdktf.ts';
import { factsOfTemplate } from './from-cloudformation.ts';
import { factsOfModule } from './from-module.ts';
import { MATRIX, type Options } from './options.ts';

const template = parseTemplate(
  readFileSync(new URL('../../cloudformation/cloudtrail-events.template.yaml', import.meta.url), 'utf8'),
);
const cases = Object.entries(MATRIX);

function factsOfCdk(options: Options): Facts {
  const stack = new TemplateStack('');
  new CloudTrailEvents(stack, 'This', options);
  const app = stack.node.root as import('aws-cdk-lib').App;
  return factsOfTemplate(app.synth().getStackByName(stack.stackName).template as Template);
}

const parameters = (options: Options) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [pascalCase(name), Array.isArray(value) ? value.join(',') : String(value)]),
  );

describe.each(cases)('%s', (_name, options) => {
  const cdk = factsOfCdk(options);

  test('cdktf makes what CDK makes', () => {
    expect(factsOfCdktf(options)).toEqual(cdk);
  });

  test('the CloudFormation template makes what CDK makes', () => {
    expect(factsOfTemplate(template, parameters(options))).toEqual(cdk);
  });
});

describe('the comparison', () => {
  test.each(cases)('tells "%s" from every other case, so that it cannot pass by seeing nothing', (_name, options) => {
    const facts = factsOfCdk(options);
    for (const [, other] of cases.filter(([, each]) => each !== options)) {
      expect(factsOfTemplate(template, parameters(other))).not.toEqual(facts);
      expect(factsOfCdktf(other)).not.toEqual(facts);
    }
  });
});

needs(['terraform'], 'the Terraform module', () => {
  let modules: ReadonlyMap<string, Facts>;
  beforeAll(async () => {
    modules = await factsOfModule(MATRIX);
  }, 180_000);

  test.each(cases)('makes what CDK makes: %s', (name, options) => {
    expect(modules.get(name)).toEqual(factsOfCdk(options));
  });
});
