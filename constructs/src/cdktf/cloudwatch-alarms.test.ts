import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Aspects, Lazy, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { ClarionTopic, CloudWatchAlarms, type CloudWatchAlarmsProps } from '.';

const MINE = 'arn:aws:sns:eu-west-1:111122223333:mine';
const OTHERS = [1, 2, 3, 4, 5].map((n) => `${MINE}-${n}`);
type Synthesized = Record<'resource' | 'data', Record<string, Record<string, Record<string, unknown>>>>;

function stackWith(props?: CloudWatchAlarmsProps, app = new App()) {
  const stack = new TerraformStack(app, 'stack');
  const provider = new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  return { app, stack, provider, alarms: new CloudWatchAlarms(stack, 'alarms', props) };
}
const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Synthesized;
const all = ({ resource }: Synthesized, type: string) => Object.values(resource[type] ?? {});

const alarmIn = (scope: Construct, id: string, config: Partial<CloudwatchMetricAlarmConfig> = {}) =>
  new CloudwatchMetricAlarm(scope, id, {
    alarmName: id,
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
    ...config,
  });
/** What each alarm of a stack that is not Clarion's own does: when it goes off, and when it ends. */
const actionsIn = (stack: TerraformStack, type = 'aws_cloudwatch_metric_alarm') =>
  Object.fromEntries(
    all(synthesized(stack), type)
      .filter(({ alarm_name: name }) => /^[a-z]+$/.test(String(name)))
      .map((alarm) => [alarm['alarm_name'], [alarm['alarm_actions'], alarm['ok_actions']]]),
  );
const warningsOf = (construct: Construct) =>
  construct.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => String(data));
const ours = expect.stringMatching(/^\$\{aws_sns_topic\.alarms_topic_[^}]*\.arn\}$/);

describe('CloudWatchAlarms in cdktf', () => {
  test('admits alarms to its topic, and EventBridge only where it sends all alarms', () => {
    const admitted = (props?: CloudWatchAlarmsProps) => {
      const { data } = synthesized(stackWith(props).stack);
      const documents = Object.entries(data['aws_iam_policy_document'] ?? {});
      const [, document] = documents.find(([name]) => name.startsWith('alarms_topic_policy')) ?? [];
      const statements = document?.['statement'] as any[];
      return statements.filter(({ effect }) => effect === 'Allow').map(({ principals }) => principals[0].identifiers[0]);
    };
    expect(admitted()).toEqual(['cloudwatch.amazonaws.com']);
    expect(admitted({ allAlarms: false })).toEqual(['cloudwatch.amazonaws.com']);
    expect(admitted({ allAlarms: true })).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
  });

  test('makes a rule and its dead-letter queue only where it sends all alarms', () => {
    const without = synthesized(stackWith().stack);
    expect(all(without, 'aws_cloudwatch_event_rule')).toEqual([]);
    expect(all(without, 'aws_sqs_queue')).toHaveLength(1);
    const result = synthesized(stackWith({ allAlarms: true }).stack);
    expect(all(result, 'aws_cloudwatch_event_rule')).toEqual([expect.objectContaining({ state: 'ENABLED' })]);
    expect(all(result, 'aws_sqs_queue')).toHaveLength(2);
    const [policy] = Object.keys(result.resource['aws_sns_topic_policy']!);
    expect(all(result, 'aws_cloudwatch_event_target')).toEqual([
      expect.objectContaining({ depends_on: [`aws_sns_topic_policy.${policy}`], dead_letter_config: expect.anything() }),
    ]);
  });

  test('tells of no rule where there is none', () => {
    expect(stackWith().alarms).toMatchObject({ ruleArn: '', deadLetterQueueArn: '', deadLetterQueueUrl: '' });
  });

  test('is an action of an alarm', () => {
    const { stack, alarms } = stackWith();
    alarmIn(stack, 'mine', { alarmActions: [alarms.action()], okActions: [alarms.action()] });
    expect(actionsIn(stack)).toEqual({ mine: [[ours], [ours]] });
  });

  test('shares a topic that admits who publishes here, and refuses one that does not', () => {
    const { stack } = stackWith();
    const topic = new ClarionTopic(stack, 'topic', { publishers: ['cloudwatch'] });
    expect(new CloudWatchAlarms(stack, 'shared', { topic }).topic).toBe(topic);
    expect(() => new CloudWatchAlarms(stack, 'all', { topic, allAlarms: true })).toThrow(/^publisher-not-admitted: .*"events"/);
  });

  test('takes a switch that only deployment knows, and then admits EventBridge by a document with a count', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const { booleanValue: allAlarms } = new TerraformVariable(stack, 'all', { type: 'bool' });
    new CloudWatchAlarms(stack, 'alarms', { allAlarms });
    const result = synthesized(stack);
    expect(all(result, 'aws_cloudwatch_event_rule')).toEqual([expect.objectContaining({ count: '${var.all ? 1 : 0}' })]);
    const documents = Object.values(result.data['aws_iam_policy_document']!);
    const taken = documents.find((each) => 'source_policy_documents' in each);
    const [, name] =
      /^\$\{data\.aws_iam_policy_document\.([\w-]+)\[\*\]\.json\}$/.exec(String(taken?.['source_policy_documents'])) ?? [];
    expect(result.data['aws_iam_policy_document']![name!]).toMatchObject({
      count: '${var.all ? 1 : 0}',
      statement: [{ sid: 'EventBridge' }],
    });
    expect(taken).toMatchObject({ statement: [{ sid: 'CloudWatchAlarms' }, { sid: 'TlsOnly' }] });
  });
});

describe('the aspect', () => {
  test('makes each alarm of a scope notify the topic when it goes off and when it ends, composite ones too', () => {
    const { stack, alarms } = stackWith();
    const part = new Construct(stack, 'part');
    alarmIn(part, 'high');
    new CloudwatchCompositeAlarm(part, 'any', { alarmName: 'any', alarmRule: 'FALSE' });
    alarmIn(stack, 'outside');
    Aspects.of(part).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ high: [[ours], [ours]], outside: [undefined, undefined] });
    expect(actionsIn(stack, 'aws_cloudwatch_composite_alarm')).toEqual({ any: [[ours], [ours]] });
  });

  test('keeps what an alarm does already: texts, references, lists that are made late, and what is added later', () => {
    const { stack, alarms } = stackWith();
    Aspects.of(stack).add(alarms.aspect());
    const { stringValue } = new TerraformVariable(stack, 'target', { type: 'string' });
    alarmIn(stack, 'texts', { alarmActions: [MINE], okActions: [MINE] });
    alarmIn(stack, 'references', { alarmActions: [stringValue] });
    alarmIn(stack, 'late', { alarmActions: Lazy.listValue({ produce: () => [MINE, stringValue] }) });
    const alarm = alarmIn(stack, 'later');
    const add = () => (alarm.alarmActions = [...alarm.alarmActionsInput!, MINE]);
    Aspects.of(stack).add({ visit: (node) => (node === alarm ? add() : undefined) });
    expect(actionsIn(stack)).toEqual({
      texts: [
        [MINE, ours],
        [MINE, ours],
      ],
      references: [['${var.target}', ours], [ours]],
      late: [[MINE, '${var.target}', ours], [ours]],
      later: [[ours, MINE], [ours]],
    });
  });

  test('adds the topic once, however often it comes by', () => {
    const { stack, alarms } = stackWith();
    alarmIn(stack, 'mine', { alarmActions: [alarms.topic.topicArn] });
    for (const scope of [stack.node.root, stack, stack]) Aspects.of(scope).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ mine: [[ours], [ours]] });
  });

  test("leaves Clarion's own alarms alone, those of other constructs too", () => {
    const { stack, alarms } = stackWith({ allAlarms: true });
    new ClarionTopic(stack, 'topic', { topicName: 'another', publishers: ['events'] });
    Aspects.of(stack).add(alarms.aspect());
    const found = all(synthesized(stack), 'aws_cloudwatch_metric_alarm');
    expect(found).toHaveLength(5);
    for (const alarm of found) expect([alarm['alarm_actions'], alarm['ok_actions']]).toEqual([undefined, undefined]);
  });

  test.each([
    ['has five actions', () => OTHERS, 'has 5 actions for a state'],
    [
      'has a list that only deployment knows',
      (stack: TerraformStack) => new TerraformVariable(stack, 'targets', { type: 'list(string)' }).listValue,
      'known at deployment only',
    ],
    ['has an expression for its list', () => '${var.targets}' as unknown as string[], 'known at deployment only'],
  ])('leaves as it is, with a warning, an alarm that %s', (_title, actionsOf, said) => {
    const { stack, alarms } = stackWith();
    const alarmActions = actionsOf(stack);
    const alarm = alarmIn(stack, 'full', { alarmActions });
    Aspects.of(stack).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ full: [alarmActions === OTHERS ? OTHERS : '${var.targets}', [ours]] });
    expect(warningsOf(alarm)).toEqual([expect.stringContaining(said)]);
  });

  test.each([
    ['another Region', { region: 'us-east-1' }, 0],
    ['the same Region, which may be of another account', { region: 'eu-west-1' }, 1],
    ['a Region that it does not name', {}, 1],
  ])('leaves alone an alarm whose provider is for %s', (_place, config, warnings) => {
    const { stack, alarms } = stackWith();
    const alarm = alarmIn(stack, 'mine', {
      alarmActions: [MINE],
      provider: new AwsProvider(stack, 'other', { alias: 'other', ...config }),
    });
    Aspects.of(stack).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ mine: [[MINE], undefined] });
    expect(warningsOf(alarm)).toHaveLength(warnings);
  });

  test('leaves alone an alarm that names another Region itself', () => {
    const { stack, provider, alarms } = stackWith();
    alarmIn(stack, 'there', { region: 'us-east-1' });
    alarmIn(stack, 'here', { region: 'eu-west-1', provider });
    Aspects.of(stack).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ there: [undefined, undefined], here: [[ours], [ours]] });
  });

  test('leaves alone an alarm of another stack, which may be written already, with a warning', () => {
    const { app, alarms } = stackWith();
    const other = new TerraformStack(app, 'other');
    new AwsProvider(other, 'aws', { region: 'eu-west-1' });
    const alarm = alarmIn(other, 'mine');
    Aspects.of(other).add(alarms.aspect());
    expect(actionsIn(other)).toEqual({ mine: [undefined, undefined] });
    expect(warningsOf(alarm)).toEqual([expect.stringContaining('within reach of its stack')]);
  });

  test('looks from where a shared topic stands, not from where it is shared', () => {
    const { app, stack, alarms } = stackWith();
    const sharing = new TerraformStack(app, 'sharing');
    new AwsProvider(sharing, 'aws', { region: 'us-east-1' });
    const alarm = alarmIn(sharing, 'mine');
    alarmIn(stack, 'beside');
    const { topic } = alarms;
    const aspect = new CloudWatchAlarms(sharing, 'alarms', { topic }).aspect();
    for (const each of [stack, sharing]) Aspects.of(each).add(aspect);
    expect(actionsIn(sharing)).toEqual({ mine: [undefined, undefined] });
    expect(actionsIn(stack)).toEqual({ beside: [[ours], [ours]] });
    expect(warningsOf(alarm)).toEqual([]);
  });

  test.each([
    ['its own Region, which is known to be the same by nothing else', {}, [MINE], 0],
    ['another Region', { region: 'us-east-1' }, undefined, 0],
  ])('takes a topic that was there already for what its ARN says: an alarm of %s', (_place, config, actions, warnings) => {
    const stack = new TerraformStack(new App(), 'stack');
    new AwsProvider(stack, 'aws');
    const alarms = new CloudWatchAlarms(stack, 'alarms', { existingTopicArn: MINE });
    const alarm = alarmIn(stack, 'mine', config);
    Aspects.of(stack).add(alarms.aspect());
    expect(actionsIn(stack)).toEqual({ mine: [actions, actions] });
    expect(warningsOf(alarm)).toHaveLength(warnings);
  });

  test('leaves an alarm that is switched off as silent as its owner wants it', () => {
    const { stack, alarms } = stackWith();
    alarmIn(stack, 'mine', { actionsEnabled: false });
    Aspects.of(stack).add(alarms.aspect());
    expect(all(synthesized(stack), 'aws_cloudwatch_metric_alarm')).toContainEqual(
      expect.objectContaining({ actions_enabled: false, alarm_actions: [ours] }),
    );
  });
});
