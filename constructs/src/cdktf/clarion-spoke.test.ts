import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Op, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { ClarionHub, ClarionSpoke, GuardDutyFindings, type ClarionSpokeProps } from '.';

const hubBusArn = 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub';
type Synthesized = Record<'resource' | 'data', Record<string, Record<string, Record<string, any>>>>;

const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Synthesized;
function stackWith(props: Partial<ClarionSpokeProps> = {}): TerraformStack {
  const stack = new TerraformStack(new App(), 'stack');
  new ClarionSpoke(stack, 'spoke', { hubBusArn, ...props });
  return stack;
}
const synthesizedWith = (props?: Partial<ClarionSpokeProps>) => synthesized(stackWith(props));
const all = ({ resource }: Synthesized, type: string) => Object.values(resource[type] ?? {});
const only = ({ resource }: Synthesized, type: string) => Object.keys(resource[type] ?? {})[0];

describe('ClarionSpoke in cdktf', () => {
  test('forwards from the default bus straight to the hub, as its role, and keeps what it cannot send', () => {
    const result = synthesizedWith({ includeDataEvents: true, allAlarms: true });
    expect(all(result, 'aws_cloudwatch_event_rule')).toHaveLength(4);
    for (const type of ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target']) {
      for (const each of all(result, type)) expect(each).not.toHaveProperty('event_bus_name');
    }
    for (const target of all(result, 'aws_cloudwatch_event_target')) {
      expect(target).toMatchObject({
        arn: hubBusArn,
        role_arn: `\${aws_iam_role.${only(result, 'aws_iam_role')}.arn}`,
        dead_letter_config: { arn: `\${aws_sqs_queue.${only(result, 'aws_sqs_queue')}.arn}` },
      });
    }
  });

  test('sends nothing before its role may, since EventBridge does not try again what was refused', () => {
    const result = synthesizedWith({ guardDuty: false });
    expect(all(result, 'aws_cloudwatch_event_target')).toEqual([
      expect.objectContaining({ depends_on: [`aws_iam_role_policy.${only(result, 'aws_iam_role_policy')}`] }),
    ]);
  });

  test('names its rules and its role, so that each can name the other, and the hub the role', () => {
    const result = synthesizedWith({ namePrefix: 'acme', includeDataEvents: true, allAlarms: true });
    expect(all(result, 'aws_cloudwatch_event_rule').map(({ name }) => String(name))).toEqual(
      ['alarms', 'data-events', 'guard-duty', 'management'].map((source) => `acme-spoke-${source}`),
    );
    expect(all(result, 'aws_iam_role')).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^acme-spoke-\$\{data\.aws_region\.\w+\.id\}$/) as string }),
    ]);
  });

  test('gives its role the boundary, the path and the tags', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::444455556666:policy/boundary';
    const result = synthesizedWith({ permissionsBoundaryArn, path: '/security/', tags: { team: 'security' } });
    expect(all(result, 'aws_iam_role')).toEqual([
      expect.objectContaining({ permissions_boundary: permissionsBoundaryArn, path: '/security/', tags: { team: 'security' } }),
    ]);
  });

  test('forwards findings from the account that has them all, which only deployment knows, and from no other', () => {
    const counts = (props: Partial<ClarionSpokeProps>) =>
      all(synthesizedWith(props), 'aws_cloudwatch_event_rule').map(({ count }) => count as unknown);
    expect(counts({})).toEqual([undefined, undefined]);
    expect(counts({ guardDutyAccountId: '444455556666' })).toEqual([
      expect.stringMatching(/^\$\{\(data\.aws_caller_identity\.\w+\.account_id == "444455556666"\) \? 1 : 0\}$/),
      undefined,
    ]);
    expect(counts({ guardDutyAccountId: '444455556666', guardDuty: false })).toEqual([undefined]);
  });

  test('makes no alarm until it is told to', () => {
    expect(all(synthesizedWith(), 'aws_cloudwatch_metric_alarm')).toEqual([]);
    expect(all(synthesizedWith({ deliveryAlarms: true }), 'aws_cloudwatch_metric_alarm')).toHaveLength(1);
  });

  test('refuses a default bus, where the customer’s own rules would match', () => {
    expect(() => stackWith({ hubBusArn: hubBusArn.replace('clarion-hub', 'default') })).toThrow(/^bus-arn-invalid: /);
  });

  test('stands beside its hub, and beside the spoke of another hub', () => {
    const stack = stackWith();
    const hub = new ClarionHub(stack, 'hub', { accountIds: ['444455556666'], namePrefix: 'second' });
    new ClarionSpoke(stack, 'second', { hubBusArn: hub.busArn, namePrefix: 'second' });
    expect(all(synthesized(stack), 'aws_iam_role')).toHaveLength(2);
  });

  describe('where findings have a bus of their own too, which would make the hub a third bus that EventBridge drops them at,', () => {
    const beside = (props: Partial<ClarionSpokeProps>, customBus = true) => {
      const app = Testing.app();
      const stack = new TerraformStack(app, 'stack');
      new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
      new ClarionSpoke(stack, 'spoke', { hubBusArn, ...props });
      new GuardDutyFindings(stack, 'findings', { customBus });
      return () => app.synth();
    };

    test('is refused', () => {
      expect(beside({})).toThrow(/third-bus: .*, got: a spoke beside stack\/findings with a customBus/);
    });

    test('stands where it forwards no findings, and where they need no bus of their own', () => {
      expect(beside({ guardDuty: false })).not.toThrow();
      expect(beside({}, false)).not.toThrow();
    });
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new TerraformStack(new App(), 'stack');
    const variable = (id: string, type = 'string') => new TerraformVariable(stack, id, { type });
    const list = (id: string) => {
      const { listValue: value, value: any } = variable(id, 'list(string)');
      return { value, given: Op.neq(any, Token.nullValue()) };
    };
    const [boundary, account] = [variable('boundary'), variable('account')];
    new ClarionSpoke(stack, 'spoke', {
      hubBusArn: variable('bus').stringValue,
      namePrefix: variable('prefix').stringValue,
      path: variable('path').stringValue,
      permissionsBoundaryArn: { value: boundary.stringValue, given: Op.neq(boundary.value, Token.nullValue()) },
      readOnlyEvents: variable('read_only', 'bool').booleanValue,
      includeInsights: variable('insights', 'bool').booleanValue,
      includeDataEvents: variable('data_events', 'bool').booleanValue,
      guardDuty: variable('guard_duty', 'bool').booleanValue,
      guardDutyAccountId: { value: account.stringValue, given: Op.neq(account.value, Token.nullValue()) },
      allAlarms: variable('all_alarms', 'bool').booleanValue,
      excludeRoleArns: list('roles'),
      deliveryAlarms: variable('alarms', 'bool').booleanValue,
      alarmActions: list('actions'),
    });
    const result = synthesized(stack);
    expect(all(result, 'aws_cloudwatch_event_target').map(({ arn }) => String(arn))).toEqual(
      Array.from({ length: 4 }, () => '${var.bus}'),
    );
    expect(all(result, 'aws_cloudwatch_event_rule').map(({ state }) => String(state))).toContain(
      '${var.read_only ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"}',
    );
  });
});
