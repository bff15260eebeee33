import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ClarionHub, ClarionTopic, type ClarionHubProps } from '.';

const organizationId = 'o-a1b2c3d4e5';

function stackWith(props: ClarionHubProps = { organizationId }, region = 'us-east-1') {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region } });
  const hub = new ClarionHub(stack, 'Hub', props);
  return { stack, hub };
}
const templateWith = (props?: ClarionHubProps) => Template.fromStack(stackWith(props).stack);

describe('ClarionHub in CDK', () => {
  test('has every rule on a bus of its own, so that none of the customer’s matches what comes from elsewhere', () => {
    const template = templateWith({ organizationId, includeDataEvents: true, allAlarms: true });
    const [bus] = Object.keys(template.findResources('AWS::Events::EventBus', { Properties: { Name: 'clarion-hub' } }));
    template.resourceCountIs('AWS::Events::Rule', 4);
    template.allResourcesProperties('AWS::Events::Rule', { EventBusName: { Ref: bus } });
    template.hasResourceProperties('AWS::Events::EventBusPolicy', { EventBusName: { Ref: bus } });
  });

  test('sends all to one topic, and keeps what it cannot send', () => {
    const template = templateWith({ organizationId, includeDataEvents: true });
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'clarion-hub' });
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    template.allResourcesProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ Arn: { Ref: topic }, DeadLetterConfig: Match.anyValue(), RoleArn: Match.absent() })],
    });
  });

  test('names its bus and its topic as it is told, so that their ARNs are known before', () => {
    const template = templateWith({ organizationId, busName: 'security-bus', topicName: 'security-topic' });
    template.hasResourceProperties('AWS::Events::EventBus', { Name: 'security-bus' });
    template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'security-topic' });
  });

  test('does not say who may send to whom until it is told', () => {
    expect(() => stackWith({})).toThrow(/^hub-admits-one: /);
  });

  test('has a rule for each source that is switched on, and no other', () => {
    templateWith().resourceCountIs('AWS::Events::Rule', 2);
    templateWith({ organizationId, guardDuty: false }).resourceCountIs('AWS::Events::Rule', 1);
  });

  test('sends read-only events only where it is told to, whatever its spokes forward', () => {
    templateWith().hasResourceProperties('AWS::Events::Rule', { State: 'ENABLED' });
    templateWith({ organizationId, readOnlyEvents: true }).hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    });
  });

  test('warns where SNS takes few messages, and nowhere else', () => {
    const warning = Match.stringLikeRegexp('SNS takes 300 messages a second');
    Annotations.fromStack(stackWith({ organizationId }, 'eu-north-1').stack).hasWarning('/Stack/Hub', warning);
    Annotations.fromStack(stackWith({ organizationId }, 'eu-west-1').stack).hasNoWarning('/Stack/Hub', warning);
    const anywhere = new Stack(new App(), 'Stack');
    new ClarionHub(anywhere, 'Hub', { organizationId });
    Annotations.fromStack(anywhere).hasNoWarning('/Stack/Hub', warning);
  });

  test('puts the tags on everything that can have them', () => {
    const template = templateWith({ organizationId, tags: { team: 'security' } });
    for (const type of ['AWS::Events::EventBus', 'AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::Events::Rule']) {
      template.allResourcesProperties(type, { Tags: [{ Key: 'team', Value: 'security' }] });
    }
  });

  test('stands twice in one stack, and shares a topic', () => {
    const { stack } = stackWith();
    const topic = new ClarionTopic(stack, 'Topic', { publishers: ['events'] });
    expect(new ClarionHub(stack, 'Again', { organizationId, namePrefix: 'second', topic }).topic).toBe(topic);
    Template.fromStack(stack).resourceCountIs('AWS::Events::EventBus', 2);
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new Stack(new App(), 'Stack');
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
    const given = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals(text('Switch'), 'on') });
    new ClarionHub(stack, 'Hub', {
      namePrefix: text('Prefix'),
      organizationId: { value: text('Organization'), given },
      accountIds: { value: list('Accounts'), given },
      busName: { value: text('Bus'), given },
      readOnlyEvents: given,
      includeInsights: given,
      includeDataEvents: given,
      guardDuty: given,
      allAlarms: given,
    });
    const template = Template.fromStack(stack);
    const from = (condition: object) => Match.objectLike({ Condition: { StringEquals: condition, ArnLike: Match.anyValue() } });
    template.hasResourceProperties('AWS::Events::EventBusPolicy', {
      Statement: {
        'Fn::If': [
          'Given',
          from({ 'aws:PrincipalOrgID': { Ref: 'Organization' } }),
          from({ 'aws:PrincipalAccount': { Ref: 'Accounts' } }),
        ],
      },
    });
  });
});
