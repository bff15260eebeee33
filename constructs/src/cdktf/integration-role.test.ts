import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { IntegrationRole, type IntegrationRoleProps } from '.';

const CLARION = { principalArn: 'arn:aws:iam::444455556666:role/agent', externalId: 'workspace-1' };

function synthesized(make: (stack: TerraformStack) => void) {
  const stack = new TerraformStack(new App(), 'stack');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  make(stack);
  return JSON.parse(Testing.synth(stack)) as Record<'resource' | 'data', Record<string, Record<string, any>>>;
}
const synthesizedWith = (props: Partial<IntegrationRoleProps> = {}) =>
  synthesized((stack) => void new IntegrationRole(stack, 'role', { ...CLARION, ...props }));
const all = (found: Record<string, any> | undefined) => Object.values(found ?? {});

describe('IntegrationRole in cdktf', () => {
  test('makes a role, and attaches a policy for each default group to it', () => {
    const { resource } = synthesizedWith();
    expect(all(resource['aws_iam_role'])).toMatchObject([{ name: 'ClarionIntegrationRole', max_session_duration: 3600 }]);
    expect(all(resource['aws_iam_policy'])).toHaveLength(3);
    for (const { role } of all(resource['aws_iam_role_policy_attachment'])) expect(role).toMatch(/^\$\{aws_iam_role\..*\.id\}$/);
    expect(resource).not.toHaveProperty('aws_cloudformation_stack');
  });

  test('names the role alone: a policy has a generated name, so that two installs do not collide', () => {
    for (const policy of all(synthesizedWith().resource['aws_iam_policy'])) {
      expect(policy).not.toHaveProperty('name');
      expect(policy.name_prefix).toMatch(/^ClarionIntegrationRole-.*-$/);
    }
  });

  test('makes no role where one is there already, and attaches the same policies to it by name', () => {
    const { resource } = synthesizedWith({ adopt: true });
    expect(resource).not.toHaveProperty('aws_iam_role');
    for (const { role } of all(resource['aws_iam_role_policy_attachment'])) expect(role).toBe('ClarionIntegrationRole');
  });

  test('makes the role and its policies in its home Region, and the workgroup in every one', () => {
    const { resource } = synthesizedWith({ homeRegion: 'us-east-1', permissionGroups: ['athena'] });
    for (const type of ['aws_iam_role', 'aws_iam_policy', 'aws_iam_role_policy_attachment']) {
      for (const each of all(resource[type])) expect(each.count).toMatch(/local\./);
    }
    const [stack] = all(resource['aws_cloudformation_stack']);
    expect(stack).not.toHaveProperty('count');
    expect(stack.name).toBe('clarion-athena-clarion');
  });

  test('puts the tags on everything that can have them', () => {
    const { resource } = synthesizedWith({ permissionGroups: ['athena'], tags: { team: 'security' } });
    for (const type of ['aws_iam_role', 'aws_iam_policy', 'aws_cloudformation_stack']) {
      for (const each of all(resource[type])) expect(each.tags).toEqual({ team: 'security' });
    }
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const { resource } = synthesized((stack) => {
      const text = (id: string) => new TerraformVariable(stack, id, { type: 'string' }).stringValue;
      const list = (id: string) => new TerraformVariable(stack, id, { type: 'list(string)' }).listValue;
      const given = new TerraformVariable(stack, 'on', { type: 'bool' }).booleanValue;
      new IntegrationRole(stack, 'role', {
        principalArn: text('principal'),
        externalId: text('external_id'),
        previousExternalIds: { value: list('previous'), given },
        allowSessionTags: given,
        permissionGroups: { athena: given, describe: true },
        athenaWorkgroup: text('workgroup'),
        createAthenaWorkgroup: given,
        athenaBucketArns: { value: list('buckets'), given },
        roleName: text('name'),
        maxSessionDuration: new TerraformVariable(stack, 'seconds', { type: 'number' }).numberValue,
        path: text('path'),
        permissionsBoundaryArn: { value: text('boundary'), given },
        homeRegion: { value: text('home'), given },
        adopt: given,
      });
    });
    expect(all(resource['aws_iam_role'])).toMatchObject([{ name: '${var.name}', permissions_boundary: '${var.boundary}' }]);
    expect(all(resource['aws_iam_role_policy_attachment']).map(({ role }) => role)).toEqual(
      Array(2).fill(expect.stringMatching(/^\$\{\(?var\.on \? var\.name : aws_iam_role\..*\[0\]\.id\)?\}$/)),
    );
  });

  test.each([{ principalArn: '*' }, { externalId: '' }, { path: 'security' }, { permissionGroups: ['all' as never] }])(
    'refuses %j',
    (wrong) => {
      expect(() => synthesizedWith(wrong)).toThrow(/^[a-z-]+: .* got: /);
    },
  );
});
