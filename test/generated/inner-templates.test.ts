import { readdirSync, readFileSync } from 'node:fs';
import { NO_ACCOUNTS, OTHER_ACCOUNTS, roleParameters, spokeParameters } from 'clarion-aws-constructs/blueprint';
import { TEMPLATE_LIMIT } from '../../constructs/lib/generate/cloudformation/template.js';
import { INNER_TEMPLATES } from '../../constructs/lib/generate/inner-templates.js';
import { Evaluation, type Template } from '../support/cloudformation.ts';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';

const folder = new URL('../../constructs/templates/', import.meta.url);
const read = (name: string) => readFileSync(new URL(`${name}.json`, folder), 'utf8');
const ROLE = { principalArn: '444455556666', externalId: 'workspace-1' };
const HUB = 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub';
const GIVEN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'integration-role': roleParameters(ROLE, () => true),
  spoke: spokeParameters({ hubBusArn: HUB }, () => true),
};

test('no other template lies with the constructs', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(INNER_TEMPLATES)
      .map((name) => `${name}.json`)
      .sort(),
  );
});

describe.each(Object.entries(INNER_TEMPLATES))('the template %s of a StackSet', (name, make) => {
  const text = read(name);
  const template = JSON.parse(text) as Template & Record<string, unknown>;

  test('is the same bytes each time, and the bytes that are committed', () => {
    expect(make()).toBe(text);
    expect(make()).toBe(text);
  });

  test('is one that a StackSet takes: 51,200 bytes at most, and no rule, macro, transform or nested stack', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(TEMPLATE_LIMIT);
    expect(Object.keys(template).sort()).toEqual(['AWSTemplateFormatVersion', 'Conditions', 'Parameters', 'Resources']);
    for (const { Type } of Object.values(template.Resources))
      expect(Type).not.toMatch(/^AWS::CloudFormation::(?!WaitConditionHandle)|^Custom::/);
    expect(text).not.toMatch(/Fn::(Transform|ForEach|ToJsonString|Length|ImportValue)/);
  });

  test('refers to what is in it alone, and to nothing that Terraform would take for its own', () => {
    const ids = new Set([...Object.keys(template.Parameters ?? {}), ...Object.keys(template.Resources)]);
    const referred = [...text.matchAll(/"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"/g)].map(([, ref, of]) => ref ?? of!);
    expect(referred.filter((id) => !ids.has(id) && !id.startsWith('AWS::'))).toEqual([]);
    expect(text).not.toContain('${');
    expect(text).not.toContain('%{');
  });

  test('is given each of its parameters, and no other', () => {
    expect(Object.keys(GIVEN[name]!).sort()).toEqual(Object.keys(template.Parameters ?? {}).sort());
    for (const parameter of Object.values(template.Parameters ?? {})) expect(Object.keys(parameter)).toEqual(['Type']);
  });
});

describe('the template integration-role of a StackSet', () => {
  const template = JSON.parse(read('integration-role')) as Template;
  const made = (accounts: readonly string[]) => {
    const given = Object.entries({ ...GIVEN['integration-role'], [OTHER_ACCOUNTS]: accounts });
    const parameters = Object.fromEntries(given.map(([key, value]) => [key, value === undefined ? '' : String(value)]));
    return Object.keys(new Evaluation(template, parameters).resources()).sort();
  };

  test('makes the role and its policies in an account that has no other', () => {
    expect(made(NO_ACCOUNTS)).toEqual(['Role', 'CloudtrailPolicy', 'CloudwatchPolicy', 'Route53Policy', 'Always'].sort());
    expect(made(['222233334444', ...NO_ACCOUNTS])).toContain('Role');
  });

  test.each([0, 1, 9, 10, NO_ACCOUNTS.length - 1])(
    'makes nothing of it in an account that has, whatever its place: %d',
    (place) => {
      const others = NO_ACCOUNTS.map((none, index) => (index === place ? '111122223333' : none));
      expect(made(others)).toEqual(['Always']);
    },
  );
});

needs(['cfn-lint'], 'cfn-lint', () => {
  test('finds nothing in the templates of StackSets', async () => {
    const files = readdirSync(folder).map((file) => new URL(file, folder).pathname);
    const { stdout } = await command('cfn-lint', files);
    expect(stdout).toBe('');
  }, 60_000);
});
