import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Op, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { ClarionTopic, CloudTrailEvents, type CloudTrailEventsProps } from '.';

const URL = 'https://receiver.example.com/hooks/one';
type Synthesized = Record<'resource' | 'data', Record<string, Record<string, Record<string, unknown>>>>;

const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Synthesized;
function synthesizedWith(props?: CloudTrailEventsProps): Synthesized {
  const stack = new TerraformStack(new App(), 'stack');
  new CloudTrailEvents(stack, 'events', props);
  return synthesized(stack);
}
const all = ({ resource }: Synthesized, type: string) => Object.values(resource[type] ?? {});

describe('CloudTrailEvents in cdktf', () => {
  test('makes no subscription until there is a webhook URL', () => {
    expect(all(synthesizedWith(), 'aws_sns_topic_subscription')).toEqual([]);
    expect(all(synthesizedWith({ webhookUrl: URL }), 'aws_sns_topic_subscription')).toEqual([
      expect.objectContaining({ protocol: 'https', endpoint: URL, raw_message_delivery: false }),
    ]);
  });

  test('can wait with the subscription until Clarion knows the topic', () => {
    expect(all(synthesizedWith({ webhookUrl: URL, subscribe: false }), 'aws_sns_topic_subscription')).toEqual([]);
  });

  test('keeps the subscription of a URL when it becomes the previous one, so that nothing is lost while the new one is confirmed', () => {
    const idsByUrl = (props: CloudTrailEventsProps) =>
      Object.fromEntries(
        Object.entries(synthesizedWith(props).resource['aws_sns_topic_subscription']!).map(([id, { endpoint }]) => [
          endpoint,
          id,
        ]),
      );
    const before = idsByUrl({ webhookUrl: URL });
    const during = idsByUrl({ webhookUrl: `${URL}-new`, previousWebhookUrl: URL });
    expect(during).toEqual({ ...before, ...idsByUrl({ webhookUrl: `${URL}-new` }) });
    expect(Object.keys(during)).toEqual([`${URL}-new`, URL]);
  });

  test('takes an expression of Terraform that is written as text', () => {
    const [subscription] = all(
      synthesizedWith({ webhookUrl: '${var.url}', topicName: '${var.name}' }),
      'aws_sns_topic_subscription',
    );
    expect(subscription).toMatchObject({ endpoint: '${var.url}' });
  });

  test('leaves out nobody where the list of roles is empty', () => {
    const [rule] = all(synthesizedWith({ excludeRoleArns: [] }), 'aws_cloudwatch_event_rule');
    expect(rule?.['event_pattern']).not.toContain('userIdentity');
  });

  test('never lets an apply wait for a confirmation, which would fail it after a minute', () => {
    const [subscription] = all(synthesizedWith({ webhookUrl: URL }), 'aws_sns_topic_subscription');
    expect(subscription).toMatchObject({ endpoint_auto_confirms: false });
  });

  test('publishes nothing before the topic admits it, since EventBridge does not try again what was refused', () => {
    const result = synthesizedWith();
    const [policy] = Object.keys(result.resource['aws_sns_topic_policy']!);
    expect(all(result, 'aws_cloudwatch_event_target')).toEqual([
      expect.objectContaining({ depends_on: [`aws_sns_topic_policy.${policy}`] }),
    ]);
  });

  test('puts the tags on everything that can have them', () => {
    const result = synthesizedWith({ webhookUrl: URL, includeDataEvents: true, tags: { team: 'security' } });
    for (const type of ['aws_sns_topic', 'aws_sqs_queue', 'aws_cloudwatch_event_rule', 'aws_cloudwatch_metric_alarm']) {
      for (const each of all(result, type)) expect(each).toMatchObject({ tags: { team: 'security' } });
    }
  });

  test('shares a topic that admits EventBridge, and refuses one that does not', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const topic = new ClarionTopic(stack, 'topic', { publishers: ['events'] });
    expect(new CloudTrailEvents(stack, 'events', { topic }).topic).toBe(topic);
    expect(all(synthesized(stack), 'aws_sns_topic_policy')).toHaveLength(1);
    const closed = new ClarionTopic(stack, 'closed', { topicName: 'closed', publishers: [] });
    expect(() => new CloudTrailEvents(stack, 'refused', { topic: closed })).toThrow(/^publisher-not-admitted: /);
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const variable = (id: string, type = 'string') => new TerraformVariable(stack, id, { type });
    const optional = (id: string) => {
      const { stringValue: value, value: any } = variable(id);
      return { value, given: Op.neq(any, Token.nullValue()) };
    };
    const list = (id: string) => {
      const { listValue: value, value: any } = variable(id, 'list(string)');
      return { value, given: Op.neq(any, Token.nullValue()) };
    };
    new CloudTrailEvents(stack, 'events', {
      namePrefix: variable('prefix').stringValue,
      topicName: optional('name'),
      webhookUrl: optional('url'),
      previousWebhookUrl: optional('old_url'),
      subscribe: variable('subscribe', 'bool').booleanValue,
      signatureVersion: variable('version', 'number').numberValue,
      kmsKeyArn: optional('key'),
      deliveryAlarms: variable('alarms', 'bool').booleanValue,
      alarmActions: list('actions'),
      readOnlyEvents: variable('read_only', 'bool').booleanValue,
      includeInsights: variable('insights', 'bool').booleanValue,
      includeDataEvents: variable('data_events', 'bool').booleanValue,
      excludeRoleArns: list('roles'),
    });
    const result = synthesized(stack);
    const [subscription] = all(result, 'aws_sns_topic_subscription');
    expect(subscription).toMatchObject({ for_each: expect.stringContaining('nonsensitive(keys(') as string });
    expect(all(result, 'aws_sns_topic')).toEqual([expect.objectContaining({ signature_version: '${var.version}' })]);
    expect(all(result, 'aws_cloudwatch_event_rule').map(({ state }) => state)).toContain(
      '${var.read_only ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"}',
    );
  });

  test.each([
    ['eu-west-1', 1],
    ['us-east-1', 0],
    ['cn-north-1', 0],
  ])('says what it cannot see where its provider stands in %s: %d warnings', (region, warnings) => {
    const stack = new TerraformStack(new App(), 'stack');
    new AwsProvider(stack, 'aws', { region });
    const events = new CloudTrailEvents(stack, 'events');
    expect(events.node.metadata.filter(({ type }) => type === '@cdktf/warn')).toHaveLength(warnings);
  });
});
