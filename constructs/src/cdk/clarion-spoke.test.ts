import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ClarionHub, ClarionSpoke, GuardDutyFindings, type ClarionSpokeProps } from '.';

const hubBusArn = 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub';

function stackWith(props: Partial<ClarionSpokeProps> = {}) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '444455556666', region: 'eu-west-1' } });
  new ClarionSpoke(stack, 'Spoke', { hubBusArn, ...props });
  return stack;
}
const templateWith = (props?: Partial<ClarionSpokeProps>) => Template.fromStack(stackWith(props));

describe('ClarionSpoke in CDK', () => {
  test('forwards from the default bus straight to the hub, as its role, and keeps what it cannot send', () => {
    const template = templateWith({ includeDataEvents: true, allAlarms: true });
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
    const [queue] = Object.keys(template.findResources('AWS::SQS::Queue'));
    template.resourceCountIs('AWS::Events::Rule', 4);
    template.allResourcesProperties('AWS::Events::Rule', {
      EventBusName: Match.absent(),
      Targets: [
        Match.objectLike({
          Arn: hubBusArn,
          RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queue, 'Arn'] } },
        }),
      ],
    });
  });

  test('needs nothing of another stack, Region or account but the ARN of the bus', () => {
    const template = templateWith({ includeDataEvents: true }).toJSON() as { Resources: Record<string, { Type: string }> };
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(new Set(types)).toEqual(new Set(['AWS::IAM::Role', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::Events::Rule']));
  });

  test('names its rules and its role, so that each can name the other, and the hub the role', () => {
    const template = templateWith({ namePrefix: 'acme', includeDataEvents: true, allAlarms: true });
    const names = Object.values(template.findResources('AWS::Events::Rule')).map(
      ({ Properties }) => (Properties as { Name: string }).Name,
    );
    expect(names).toEqual(['management', 'data-events', 'guard-duty', 'alarms'].map((source) => `acme-spoke-${source}`));
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: { 'Fn::Join': ['', ['acme-spoke-', { Ref: 'AWS::Region' }]] } });
  });

  test('gives its role the boundary, the path and the tags', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::444455556666:policy/boundary';
    templateWith({ permissionsBoundaryArn, path: '/security/', tags: { team: 'security' } }).hasResourceProperties(
      'AWS::IAM::Role',
      { PermissionsBoundary: permissionsBoundaryArn, Path: '/security/', Tags: [{ Key: 'team', Value: 'security' }] },
    );
  });

  test('forwards findings from the account that has them all, and from no other', () => {
    const rules = (props: Partial<ClarionSpokeProps>) =>
      Object.keys(templateWith(props).findResources('AWS::Events::Rule')).length;
    expect(rules({})).toBe(2);
    expect(rules({ guardDutyAccountId: '444455556666' })).toBe(2);
    expect(rules({ guardDutyAccountId: '111122223333' })).toBe(1);
    expect(rules({ guardDutyAccountId: '444455556666', guardDuty: false })).toBe(1);
  });

  test('leaves it to deployment whether it stands in that account, where the stack does not know', () => {
    const stack = new Stack(new App(), 'Stack');
    new ClarionSpoke(stack, 'Spoke', { hubBusArn, guardDutyAccountId: '444455556666' });
    const template = Template.fromStack(stack);
    const isThere = { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '444455556666'] };
    const [condition] = Object.keys(template.findConditions('*', isThere));
    template.hasResource('AWS::Events::Rule', { Condition: condition });
  });

  test('makes no alarm until it is told to', () => {
    templateWith().resourceCountIs('AWS::CloudWatch::Alarm', 0);
    templateWith({ deliveryAlarms: true }).resourceCountIs('AWS::CloudWatch::Alarm', 1);
  });

  test('refuses a default bus, where the customer’s own rules would match', () => {
    expect(() => stackWith({ hubBusArn: hubBusArn.replace('clarion-hub', 'default') })).toThrow(/^bus-arn-invalid: /);
  });

  test('stands beside its hub, and beside the spoke of another hub', () => {
    const stack = stackWith();
    const hub = new ClarionHub(stack, 'Hub', { accountIds: ['444455556666'], namePrefix: 'second' });
    new ClarionSpoke(stack, 'Second', { hubBusArn: hub.busArn, namePrefix: 'second' });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
  });

  describe('where findings have a bus of their own too, which would make the hub a third bus that EventBridge drops them at,', () => {
    const beside = (props: Partial<ClarionSpokeProps>, customBus = true, region = 'eu-west-1') => {
      const app = new App();
      const stack = (id: string, at = 'eu-west-1') => new Stack(app, id, { env: { account: '444455556666', region: at } });
      new ClarionSpoke(stack('Spoke'), 'Spoke', { hubBusArn, ...props });
      new GuardDutyFindings(stack('Findings', region), 'Findings', { customBus });
      return () => app.synth();
    };

    test('is refused', () => {
      expect(beside({})).toThrow(/third-bus: .*, got: a spoke beside Findings\/Findings with a customBus/);
    });

    test('stands where it forwards no findings, where they need no bus of their own, and in another Region', () => {
      expect(beside({ guardDuty: false })).not.toThrow();
      expect(beside({ guardDutyAccountId: '111122223333' })).not.toThrow();
      expect(beside({}, false)).not.toThrow();
      expect(beside({}, true, 'us-east-1')).not.toThrow();
    });
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new Stack(new App(), 'Stack');
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
    const given = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals(text('Switch'), 'on') });
    new ClarionSpoke(stack, 'Spoke', {
      hubBusArn: text('Bus'),
      namePrefix: text('Prefix'),
      path: text('Path'),
      permissionsBoundaryArn: { value: text('Boundary'), given },
      readOnlyEvents: given,
      includeInsights: given,
      includeDataEvents: given,
      guardDuty: given,
      guardDutyAccountId: { value: text('GuardDutyAccount'), given },
      allAlarms: given,
      excludeRoleArns: { value: list('Roles'), given },
      deliveryAlarms: given,
      alarmActions: { value: list('Actions'), given },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      State: { 'Fn::If': ['Given', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'ENABLED'] },
      Targets: [Match.objectLike({ Arn: { Ref: 'Bus' } })],
    });
  });
});
