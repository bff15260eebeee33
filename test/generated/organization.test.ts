/** What an organization waits for, in its template and its module. */
import { readFileSync } from 'node:fs';
import { parseTemplate } from '../support/cloudformation.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the template makes spokes once the hub lets them in and sends on all that they put there, and removes them first', () => {
  const { Resources } = parseTemplate(read('cloudformation/organization.template.yaml'));
  const hub = Object.entries(Resources).filter(
    ([id, { Type }]) => id.startsWith('Hub') && /^AWS::Events::(Rule|EventBus)/.test(Type),
  );
  expect(hub.length).toBeGreaterThanOrEqual(6);
  const sets = Object.entries(Resources).filter(([id]) => /SpokesStackSet$/.test(id));
  expect(sets.map(([id]) => id).sort()).toEqual(['ManagementSpokesStackSet', 'SpokesStackSet']);
  for (const [, { Properties }] of sets) {
    const referred = JSON.stringify(Properties);
    expect(hub.map(([id]) => id).filter((id) => !referred.includes(`"${id}"`))).toEqual([]);
  }
});

test('so does the module', () => {
  const blocks = read('terraform/organization/main.tf').split(/^(?=resource )/m);
  for (const name of ['spokes', 'management_spokes']) {
    const block = blocks.find((each) => each.startsWith(`resource "aws_cloudformation_stack_set" "${name}" {`))!;
    expect(/^ {2}depends_on = \[([\s\S]*?)\]$/m.exec(block)?.[1]).toContain('module.hub');
  }
});
