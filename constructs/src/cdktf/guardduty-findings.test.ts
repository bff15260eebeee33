import { App, Op, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { ClarionTopic, GuardDutyFindings, type GuardDutyFindingsProps } from '.';

type Synthesized = Record<'resource' | 'data', Record<string, Record<string, Record<string, any>>>>;

const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Synthesized;
function stackWith(props?: GuardDutyFindingsProps) {
  const stack = new TerraformStack(new App(), 'stack');
  return { stack, findings: new GuardDutyFindings(stack, 'findings', props) };
}
const synthesizedWith = (props?: GuardDutyFindingsProps) => synthesized(stackWith(props).stack);
const all = ({ resource }: Synthesized, type: string) => Object.values(resource[type] ?? {});
const [EVERY_FINDING] = [{ source: ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'] }];
/** The rules of a stack, those on the default bus first, with what they match. */
const rulesOf = (result: Synthesized) =>
  all(result, 'aws_cloudwatch_event_rule')
    .map((rule) => ({
      ...rule,
      pattern: JSON.parse(
        /^\$\{jsonencode\((.*)\)\}$/.exec(String(rule['event_pattern']))![1]!.replaceAll('" = ', '": '),
      ) as unknown,
    }))
    .sort((one: any, other: any) => String(one.event_bus_name ?? '').localeCompare(String(other.event_bus_name ?? '')));

describe('GuardDutyFindings in cdktf', () => {
  test('takes every finding from the default bus, and makes no bus and no role', () => {
    const result = synthesizedWith();
    expect(rulesOf(result)).toEqual([expect.objectContaining({ state: 'ENABLED', pattern: EVERY_FINDING })]);
    expect(rulesOf(result)[0]).not.toHaveProperty('event_bus_name');
    for (const type of ['aws_cloudwatch_event_bus', 'aws_iam_role']) expect(all(result, type)).toEqual([]);
    expect(result.data).not.toHaveProperty('aws_region');
    expect(stackWith().findings.busArn).toBe('');
  });

  test('sends what is severe enough, compared as a number', () => {
    expect(rulesOf(synthesizedWith({ minimumSeverity: 7.5 }))).toEqual([
      expect.objectContaining({ pattern: { ...EVERY_FINDING, detail: { severity: [{ numeric: ['>=', 7.5] }] } } }),
    ]);
  });

  test('takes a severity that only deployment knows, and may leave out', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const { numberValue: value, value: any } = new TerraformVariable(stack, 'least', { type: 'number' });
    new GuardDutyFindings(stack, 'findings', { minimumSeverity: { value, given: Op.neq(any, Token.nullValue()) } });
    const [rule] = all(synthesized(stack), 'aws_cloudwatch_event_rule');
    expect(rule?.['event_pattern']).toMatch(/var\.least != null.*">=", var\.least\]/);
  });

  test('forwards every finding to a bus of their own, by a role that must have its permissions first', () => {
    const result = synthesizedWith({ customBus: true, minimumSeverity: 7 });
    const [[bus] = []] = Object.entries(result.resource['aws_cloudwatch_event_bus']!);
    expect(all(result, 'aws_cloudwatch_event_bus')).toEqual([expect.objectContaining({ name: 'clarion-guardduty-bus' })]);
    const busName = `\${aws_cloudwatch_event_bus.${bus}.name}`;
    expect(rulesOf(result)).toEqual([
      expect.objectContaining({ name: 'clarion-guardduty-bus', pattern: EVERY_FINDING }),
      expect.objectContaining({
        event_bus_name: busName,
        pattern: { ...EVERY_FINDING, detail: { severity: [{ numeric: ['>=', 7] }] } },
      }),
    ]);
    const [role] = Object.keys(result.resource['aws_iam_role']!);
    const [policy] = Object.keys(result.resource['aws_iam_role_policy']!);
    expect(all(result, 'aws_cloudwatch_event_target')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          arn: `\${aws_cloudwatch_event_bus.${bus}.arn}`,
          role_arn: `\${aws_iam_role.${role}.arn}`,
          dead_letter_config: expect.anything(),
          depends_on: [`aws_iam_role_policy.${policy}`],
        }),
        expect.objectContaining({ event_bus_name: busName, dead_letter_config: expect.anything() }),
      ]),
    );
  });

  test('names the bus and its rule as asked, and gives the role its boundary and its path', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    const result = synthesizedWith({
      customBus: true,
      busName: 'findings',
      path: '/security/',
      permissionsBoundaryArn: boundary,
    });
    expect(all(result, 'aws_cloudwatch_event_bus')).toEqual([expect.objectContaining({ name: 'findings' })]);
    expect(rulesOf(result)[0]).toMatchObject({ name: 'findings' });
    expect(all(result, 'aws_iam_role')).toEqual([
      expect.objectContaining({ path: '/security/', permissions_boundary: boundary }),
    ]);
    const trust = Object.values(result.data['aws_iam_policy_document']!).find(
      ({ statement }) => statement[0].actions[0] === 'sts:AssumeRole',
    );
    expect(trust?.['statement'][0].condition[0].values[0]).toMatch(/:rule\/findings$/);
  });

  test('puts the tags on everything that can have them', () => {
    const result = synthesizedWith({ customBus: true, tags: { team: 'security' } });
    for (const type of [
      'aws_sns_topic',
      'aws_sqs_queue',
      'aws_cloudwatch_event_rule',
      'aws_cloudwatch_event_bus',
      'aws_iam_role',
    ])
      for (const each of all(result, type)) expect(each).toMatchObject({ tags: { team: 'security' } });
  });

  test('takes a switch that only deployment knows: all of the bus has a count, and the rule moves', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const { booleanValue: customBus } = new TerraformVariable(stack, 'own', { type: 'bool' });
    new GuardDutyFindings(stack, 'findings', { customBus });
    const result = synthesized(stack);
    for (const type of ['aws_cloudwatch_event_bus', 'aws_iam_role', 'aws_iam_role_policy'])
      expect(all(result, type)).toEqual([expect.objectContaining({ count: '${var.own ? 1 : 0}' })]);
    expect(all(result, 'aws_cloudwatch_event_rule').map(({ event_bus_name: bus }) => bus)).toContainEqual(
      expect.stringMatching(/^\$\{var\.own \? aws_cloudwatch_event_bus\..*\[0\]\.name : "default"\}$/),
    );
  });

  test('shares a topic that admits EventBridge, and refuses one that does not', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const topic = new ClarionTopic(stack, 'topic', { publishers: ['events'] });
    expect(new GuardDutyFindings(stack, 'findings', { topic }).topic).toBe(topic);
    const closed = new ClarionTopic(stack, 'closed', { topicName: 'closed', publishers: ['cloudwatch'] });
    expect(() => new GuardDutyFindings(stack, 'refused', { topic: closed })).toThrow(/^publisher-not-admitted: /);
  });
});
