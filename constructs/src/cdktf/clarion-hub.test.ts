import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Op, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { ClarionHub, ClarionTopic, type ClarionHubProps } from '.';

const organizationId = 'o-a1b2c3d4e5';
type Synthesized = Record<'resource' | 'data', Record<string, Record<string, Record<string, any>>>>;

const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Synthesized;
function synthesizedWith(props: ClarionHubProps = { organizationId }): Synthesized {
  const stack = new TerraformStack(new App(), 'stack');
  new ClarionHub(stack, 'hub', props);
  return synthesized(stack);
}
const all = ({ resource }: Synthesized, type: string) => Object.values(resource[type] ?? {});

describe('ClarionHub in cdktf', () => {
  test('has every rule on a bus of its own, so that none of the customer’s matches what comes from elsewhere', () => {
    const result = synthesizedWith({ organizationId, includeDataEvents: true, allAlarms: true });
    const [bus] = Object.keys(result.resource['aws_cloudwatch_event_bus']!);
    expect(all(result, 'aws_cloudwatch_event_bus')).toEqual([expect.objectContaining({ name: 'clarion-hub' })]);
    for (const type of ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target', 'aws_cloudwatch_event_bus_policy']) {
      for (const each of all(result, type)) {
        expect(each).toMatchObject({ event_bus_name: `\${aws_cloudwatch_event_bus.${bus}.name}` });
      }
    }
    expect(all(result, 'aws_cloudwatch_event_rule')).toHaveLength(4);
  });

  test('sends all to one topic, and keeps what it cannot send', () => {
    const result = synthesizedWith({ organizationId, includeDataEvents: true });
    expect(all(result, 'aws_sns_topic')).toEqual([expect.objectContaining({ name: 'clarion-hub' })]);
    const [topic] = Object.keys(result.resource['aws_sns_topic']!);
    for (const target of all(result, 'aws_cloudwatch_event_target')) {
      expect(target).toMatchObject({ arn: `\${aws_sns_topic.${topic}.arn}`, dead_letter_config: expect.anything() as object });
      expect(target).not.toHaveProperty('role_arn');
    }
  });

  test('names its bus and its topic as it is told, so that their ARNs are known before', () => {
    const result = synthesizedWith({ organizationId, busName: 'security-bus', topicName: 'security-topic' });
    expect(all(result, 'aws_cloudwatch_event_bus')).toEqual([expect.objectContaining({ name: 'security-bus' })]);
    expect(all(result, 'aws_sns_topic')).toEqual([expect.objectContaining({ name: 'security-topic' })]);
  });

  test('does not say who may send to whom until it is told', () => {
    expect(() => synthesizedWith({})).toThrow(/^hub-admits-one: /);
  });

  test('has a rule for each source that is switched on, and no other', () => {
    expect(all(synthesizedWith(), 'aws_cloudwatch_event_rule')).toHaveLength(2);
    expect(all(synthesizedWith({ organizationId, guardDuty: false }), 'aws_cloudwatch_event_rule')).toHaveLength(1);
  });

  test('sends read-only events only where it is told to, whatever its spokes forward', () => {
    const stateWith = (props: ClarionHubProps) =>
      all(synthesizedWith({ ...props, guardDuty: false }), 'aws_cloudwatch_event_rule').map(({ state }) => String(state));
    expect(stateWith({ organizationId })).toEqual(['ENABLED']);
    expect(stateWith({ organizationId, readOnlyEvents: true })).toEqual(['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']);
  });

  test.each([
    ['eu-north-1', 1],
    ['eu-west-1', 0],
    [undefined, 0],
  ])('warns where SNS takes few messages, and nowhere else: in %s, %d times', (region, warnings) => {
    const stack = new TerraformStack(new App(), 'stack');
    new AwsProvider(stack, 'aws', region === undefined ? {} : { region });
    const hub = new ClarionHub(stack, 'hub', { organizationId });
    expect(hub.node.metadata.filter(({ type }) => type === '@cdktf/warn')).toHaveLength(warnings);
  });

  test('puts the tags on everything that can have them', () => {
    const result = synthesizedWith({ organizationId, tags: { team: 'security' } });
    for (const type of ['aws_cloudwatch_event_bus', 'aws_sns_topic', 'aws_sqs_queue', 'aws_cloudwatch_event_rule']) {
      for (const each of all(result, type)) expect(each).toMatchObject({ tags: { team: 'security' } });
    }
  });

  test('stands twice in one stack, and shares a topic', () => {
    const stack = new TerraformStack(new App(), 'stack');
    new ClarionHub(stack, 'hub', { organizationId });
    const topic = new ClarionTopic(stack, 'topic', { publishers: ['events'] });
    expect(new ClarionHub(stack, 'again', { organizationId, namePrefix: 'second', topic }).topic).toBe(topic);
    const alarms = all(synthesized(stack), 'aws_cloudwatch_metric_alarm').map(({ alarm_name: name }) => String(name));
    expect(new Set(alarms).size).toBe(alarms.length);
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const variable = (id: string, type = 'string') => new TerraformVariable(stack, id, { type });
    const optional = (id: string) => {
      const { stringValue: value, value: any } = variable(id);
      return { value, given: Op.neq(any, Token.nullValue()) };
    };
    const accounts = variable('accounts', 'list(string)');
    new ClarionHub(stack, 'hub', {
      namePrefix: variable('prefix').stringValue,
      organizationId: optional('organization'),
      accountIds: { value: accounts.listValue, given: Op.neq(accounts.value, Token.nullValue()) },
      busName: optional('bus'),
      readOnlyEvents: variable('read_only', 'bool').booleanValue,
      includeInsights: variable('insights', 'bool').booleanValue,
      includeDataEvents: variable('data_events', 'bool').booleanValue,
      guardDuty: variable('guard_duty', 'bool').booleanValue,
      allAlarms: variable('all_alarms', 'bool').booleanValue,
    });
    const documents = Object.values(synthesized(stack).data['aws_iam_policy_document']!);
    const policy = documents.find(({ statement }) => statement[0].sid === 'ClarionSpokes')!;
    expect(policy['statement'][0].condition[0]).toEqual({
      test: 'StringEquals',
      variable: '${(var.organization != null) ? "aws:PrincipalOrgID" : "aws:PrincipalAccount"}',
      values: '${(var.organization != null) ? [var.organization] : var.accounts}',
    });
  });
});
