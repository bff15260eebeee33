/**
 * Alarms in the local AWS, which has composite ones, tells EventBridge of each change of state, and takes actions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
import { aws, type Input } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

needs(['moto'], 'an alarm in the local AWS', () => {
  let emulator: Emulator;

  const ask = <T = Record<string, any>>(service: string, operation: string, input: Input = {}) =>
    aws<T>(emulator, service, operation, input);
  const putAlarm = (AlarmName: string, more: object = {}) =>
    ask('cloudwatch', 'put-metric-alarm', {
      AlarmName,
      Namespace: 'n',
      MetricName: 'm',
      Dimensions: [{ Name: 'TopicName', Value: 't' }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      ...more,
    });
  const putComposite = (AlarmName: string, AlarmRule: string, more: object = {}) =>
    ask('cloudwatch', 'put-composite-alarm', { AlarmName, AlarmRule, ...more });
  const setState = (AlarmName: string, StateValue: State) =>
    ask('cloudwatch', 'set-alarm-state', { AlarmName, StateValue, StateReason: `test ${StateValue}` });
  const stateOf = async (AlarmName: string) => {
    const types = { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], AlarmNames: [AlarmName] };
    const { MetricAlarms, CompositeAlarms } = await ask('cloudwatch', 'describe-alarms', types);
    return [...MetricAlarms, ...CompositeAlarms][0]?.StateValue;
  };
  const createQueue = async (name: string) =>
    (await ask<{ QueueUrl: string }>('sqs', 'create-queue', { QueueName: name })).QueueUrl;
  const received = async (QueueUrl: string) => {
    const bodies = [];
    for (let more = true; more;) {
      const { Messages = [] } = await ask('sqs', 'receive-message', { QueueUrl, MaxNumberOfMessages: 10 });
      bodies.push(...Messages.map(({ Body }: { Body: string }) => JSON.parse(Body)));
      more = Messages.length > 0;
    }
    return bodies;
  };
  /** A topic that alarms publish to, and what it then had. */
  const topic = async () => {
    const { TopicArn } = await ask('sns', 'create-topic', { Name: 'alarms' });
    const queue = await createQueue('alarms');
    await ask('sns', 'subscribe', { TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:123456789012:alarms' });
    return { arn: TopicArn as string, messages: async () => (await received(queue)).map(({ Message }) => JSON.parse(Message)) };
  };

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  test('begins without data, and keeps its state when what it watches is changed', async () => {
    await putAlarm('a');
    expect(await stateOf('a')).toBe('INSUFFICIENT_DATA');
    await setState('a', 'ALARM');
    await putAlarm('a', { Threshold: 2 });
    expect(await stateOf('a')).toBe('ALARM');
  });

  test('puts an event on the default bus when its state changes, whether or not it may act', async () => {
    const queue = await createQueue('events');
    const EventPattern = JSON.stringify({ source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] });
    await ask('events', 'put-rule', { Name: 'all-alarms', EventPattern });
    await ask('events', 'put-targets', {
      Rule: 'all-alarms',
      Targets: [{ Id: 'q', Arn: 'arn:aws:sqs:us-east-1:123456789012:events' }],
    });
    await putAlarm('a', { ActionsEnabled: false, AlarmDescription: 'why' });
    await setState('a', 'ALARM');
    await setState('a', 'ALARM');
    const events = await received(queue);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      version: '0',
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: '123456789012',
      region: 'us-east-1',
      resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:a'],
      detail: {
        alarmName: 'a',
        state: { value: 'ALARM', reason: 'test ALARM' },
        previousState: { value: 'INSUFFICIENT_DATA' },
        configuration: {
          description: 'why',
          metrics: [
            { metricStat: { metric: { namespace: 'n', name: 'm', dimensions: { TopicName: 't' } }, period: 60, stat: 'Sum' } },
          ],
        },
      },
    });
  });

  test('acts by the list of its new state, with the message that CloudWatch writes', async () => {
    const { arn, messages } = await topic();
    await putAlarm('a', { AlarmActions: [arn] });
    await setState('a', 'OK');
    await setState('a', 'ALARM');
    expect(await messages()).toMatchObject([
      {
        AlarmName: 'a',
        AWSAccountId: '123456789012',
        NewStateValue: 'ALARM',
        OldStateValue: 'OK',
        NewStateReason: 'test ALARM',
        Region: 'US East (N. Virginia)',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a',
        Trigger: { MetricName: 'm', Namespace: 'n', Statistic: 'SUM', Dimensions: [{ name: 'TopicName', value: 't' }] },
      },
    ]);
  });

  describe('that is composite', () => {
    test('follows the alarms in its rule, and acts', async () => {
      const { arn, messages } = await topic();
      await putAlarm('one');
      await putAlarm('two');
      await putComposite('both', 'ALARM("one") AND (ALARM(two) OR NOT OK(two))', { AlarmActions: [arn] });
      expect(await stateOf('both')).toBe('OK');
      await setState('two', 'OK');
      await setState('one', 'ALARM');
      expect(await stateOf('both')).toBe('OK');
      await setState('two', 'ALARM');
      expect(await stateOf('both')).toBe('ALARM');
      expect(await messages()).toMatchObject([
        {
          AlarmName: 'both',
          NewStateValue: 'ALARM',
          AlarmRule: 'ALARM("one") AND (ALARM(two) OR NOT OK(two))',
          TriggeringChildren: [{ Arn: expect.stringMatching(':alarm:one$') }, { Arn: expect.stringMatching(':alarm:two$') }],
        },
      ]);
    });

    test('does not act while its suppressor is in alarm', async () => {
      const { arn, messages } = await topic();
      await putAlarm('one');
      await putAlarm('maintenance');
      const suppression = {
        ActionsSuppressor: 'maintenance',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 60,
      };
      await putComposite('quiet', 'ALARM(one)', { AlarmActions: [arn], ...suppression });
      await setState('maintenance', 'ALARM');
      await setState('one', 'ALARM');
      expect(await stateOf('quiet')).toBe('ALARM');
      expect(await messages()).toEqual([]);
    });

    test('is told only to those who ask for composite alarms, with its tags', async () => {
      await putAlarm('one');
      await putComposite('c', 'ALARM(one)', { AlarmDescription: 'd', Tags: [{ Key: 'k', Value: 'v' }] });
      expect(await ask('cloudwatch', 'describe-alarms')).toMatchObject({
        MetricAlarms: [{ AlarmName: 'one' }],
        CompositeAlarms: [],
      });
      const { CompositeAlarms } = await ask('cloudwatch', 'describe-alarms', { AlarmTypes: ['CompositeAlarm'] });
      expect(CompositeAlarms).toMatchObject([{ AlarmName: 'c', AlarmDescription: 'd', AlarmRule: 'ALARM(one)' }]);
      const { Tags } = await ask('cloudwatch', 'list-tags-for-resource', { ResourceARN: CompositeAlarms[0].AlarmArn });
      expect(Tags).toEqual([{ Key: 'k', Value: 'v' }]);
    });

    test('keeps the alarms in its rule from being deleted', async () => {
      await putAlarm('one');
      await putComposite('c', 'ALARM(one)');
      await expect(ask('cloudwatch', 'delete-alarms', { AlarmNames: ['one'] })).rejects.toThrow(
        'composite alarm(s) depending on it',
      );
      await ask('cloudwatch', 'delete-alarms', { AlarmNames: ['one', 'c'] });
    });

    test.each([
      ['an alarm that is not there', 'ALARM(missing)', '[missing] in the alarm rule do not exist'],
      ['a word that is none', 'ALARM(one) XOR ALARM(one)', 'XOR'],
      ['a bracket that stays open', '(ALARM(one)', 'bracket'],
      ['nothing after AND', 'ALARM(one) AND', 'its end'],
    ])('refuses a rule with %s', async (_, rule, said) => {
      await putAlarm('one');
      await expect(putComposite('c', rule)).rejects.toThrow(said);
    });
  });
});
