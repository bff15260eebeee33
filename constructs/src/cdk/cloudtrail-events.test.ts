import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ClarionTopic, CloudTrailEvents, type CloudTrailEventsProps } from '.';

const URL = 'https://receiver.example.com/hooks/one';

function stackWith(props?: CloudTrailEventsProps, region = 'us-east-1') {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region } });
  const events = new CloudTrailEvents(stack, 'Events', props);
  return { stack, events };
}
const templateWith = (props?: CloudTrailEventsProps) => Template.fromStack(stackWith(props).stack);

describe('CloudTrailEvents in CDK', () => {
  test('makes no subscription until there is a webhook URL', () => {
    templateWith().resourceCountIs('AWS::SNS::Subscription', 0);
    templateWith({ webhookUrl: URL }).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'https',
      Endpoint: URL,
      RawMessageDelivery: false,
    });
  });

  test('can wait with the subscription until Clarion knows the topic', () => {
    templateWith({ webhookUrl: URL, subscribe: false }).resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('publishes nothing before the topic admits it, since EventBridge does not try again what was refused', () => {
    const template = templateWith();
    const [policy] = Object.keys(template.findResources('AWS::SNS::TopicPolicy'));
    template.hasResource('AWS::Events::Rule', { DependsOn: [policy] });
  });

  test('gives each delivery a dead-letter queue that keeps messages for 14 days, encrypted', () => {
    const template = templateWith({ webhookUrl: URL });
    template.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    template.hasResourceProperties('AWS::SNS::Subscription', { RedrivePolicy: { deadLetterTargetArn: Match.anyValue() } });
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
    });
  });

  test('puts the tags on everything that can have them', () => {
    const template = templateWith({ webhookUrl: URL, includeDataEvents: true, tags: { team: 'security' } });
    for (const type of ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::Events::Rule', 'AWS::CloudWatch::Alarm']) {
      template.allResourcesProperties(type, { Tags: [{ Key: 'team', Value: 'security' }] });
    }
  });

  test('shares a topic that admits EventBridge, and leaves its policy alone', () => {
    const stack = new Stack(new App(), 'Stack');
    const topic = new ClarionTopic(stack, 'Topic', { publishers: ['events'] });
    const { topic: used } = new CloudTrailEvents(stack, 'Events', { topic });
    expect(used).toBe(topic);
    Template.fromStack(stack).resourceCountIs('AWS::SNS::TopicPolicy', 1);
  });

  test('refuses a topic that does not admit EventBridge, which would lose every event in silence', () => {
    const stack = new Stack(new App(), 'Stack');
    const topic = new ClarionTopic(stack, 'Topic', { publishers: [] });
    expect(() => new CloudTrailEvents(stack, 'Events', { topic })).toThrow(/^publisher-not-admitted: /);
  });

  test('keeps the subscription of a URL when it becomes the previous one, so that nothing is lost while the new one is confirmed', () => {
    const idsByUrl = (props: CloudTrailEventsProps) =>
      Object.fromEntries(
        Object.entries(templateWith(props).findResources('AWS::SNS::Subscription')).map(([id, { Properties }]) => [
          (Properties as { Endpoint: string }).Endpoint,
          id,
        ]),
      );
    const before = idsByUrl({ webhookUrl: URL });
    const during = idsByUrl({ webhookUrl: `${URL}-new`, previousWebhookUrl: URL });
    const after = idsByUrl({ webhookUrl: `${URL}-new` });
    expect(during).toEqual({ ...before, ...after });
    expect(Object.keys(during)).toEqual([`${URL}-new`, URL]);
    expect(JSON.stringify(during).match(/hooks\/one/g)).toHaveLength(2);
  });

  test('lets CloudFormation keep a replaced subscription whose URL only a parameter knows: the previous one takes it over', () => {
    const stack = new Stack(new App(), 'Stack');
    new CloudTrailEvents(stack, 'Events', { webhookUrl: new CfnParameter(stack, 'Url').valueAsString });
    Template.fromStack(stack).hasResource('AWS::SNS::Subscription', { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Delete' });
  });

  test('leaves out nobody where the list of roles is empty', () => {
    templateWith({ excludeRoleArns: [] }).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { userIdentity: Match.absent() } },
    });
  });

  test('stands twice in one stack', () => {
    const { stack } = stackWith();
    new CloudTrailEvents(stack, 'Again', { namePrefix: 'second' });
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 2);
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new Stack(new App(), 'Stack');
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
    const given = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals(text('Switch'), 'on') });
    new CloudTrailEvents(stack, 'Events', {
      namePrefix: text('Prefix'),
      topicName: { value: text('Name'), given },
      webhookUrl: { value: text('Url'), given },
      previousWebhookUrl: { value: text('OldUrl'), given },
      subscribe: given,
      signatureVersion: new CfnParameter(stack, 'Version', { type: 'Number' }).valueAsNumber,
      kmsKeyArn: { value: text('Key'), given },
      deliveryAlarms: given,
      alarmActions: { value: list('Actions'), given },
      readOnlyEvents: given,
      includeInsights: given,
      includeDataEvents: given,
      excludeRoleArns: { value: list('Roles'), given },
    });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::SNS::Subscription', { Condition: Match.anyValue(), Properties: { Endpoint: { Ref: 'Url' } } });
    template.hasResourceProperties('AWS::SNS::Topic', { SignatureVersion: { Ref: 'Version' } });
    template.hasResourceProperties('AWS::Events::Rule', {
      State: { 'Fn::If': ['Given', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'ENABLED'] },
    });
  });

  test('says what it cannot see where it stands outside us-east-1', () => {
    const warning = Match.stringLikeRegexp("root user's sign-ins arrive in us-east-1");
    Annotations.fromStack(stackWith({}, 'eu-west-1').stack).hasWarning('/Stack/Events', warning);
    // China and GovCloud have global Regions of their own.
    for (const region of ['us-east-1', 'cn-north-1', 'us-gov-west-1']) {
      Annotations.fromStack(stackWith({}, region).stack).hasNoWarning('/Stack/Events', warning);
    }
  });
});
