import { App, CfnCondition, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ClarionTopic, GuardDutyFindings, type GuardDutyFindingsProps } from '.';

function stackWith(props?: GuardDutyFindingsProps) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  return { stack, findings: new GuardDutyFindings(stack, 'Findings', props) };
}
const templateWith = (props?: GuardDutyFindingsProps) => Template.fromStack(stackWith(props).stack);
const ruleIds = (template: Template) => Object.keys(template.findResources('AWS::Events::Rule'));

describe('GuardDutyFindings in CDK', () => {
  test('takes every finding from the default bus, and makes no bus and no role', () => {
    const template = templateWith();
    template.resourcePropertiesCountIs('AWS::Events::Rule', { EventBusName: Match.anyValue() }, 0);
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: { source: ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'], detail: Match.absent() },
    });
    template.resourceCountIs('AWS::Events::EventBus', 0);
    template.resourceCountIs('AWS::IAM::Role', 0);
    expect(stackWith().findings.busArn).toBe('');
  });

  test('sends what is severe enough, compared as a number', () => {
    templateWith({ minimumSeverity: 7.5 }).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { severity: [{ numeric: ['>=', 7.5] }] } },
    });
  });

  test('keeps the number a number where it is a parameter, within a text', () => {
    const stack = new Stack(new App(), 'Stack');
    const given = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals('a', 'b') });
    const value = Token.asNumber(new CfnParameter(stack, 'Least').value);
    new GuardDutyFindings(stack, 'Findings', { minimumSeverity: { value, given } });
    const [rule] = Object.values<any>(Template.fromStack(stack).findResources('AWS::Events::Rule'));
    const [name, text, all] = rule.Properties.EventPattern['Fn::If'];
    expect([name, all]).toEqual(['Given', { source: ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'] }]);
    const joined = text['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : '7')).join('');
    expect(JSON.parse(joined).detail).toEqual({ severity: [{ numeric: ['>=', 7] }] });
  });

  test('forwards every finding to a bus of their own, by a role for that rule and that bus alone', () => {
    const template = templateWith({ customBus: true, minimumSeverity: 7 });
    const [[bus] = []] = Object.entries(
      template.findResources('AWS::Events::EventBus', { Properties: { Name: 'clarion-guardduty-bus' } }),
    );
    const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'clarion-guardduty-bus',
      EventBusName: Match.absent(),
      EventPattern: { source: ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'], detail: Match.absent() },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [bus, 'Arn'] },
          RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
          DeadLetterConfig: { Arn: Match.anyValue() },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { Ref: bus },
      EventPattern: { detail: { severity: [{ numeric: ['>=', 7] }] } },
      Targets: [Match.objectLike({ RoleArn: Match.absent(), DeadLetterConfig: { Arn: Match.anyValue() } })],
    });
    const [partition, region, account] = ['Partition', 'Region', 'AccountId'].map((name) => ({ Ref: `AWS::${name}` }));
    const rule = ['', ['arn:', partition, ':events:', region, ':', account, ':rule/clarion-guardduty-bus']];
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({ Condition: Match.objectLike({ ArnEquals: { 'aws:SourceArn': [{ 'Fn::Join': rule }] } }) }),
        ],
      },
      Policies: [
        {
          PolicyName: 'clarion',
          PolicyDocument: { Statement: [Match.objectLike({ Resource: { 'Fn::GetAtt': [bus, 'Arn'] } })] },
        },
      ],
    });
  });

  test('keeps what either rule could not send in one queue, which takes it from both and from no other', () => {
    const template = templateWith({ customBus: true });
    const arns = ruleIds(template).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    expect(arns).toHaveLength(2);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Condition: { ArnEquals: { 'aws:SourceArn': Match.arrayWith(arns.slice(0, 1)) } } }),
          Match.objectLike({ Sid: 'TlsOnly' }),
        ],
      },
    });
    const policies = JSON.stringify(template.findResources('AWS::SQS::QueuePolicy'));
    for (const arn of arns) expect(policies).toContain(JSON.stringify(arn));
  });

  test('names the bus and its rule as asked, and gives the role its boundary and its path', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    const template = templateWith({ customBus: true, busName: 'findings', path: '/security/', permissionsBoundaryArn: boundary });
    template.hasResourceProperties('AWS::Events::EventBus', { Name: 'findings' });
    template.hasResourceProperties('AWS::Events::Rule', { Name: 'findings' });
    template.hasResourceProperties('AWS::IAM::Role', { Path: '/security/', PermissionsBoundary: boundary });
  });

  test('puts the tags on everything that can have them', () => {
    const template = templateWith({ customBus: true, tags: { team: 'security' } });
    for (const type of ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::Events::Rule', 'AWS::Events::EventBus', 'AWS::IAM::Role'])
      template.allResourcesProperties(type, { Tags: [{ Key: 'team', Value: 'security' }] });
  });

  test('takes a switch that only deployment knows: all of the bus stands under it, and the rule moves', () => {
    const stack = new Stack(new App(), 'Stack');
    const customBus = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals('a', 'b') });
    new GuardDutyFindings(stack, 'Findings', { customBus });
    const template = Template.fromStack(stack);
    for (const type of ['AWS::Events::EventBus', 'AWS::IAM::Role']) template.allResources(type, { Condition: 'Given' });
    template.hasResource('AWS::Events::Rule', { Condition: 'Given', Properties: { Name: 'clarion-guardduty-bus' } });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { 'Fn::If': ['Given', { Ref: Match.anyValue() }, { Ref: 'AWS::NoValue' }] },
    });
  });

  test('shares a topic that admits EventBridge, and refuses one that does not', () => {
    const stack = new Stack(new App(), 'Stack');
    const topic = new ClarionTopic(stack, 'Topic', { publishers: ['events'] });
    expect(new GuardDutyFindings(stack, 'Findings', { topic }).topic).toBe(topic);
    const closed = new ClarionTopic(stack, 'Closed', { publishers: ['cloudwatch'] });
    expect(() => new GuardDutyFindings(stack, 'Refused', { topic: closed })).toThrow(/^publisher-not-admitted: /);
  });
});
