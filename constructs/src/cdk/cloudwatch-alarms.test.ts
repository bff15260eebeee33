import { App, Aspects, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  CfnAlarm,
  CfnCompositeAlarm,
  CompositeAlarm,
  Metric,
  type CfnAlarmProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ClarionTopic, CloudWatchAlarms, type CloudWatchAlarmsProps } from '.';

const env = { account: '111122223333', region: 'eu-west-1' };
const MINE = 'arn:aws:sns:eu-west-1:111122223333:mine';
const OTHERS = [1, 2, 3, 4, 5].map((n) => `${MINE}-${n}`);

function stackWith(props?: CloudWatchAlarmsProps, app = new App()) {
  const stack = new Stack(app, 'Stack', { env });
  return { app, stack, alarms: new CloudWatchAlarms(stack, 'Alarms', props) };
}
const templateWith = (props?: CloudWatchAlarmsProps) => Template.fromStack(stackWith(props).stack);

/** An alarm as CloudFormation has it, with what it does already. */
const alarmIn = (scope: Construct, id: string, props: Partial<CfnAlarmProps> = {}) =>
  new CfnAlarm(scope, id, { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, threshold: 0, ...props });
/** What each alarm of a stack that is not Clarion's own does, by the start of its id: when it goes off, and when it ends. */
const actionsIn = (stack: Stack, type = 'AWS::CloudWatch::Alarm') =>
  Object.fromEntries(
    Object.entries(Template.fromStack(stack).findResources(type))
      .filter(([id]) => !id.startsWith('Alarms'))
      .map(([id, { Properties = {} }]) => [id.replace(/[0-9A-F]{8}$/, ''), [Properties.AlarmActions, Properties.OKActions]]),
  );
const ours = { Ref: expect.stringMatching(/^AlarmsTopic/) };

describe('CloudWatchAlarms in CDK', () => {
  test('admits alarms to its topic, and EventBridge only where it sends all alarms', () => {
    const admitted = (props?: CloudWatchAlarmsProps) => {
      const [policy] = Object.values(templateWith(props).findResources('AWS::SNS::TopicPolicy'));
      const statements = policy?.['Properties'].PolicyDocument.Statement as any[];
      return statements.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal.Service);
    };
    expect(admitted()).toEqual(['cloudwatch.amazonaws.com']);
    expect(admitted({ allAlarms: false })).toEqual(['cloudwatch.amazonaws.com']);
    expect(admitted({ allAlarms: true })).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
  });

  test('makes a rule and its dead-letter queue only where it sends all alarms', () => {
    for (const type of ['AWS::Events::Rule', 'AWS::SQS::Queue'])
      templateWith().resourceCountIs(type, type.includes('Queue') ? 1 : 0);
    const template = templateWith({ allAlarms: true });
    template.resourceCountIs('AWS::SQS::Queue', 2);
    const [policy] = Object.keys(template.findResources('AWS::SNS::TopicPolicy'));
    template.hasResource('AWS::Events::Rule', {
      DependsOn: [policy],
      Properties: { State: 'ENABLED', Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })] },
    });
  });

  test('tells of no rule where there is none', () => {
    expect(stackWith().alarms).toMatchObject({ ruleArn: '', deadLetterQueueArn: '', deadLetterQueueUrl: '' });
  });

  test('is an action of an alarm, and adds nothing to the policy of the topic', () => {
    const { stack, alarms } = stackWith();
    const alarm = new Alarm(stack, 'Mine', {
      metric: new Metric({ namespace: 'n', metricName: 'm' }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    alarm.addAlarmAction(alarms.action());
    alarm.addOkAction(alarms.action());
    expect(actionsIn(stack)).toEqual({ Mine: [[ours], [ours]] });
    Template.fromStack(stack).resourceCountIs('AWS::SNS::TopicPolicy', 1);
  });

  test('shares a topic that admits who publishes here, and refuses one that does not', () => {
    const stack = new Stack(new App(), 'Stack');
    const topic = new ClarionTopic(stack, 'Topic', { publishers: ['cloudwatch'] });
    expect(new CloudWatchAlarms(stack, 'Alarms', { topic }).topic).toBe(topic);
    expect(() => new CloudWatchAlarms(stack, 'All', { topic, allAlarms: true })).toThrow(/^publisher-not-admitted: .*"events"/);
  });

  test('takes a switch that only deployment knows, and then admits EventBridge under its condition', () => {
    const stack = new Stack(new App(), 'Stack');
    const expression = Fn.conditionEquals(new CfnParameter(stack, 'Switch').valueAsString, 'on');
    new CloudWatchAlarms(stack, 'Alarms', { allAlarms: new CfnCondition(stack, 'Given', { expression }) });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::Events::Rule', { Condition: 'Given' });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Sid: 'CloudWatchAlarms' }),
          { 'Fn::If': ['Given', Match.objectLike({ Sid: 'EventBridge' }), { Ref: 'AWS::NoValue' }] },
          Match.objectLike({ Sid: 'TlsOnly' }),
        ],
      },
    });
  });
});

describe('the aspect', () => {
  test('makes each alarm of a scope notify the topic when it goes off and when it ends, composite ones too', () => {
    const { stack, alarms } = stackWith();
    const part = new Construct(stack, 'Part');
    const metric = new Metric({ namespace: 'n', metricName: 'm' });
    const alarm = new Alarm(part, 'High', { metric, threshold: 1, evaluationPeriods: 1 });
    new CompositeAlarm(part, 'Any', { alarmRule: AlarmRule.fromAlarm(alarm, AlarmState.ALARM) });
    new CfnCompositeAlarm(part, 'Low', { alarmRule: 'FALSE' });
    alarmIn(stack, 'Outside');
    Aspects.of(part).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ PartHigh: [[ours], [ours]], Outside: [undefined, undefined] });
    expect(actionsIn(stack, 'AWS::CloudWatch::CompositeAlarm')).toEqual({ PartAny: [[ours], [ours]], PartLow: [[ours], [ours]] });
  });

  test('keeps what an alarm does already: texts, tokens, lists that are made late, and what is added later', () => {
    const { stack, alarms } = stackWith();
    Aspects.of(stack).add(alarms.aspect());
    const parameter = new CfnParameter(stack, 'Target').valueAsString;
    alarmIn(stack, 'Texts', { alarmActions: [MINE], okActions: [MINE] });
    alarmIn(stack, 'Tokens', { alarmActions: [parameter] });
    alarmIn(stack, 'Late', { alarmActions: Lazy.list({ produce: () => [MINE, parameter] }) });
    const alarm = new Alarm(stack, 'Later', {
      metric: new Metric({ namespace: 'n', metricName: 'm' }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    const later = { bind: () => ({ alarmActionArn: MINE }) };
    Aspects.of(stack).add({ visit: (node) => (node === alarm.node.defaultChild ? alarm.addAlarmAction(later) : undefined) });
    expect(actionsIn(stack)).toEqual({
      Texts: [
        [MINE, ours],
        [MINE, ours],
      ],
      Tokens: [[{ Ref: 'Target' }, ours], [ours]],
      Late: [[MINE, { Ref: 'Target' }, ours], [ours]],
      Later: [[MINE, ours], [ours]],
    });
  });

  test('adds the topic once, however often it comes by', () => {
    const { stack, alarms } = stackWith();
    alarmIn(stack, 'Mine', { alarmActions: [alarms.topic.topicArn] });
    for (const scope of [stack.node.root, stack, stack]) Aspects.of(scope).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ Mine: [[ours], [ours]] });
  });

  test("leaves Clarion's own alarms alone, those of other constructs too", () => {
    const { stack, alarms } = stackWith({ allAlarms: true });
    new ClarionTopic(stack, 'Topic', { topicName: 'another', publishers: ['events'] });
    Aspects.of(stack).add(alarms.aspect());
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 5);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent(), OKActions: Match.absent() });
  });

  test.each([
    ['has five actions', OTHERS, 'has 5 actions for a state'],
    ['has a list that only deployment knows', Fn.split(',', Fn.importValue('targets')), 'known at deployment only'],
  ])('leaves as it is, with a warning, an alarm that %s', (_title, alarmActions, said) => {
    const { stack, alarms } = stackWith();
    alarmIn(stack, 'Full', { alarmActions });
    Aspects.of(stack).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ Full: [stack.resolve(alarmActions), [ours]] });
    const warnings = Annotations.fromStack(stack).findWarning('/Stack/Full', Match.stringLikeRegexp(said));
    expect(warnings).toHaveLength(1);
  });

  test.each([
    ['another Region', { ...env, region: 'us-east-1' }, 0],
    ['another account', { ...env, account: '444455556666' }, 0],
    ['a place that it does not name', {}, 1],
  ])('leaves alone an alarm of a stack in %s', (_place, elsewhere, warnings) => {
    const { app, alarms } = stackWith();
    const other = new Stack(app, 'Other', { env: elsewhere });
    alarmIn(other, 'Mine', { alarmActions: [MINE] });
    Aspects.of(app).add(alarms.aspect());
    expect(actionsIn(other)).toEqual({ Mine: [[MINE], undefined] });
    expect(Annotations.fromStack(other).findWarning('*', Match.anyValue())).toHaveLength(warnings);
  });

  test('leaves alone an alarm of another stage, into which nothing can refer, with a warning', () => {
    const { app, alarms } = stackWith();
    const other = new Stack(new Stage(app, 'Stage'), 'Other', { env });
    alarmIn(other, 'Mine');
    Aspects.of(other).add(alarms.aspect());
    expect(actionsIn(other)).toEqual({ Mine: [undefined, undefined] });
    Annotations.fromStack(other).hasWarning('*', Match.stringLikeRegexp('within reach of its stack'));
  });

  test('reaches alarms of other stacks in the same place, and of nested ones', () => {
    const { app, stack, alarms } = stackWith();
    const other = new Stack(app, 'Other', { env });
    alarmIn(other, 'Mine');
    const nested = new NestedStack(stack, 'Nested');
    alarmIn(nested, 'Mine');
    Aspects.of(app).add(alarms.aspect());
    expect(actionsIn(other)['Mine']?.[0]).toEqual([{ 'Fn::ImportValue': expect.stringContaining('AlarmsTopic') }]);
    expect(actionsIn(nested)['Mine']?.[0]).toEqual([{ Ref: expect.stringContaining('AlarmsTopic') }]);
  });

  test('looks from where a shared topic stands, not from where it is shared', () => {
    const app = new App();
    const topic = new ClarionTopic(new Stack(app, 'Home', { env }), 'Topic', { publishers: ['cloudwatch'] });
    const sharing = new Stack(app, 'Sharing', { env: { ...env, region: 'us-east-1' }, crossRegionReferences: true });
    const beside = new Stack(app, 'Beside', { env });
    for (const stack of [sharing, beside]) alarmIn(stack, 'Mine');
    Aspects.of(app).add(new CloudWatchAlarms(sharing, 'Alarms', { topic }).aspect());
    expect(actionsIn(sharing)).toEqual({ Mine: [undefined, undefined] });
    expect(actionsIn(beside)['Mine']?.[0]).toEqual([{ 'Fn::ImportValue': expect.stringContaining('Topic') }]);
  });

  test('does not refer to a shared topic out of another stage, with a warning', () => {
    const app = new App();
    const topic = new ClarionTopic(new Stack(app, 'Home', { env }), 'Topic', { publishers: ['cloudwatch'] });
    const sharing = new Stack(new Stage(app, 'Stage'), 'Sharing', { env });
    alarmIn(sharing, 'Mine');
    Aspects.of(sharing).add(new CloudWatchAlarms(sharing, 'Alarms', { topic }).aspect());
    expect(actionsIn(sharing)).toEqual({ Mine: [undefined, undefined] });
    Annotations.fromStack(sharing).hasWarning('*', Match.stringLikeRegexp('within reach of its stack'));
  });

  test.each([
    ['of its Region and account', env, MINE, 0],
    ['of another Region', { ...env, region: 'us-east-1' }, undefined, 0],
    ['of another account', { ...env, account: '444455556666' }, undefined, 0],
    ['of a place that is not named', {}, undefined, 1],
  ])(
    'takes a topic that was there already for what its ARN says: an alarm %s, in another stage',
    (_place, there, action, warnings) => {
      const app = new App();
      const alarms = new CloudWatchAlarms(new Stack(app, 'Home'), 'Alarms', { existingTopicArn: MINE });
      const other = new Stack(new Stage(app, 'Stage'), 'Other', { env: there });
      alarmIn(other, 'Mine');
      Aspects.of(other).add(alarms.aspect());
      const actions = action === undefined ? undefined : [action];
      expect(actionsIn(other)).toEqual({ Mine: [actions, actions] });
      expect(Annotations.fromStack(other).findWarning('*', Match.anyValue())).toHaveLength(warnings);
    },
  );

  test('takes a topic that was there already for one of its own stack, where that does not say where it stands', () => {
    const stack = new Stack(new App(), 'Stack');
    const alarms = new CloudWatchAlarms(stack, 'Alarms', { existingTopicArn: MINE });
    alarmIn(stack, 'Mine');
    Aspects.of(stack).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ Mine: [[MINE], [MINE]] });
  });

  test('leaves an alarm that is switched off as silent as its owner wants it', () => {
    const { stack, alarms } = stackWith();
    alarmIn(stack, 'Mine', { actionsEnabled: false });
    Aspects.of(stack).add(alarms.aspect());
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      ActionsEnabled: false,
      AlarmActions: [Match.anyValue()],
    });
  });

  test('looks at alarms only', () => {
    const { stack, alarms } = stackWith();
    new CfnResource(stack, 'Dashboard', { type: 'AWS::CloudWatch::Dashboard', properties: { DashboardBody: '{}' } });
    Aspects.of(stack).add(alarms.aspect());
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardBody: '{}',
      AlarmActions: Match.absent(),
    });
  });
});
