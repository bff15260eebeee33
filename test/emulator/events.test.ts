/**
 * Events that go from bus to bus, over accounts and Regions, in the local AWS: as what, by whose leave, and how far.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
import { aws, type Input, type Place } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { createOrganization, type Organization } from '../support/organization.ts';

const HUB: Place = { region: 'us-east-1' };
const HUB_BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/hub';
const ENABLED_FOR_ALL = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const EVERYTHING = JSON.stringify({ source: [{ prefix: '' }] });
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

needs(['moto'], 'an event that goes from bus to bus in the local AWS', () => {
  let emulator: Emulator;
  let organization: Organization;
  let spoke: Required<Place>;

  const ask = <T = Record<string, any>>(place: Place, service: string, operation: string, input: Input = {}) =>
    aws<T>(emulator, service, operation, input, place);
  const accountOf = ({ account = '123456789012' }: Place) => account;
  const createQueue = async (place: Place, name: string) => {
    const { QueueUrl } = await ask(place, 'sqs', 'create-queue', { QueueName: name });
    const arn = `arn:aws:sqs:${place.region}:${accountOf(place)}:${name}`;
    return { arn, received: () => received(place, QueueUrl) };
  };
  const received = async (place: Place, QueueUrl: string) => {
    type Message = { Body: string; MessageAttributes?: Record<string, { StringValue: string }> };
    const all: { event: Record<string, any>; code: string | undefined }[] = [];
    for (let more = true; more;) {
      const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
      const { Messages = [] } = await ask<{ Messages?: Message[] }>(place, 'sqs', 'receive-message', input);
      all.push(
        ...Messages.map(({ Body, MessageAttributes }) => ({
          event: JSON.parse(Body),
          code: MessageAttributes?.['ERROR_CODE']?.StringValue,
        })),
      );
      more = Messages.length > 0;
    }
    return all;
  };
  const putRule = async (
    place: Place,
    target: object,
    { bus = 'default', ...more }: { bus?: string; [name: string]: unknown } = {},
  ) => {
    const Name = 'forward';
    await ask(place, 'events', 'put-rule', { Name, EventBusName: bus, EventPattern: EVERYTHING, ...more });
    await ask(place, 'events', 'put-targets', { Rule: Name, EventBusName: bus, Targets: [{ Id: 'target', ...target }] });
  };
  const putEvent = (place: Place, Detail: object = { eventName: 'CreateUser' }) =>
    ask(place, 'events', 'put-events', {
      Entries: [
        {
          Source: 'aws.iam',
          DetailType: 'AWS API Call via CloudTrail',
          Detail: JSON.stringify(Detail),
          Time: '2026-01-02T03:04:05Z',
          Resources: [],
        },
      ],
    });
  const trusts = (Condition: object) =>
    document({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole', Condition });
  const createRole = async (place: Place, { trust, resource = HUB_BUS }: { trust?: string; resource?: string } = {}) => {
    const own = trusts({
      StringEquals: { 'aws:SourceAccount': accountOf(place) },
      ArnLike: { 'aws:SourceArn': `arn:aws:events:${place.region}:${accountOf(place)}:rule/*` },
    });
    const named = { RoleName: `spoke-${place.region}` };
    const { Role } = await ask(place, 'iam', 'create-role', { ...named, AssumeRolePolicyDocument: trust ?? own });
    const PolicyDocument = document({ Effect: 'Allow', Action: 'events:PutEvents', Resource: resource });
    await ask(place, 'iam', 'put-role-policy', { ...named, PolicyName: 'send', PolicyDocument });
    return Role.Arn as string;
  };
  const admits = (Condition?: object, Principal: unknown = '*') => ({
    ...{ Sid: 'spokes', Effect: 'Allow', Principal, Action: 'events:PutEvents', Resource: HUB_BUS },
    ...(Condition && { Condition }),
  });
  const ofTheOrganization = () =>
    admits({
      StringEquals: { 'aws:PrincipalOrgID': organization.id },
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/spoke-*' },
    });
  const createHub = async (...statements: object[]) => {
    await ask(HUB, 'events', 'create-event-bus', { Name: 'hub' });
    if (statements.length > 0)
      await ask(HUB, 'events', 'put-permission', { EventBusName: 'hub', Policy: document(...statements) });
    const queue = await createQueue(HUB, 'hub');
    await putRule(HUB, { Arn: queue.arn }, { bus: 'hub', State: ENABLED_FOR_ALL });
    return queue;
  };

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(async () => {
    await emulator.reset();
    organization = await createOrganization(emulator);
    spoke = { account: organization.members[0], region: 'eu-west-1' };
  });
  afterAll(() => emulator?.stop());

  test('arrives in another account and Region as it was, with the id, account, Region, time and source of its origin', async () => {
    const hub = await createHub(ofTheOrganization());
    const here = await createQueue(spoke, 'here');
    await putRule(spoke, { Arn: HUB_BUS, RoleArn: await createRole(spoke) });
    await ask(spoke, 'events', 'put-rule', { Name: 'here', EventPattern: EVERYTHING });
    await ask(spoke, 'events', 'put-targets', { Rule: 'here', Targets: [{ Id: 'here', Arn: here.arn }] });
    await putEvent(spoke);
    const [arrived] = await hub.received();
    expect(arrived?.event).toMatchObject({
      account: spoke.account,
      region: 'eu-west-1',
      time: '2026-01-02T03:04:05Z',
      source: 'aws.iam',
    });
    expect([arrived]).toEqual(await here.received());
  });

  test('goes to one other bus, and not from there to a third', async () => {
    await createHub(ofTheOrganization());
    await ask(HUB, 'events', 'create-event-bus', { Name: 'third' });
    const [third, dead] = [await createQueue(HUB, 'third'), await createQueue(HUB, 'dead')];
    await putRule(HUB, { Arn: third.arn }, { bus: 'third' });
    const THIRD_BUS = HUB_BUS.replace('/hub', '/third');
    const RoleArn = await createRole({ ...HUB, account: organization.management }, { resource: THIRD_BUS });
    await putRule(HUB, { Arn: THIRD_BUS, RoleArn, DeadLetterConfig: { Arn: dead.arn } }, { bus: 'hub' });
    await putRule(spoke, { Arn: HUB_BUS, RoleArn: await createRole(spoke) });
    await putEvent(spoke);
    expect(await third.received()).toEqual([]);
    expect(await dead.received()).toMatchObject([{ code: 'THIRD_REGION_HOP_DETECTED', event: { account: spoke.account } }]);
  });

  const READ = { eventName: 'ListUsers', eventCategory: 'Management', readOnly: true };
  test.each([
    [ENABLED_FOR_ALL, ENABLED_FOR_ALL, 1],
    ['ENABLED', ENABLED_FOR_ALL, 0],
    [ENABLED_FOR_ALL, 'ENABLED', 0],
  ])('that only read arrives by a rule that is %s and one that is %s: %i times', async (first, second, times) => {
    const hub = await createHub(ofTheOrganization());
    await ask(HUB, 'events', 'put-rule', { Name: 'forward', EventBusName: 'hub', EventPattern: EVERYTHING, State: second });
    await putRule(spoke, { Arn: HUB_BUS, RoleArn: await createRole(spoke) }, { State: first });
    await putEvent(spoke, READ);
    await putEvent(spoke, { ...READ, readOnly: false, eventName: 'CreateUser' });
    const names = (await hub.received()).map(({ event }) => event['detail'].eventName);
    expect(names.filter((name) => name === 'ListUsers')).toHaveLength(times);
    expect(names).toContain('CreateUser');
  });

  test('needs no leave of a bus in its own account, unless that bus refuses it', async () => {
    const home = { account: organization.management, region: 'eu-west-1' };
    const hub = await createHub();
    await putRule(home, { Arn: HUB_BUS, RoleArn: await createRole(home) });
    await putEvent(home);
    expect(await hub.received()).toMatchObject([{ event: { region: 'eu-west-1' } }]);
    await ask(HUB, 'events', 'put-permission', { EventBusName: 'hub', Policy: document({ ...admits(), Effect: 'Deny' }) });
    await putEvent(home);
    expect(await hub.received()).toEqual([]);
  });

  describe.each([
    ['the rule it came by', (arn: string) => ({ ArnEquals: { 'aws:SourceArn': arn } }), 'rule/forward', 'rule/other'],
    ['its organization', (id: string) => ({ StringEquals: { 'aws:PrincipalOrgID': id } }), 'organization', 'o-other'],
    ['its role', (arn: string) => ({ ArnLike: { 'aws:PrincipalArn': arn } }), 'role/spoke-*', 'role/hub-*'],
    ['its account', (id: string) => ({ StringEquals: { 'aws:SourceAccount': id } }), 'account', '111111111111'],
  ])('is taken by %s, and', (_, condition, right, wrong) => {
    const value = (name: string) =>
      ({
        'rule/forward': `arn:aws:events:eu-west-1:${spoke.account}:rule/forward`,
        'rule/other': `arn:aws:events:eu-west-1:${spoke.account}:rule/other`,
        'role/spoke-*': 'arn:aws:iam::*:role/spoke-*',
        'role/hub-*': 'arn:aws:iam::*:role/hub-*',
        organization: organization.id,
        account: spoke.account,
      })[name] ?? name;

    test.each([
      ['arrives by the right one', right, 1],
      ['does not by another', wrong, 0],
    ])('%s', async (_, name, times) => {
      const hub = await createHub(admits(condition(value(name))));
      await putRule(spoke, { Arn: HUB_BUS, RoleArn: await createRole(spoke) });
      await putEvent(spoke);
      expect(await hub.received()).toHaveLength(times);
    });
  });

  test('is not taken from an account of no organization by a bus that admits an organization', async () => {
    const hub = await createHub(ofTheOrganization());
    const stranger = { account: '999999999999', region: 'us-east-1' };
    await putRule(stranger, { Arn: HUB_BUS, RoleArn: await createRole(stranger) });
    await putEvent(stranger);
    expect(await hub.received()).toEqual([]);
  });

  const SERVICE = { Effect: 'Allow', Action: 'sts:AssumeRole' };
  test.each<[string, { statements?: () => object[]; role?: object | null; bus?: string }, string]>([
    ['the bus has no policy', { statements: () => [] }, 'NO_PERMISSIONS'],
    [
      'the bus asks what nobody here understands',
      { statements: () => [admits({ DateLessThan: { 'aws:CurrentTime': '2999' } })] },
      'NO_PERMISSIONS',
    ],
    ['the bus trusts another account', { statements: () => [admits(undefined, { AWS: '111111111111' })] }, 'NO_PERMISSIONS'],
    ['the target has no role', { role: null }, 'NO_PERMISSIONS'],
    ['its role may send to another bus', { role: { resource: HUB_BUS.replace('/hub', '/other') } }, 'NO_PERMISSIONS'],
    [
      'its role trusts another service',
      { role: { trust: document({ ...SERVICE, Principal: { Service: 'sns.amazonaws.com' } }) } },
      'FAILED_TO_ASSUME_ROLE',
    ],
    [
      'its role trusts another account’s rules',
      { role: { trust: trusts({ StringEquals: { 'aws:SourceAccount': '1' } }) } },
      'FAILED_TO_ASSUME_ROLE',
    ],
    ['there is no such bus', { bus: HUB_BUS.replace('/hub', '/gone') }, 'NO_RESOURCE'],
  ])('is a dead letter where %s', async (_, { statements, role = {}, bus = HUB_BUS }, code) => {
    const hub = await createHub(...(statements ?? (() => [ofTheOrganization()]))());
    const dead = await createQueue(spoke, 'dead');
    const RoleArn = role === null ? undefined : await createRole(spoke, role);
    await putRule(spoke, { Arn: bus, ...(RoleArn && { RoleArn }), DeadLetterConfig: { Arn: dead.arn } });
    await putEvent(spoke);
    expect(await hub.received()).toEqual([]);
    expect(await dead.received()).toMatchObject([{ code, event: { source: 'aws.iam', account: spoke.account } }]);
  });

  test('is a dead letter where its role does not exist, or has a boundary that leaves this out', async () => {
    const hub = await createHub(ofTheOrganization());
    const dead = await createQueue(spoke, 'dead');
    const DeadLetterConfig = { Arn: dead.arn };
    await putRule(spoke, { Arn: HUB_BUS, RoleArn: `arn:aws:iam::${spoke.account}:role/gone`, DeadLetterConfig });
    await putEvent(spoke);
    expect(await dead.received()).toMatchObject([{ code: 'FAILED_TO_ASSUME_ROLE' }]);

    const RoleArn = await createRole(spoke);
    const PolicyDocument = document({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const { Policy } = await ask(spoke, 'iam', 'create-policy', { PolicyName: 'boundary', PolicyDocument });
    await ask(spoke, 'iam', 'put-role-permissions-boundary', { RoleName: 'spoke-eu-west-1', PermissionsBoundary: Policy.Arn });
    await putRule(spoke, { Arn: HUB_BUS, RoleArn, DeadLetterConfig });
    await putEvent(spoke);
    expect(await dead.received()).toMatchObject([{ code: 'NO_PERMISSIONS' }]);
    expect(await hub.received()).toEqual([]);
  });
});
