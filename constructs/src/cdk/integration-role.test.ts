import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IntegrationRole, type IntegrationRoleProps } from '.';

const CLARION = { principalArn: 'arn:aws:iam::444455556666:role/agent', externalId: 'workspace-1' };

function stackWith(props: Partial<IntegrationRoleProps> = {}, region = 'us-east-1') {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region } });
  const role = new IntegrationRole(stack, 'Role', { ...CLARION, ...props });
  return { stack, role };
}
const templateWith = (props?: Partial<IntegrationRoleProps>) => Template.fromStack(stackWith(props).stack);

describe('IntegrationRole in CDK', () => {
  test('trusts the principal with the external ID, and has a policy for each default group', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'ClarionIntegrationRole',
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { AWS: CLARION.principalArn },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': 'workspace-1' } },
          },
        ],
      },
    });
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 3);
    template.resourceCountIs('AWS::Athena::WorkGroup', 0);
  });

  test('names the role alone: a policy has a generated name, so that two installs do not collide', () => {
    templateWith().allResourcesProperties('AWS::IAM::ManagedPolicy', { ManagedPolicyName: Match.absent() });
  });

  test('makes no role where one is there already, and attaches the same policies to it by name', () => {
    const template = templateWith({ adopt: true });
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.allResourcesProperties('AWS::IAM::ManagedPolicy', { Roles: ['ClarionIntegrationRole'] });
  });

  test('tells the trust of a role that is there already, and the command that writes it', () => {
    const { stack, role } = stackWith({ adopt: true, previousExternalIds: ['old-1'], allowSessionTags: true });
    const trust = JSON.parse(String(stack.resolve(role.trustPolicy)));
    expect(trust.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      'ClarionAssumesRole',
      'ClarionAssumesRoleAsBefore',
      'ClarionTagsSessions',
    ]);
    expect(stack.resolve(role.updateTrustCommand)).toBe(
      `aws iam update-assume-role-policy --role-name 'ClarionIntegrationRole' --policy-document '${JSON.stringify(trust)}'`,
    );
  });

  test('knows the ARN of the role in every Region, and makes the role and its policies in one', () => {
    const { stack, role } = stackWith({ homeRegion: 'us-east-1', path: '/security/' }, 'eu-west-1');
    expect(JSON.stringify(stack.resolve(role.roleArn))).toContain('role/security/ClarionIntegrationRole');
    const template = Template.fromStack(stack);
    const [[home] = ['']] = Object.entries(template.findConditions('*', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }));
    expect(home).not.toBe('');
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']) {
      for (const resource of Object.values(template.findResources(type))) expect(resource).toMatchObject({ Condition: home });
    }
  });

  test('makes the workgroup in every Region, since queries run where the data lies', () => {
    const template = templateWith({ homeRegion: 'us-east-1', permissionGroups: ['athena'] });
    const [workgroup] = Object.values(template.findResources('AWS::Athena::WorkGroup'));
    expect(workgroup).not.toHaveProperty('Condition');
    templateWith({ permissionGroups: ['athena'], createAthenaWorkgroup: false }).resourceCountIs('AWS::Athena::WorkGroup', 0);
  });

  test('puts the tags on everything that can have them', () => {
    const template = templateWith({ permissionGroups: ['athena'], tags: { team: 'security' } });
    for (const type of ['AWS::IAM::Role', 'AWS::Athena::WorkGroup']) {
      template.allResourcesProperties(type, { Tags: [{ Key: 'team', Value: 'security' }] });
    }
  });

  test('leaves out nothing where a list is empty, and asks AWS for no empty list', () => {
    const { stack, role } = stackWith({ permissionGroups: ['athena'], previousExternalIds: [], athenaBucketArns: [] });
    expect(JSON.parse(String(stack.resolve(role.trustPolicy))).Statement).toHaveLength(1);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('[]');
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new Stack(new App(), 'Stack');
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
    const given = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals(text('Switch'), 'on') });
    new IntegrationRole(stack, 'Role', {
      principalArn: text('Principal'),
      externalId: text('ExternalId'),
      previousExternalIds: { value: list('Previous'), given },
      allowSessionTags: given,
      permissionGroups: { athena: given, describe: true },
      athenaWorkgroup: text('Workgroup'),
      createAthenaWorkgroup: given,
      athenaBucketArns: { value: list('Buckets'), given },
      roleName: text('Name'),
      maxSessionDuration: new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber,
      path: text('Path'),
      permissionsBoundaryArn: { value: text('Boundary'), given },
      homeRegion: { value: text('Home'), given },
      adopt: given,
    });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::IAM::Role', { Condition: Match.anyValue(), Properties: { RoleName: { Ref: 'Name' } } });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Roles: [{ 'Fn::If': ['Given', { Ref: 'Name' }, { Ref: Match.anyValue() }] }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            'Fn::If': ['Given', Match.objectLike({ Sid: 'ListQueriedObjects', Resource: { Ref: 'Buckets' } }), Match.anyValue()],
          },
        ]),
      },
    });
  });

  test('stands twice in one stack, under two names', () => {
    const { stack } = stackWith();
    new IntegrationRole(stack, 'Again', { ...CLARION, roleName: 'Second' });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
  });

  test.each([{ principalArn: '*' }, { externalId: '' }, { path: 'security' }, { permissionGroups: ['all' as never] }])(
    'refuses %j',
    (wrong) => {
      expect(() => stackWith(wrong)).toThrow(/^[a-z-]+: .* got: /);
    },
  );
});
