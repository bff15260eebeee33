/** The templates of hub and spoke in three places of an organization, in the local AWS, which asks roles and the bus for leave. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { aws, type Place } from '../support/aws.ts';
import { needs } from '../support/needs.ts';
import { createOrganization, type Organization } from '../support/organization.ts';
import { stacks } from '../support/stacks.ts';
import { LEAST_PRIVILEGE, verdicts } from './deployed.ts';
import { byDefault, EXCLUDED_ROLE, HERE, putEvents, withEverything } from './events.ts';
import { path } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { HUB_BUS, HUB_TOPIC, leftIn, LEAST_OF_SPOKE, listen, NOTHING_ANYWHERE, spokeVerdicts } from './spokes.ts';
import { trustTopic } from '../support/trust-topic.ts';

type Parameters = Readonly<Record<string, string>>;
const template = (name: string) => readFileSync(path(`cloudformation/${name}.template.yaml`), 'utf8');
const [HUB, SPOKE] = [template('hub'), template('spoke')];

needs(['moto'], 'cloudformation/hub.template.yaml and spoke.template.yaml', () => {
  let endpoint: ReceiverEndpoint;
  let organization: Organization;
  /** The hub's own account and Region, another Region of it, and another account. */
  let places: readonly [typeof HERE, Required<Place>, Required<Place>];

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
  });
  beforeEach(async () => {
    await endpoint.emulator.reset();
    organization = await createOrganization(endpoint.emulator);
    places = [HERE, { ...HERE, region: 'eu-west-1' }, { ...HERE, account: organization.members[0] }];
  });
  afterAll(() => endpoint?.stop());

  const in_ = (place: Place) => stacks(endpoint.emulator, place);
  const createHub = async (parameters: Parameters = {}) => {
    const webhook = { WebhookUrl: await endpoint.createWebhook(`hub-${randomUUID()}`) };
    await trustTopic(endpoint.receiver, topicArn(HUB_TOPIC));
    const all = { OrganizationId: organization.id, ...webhook, ...parameters };
    await in_(HERE).create('clarion-hub', HUB, { parameters: all });
    await endpoint.confirmed(topicArn(HUB_TOPIC), 1);
    return all;
  };
  const createSpoke = (place: Place, parameters: Parameters = {}) =>
    in_(place).create('clarion-spoke', SPOKE, { parameters: { HubBusArn: HUB_BUS, ...parameters } });
  const put = (place: Place, Source: string, DetailType: string, detail: object) =>
    aws(endpoint.emulator, 'events', 'put-events', { Entries: [{ Source, DetailType, Detail: JSON.stringify(detail) }] }, place);

  test('bring what happens in each account and Region to the receiver as of there, and leave nothing', async () => {
    await createHub();
    expect(await in_(HERE).outputs('clarion-hub')).toMatchObject({ TopicArn: topicArn(HUB_TOPIC), BusArn: HUB_BUS });
    for (const place of places) await createSpoke(place);
    for (const place of places) {
      await putEvents(endpoint, byDefault(HUB_TOPIC), place);
      expect([place, await spokeVerdicts(endpoint, place, organization.id)]).toEqual([place, LEAST_OF_SPOKE]);
    }
    expect(await verdicts(endpoint, topicArn(HUB_TOPIC), 'clarion-hub')).toEqual(LEAST_PRIVILEGE);

    for (const place of places) await in_(place).remove('clarion-spoke');
    await in_(HERE).remove('clarion-hub');
    expect(await leftIn(endpoint, places)).toEqual(places.map(() => NOTHING_ANYWHERE));
  });

  test('bring what is switched on for both; what only spokes forward ends at the hub', async () => {
    const [, , member] = places;
    const all = { ReadOnlyEvents: 'true', IncludeInsights: 'true', IncludeDataEvents: 'true' };
    const hub = await createHub(all);
    await createSpoke(member, { ...all, ExcludeRoleArns: EXCLUDED_ROLE, Path: '/security/' });
    await putEvents(endpoint, withEverything(HUB_TOPIC), member);

    await in_(HERE).update('clarion-hub', HUB, { parameters: { ...hub, ReadOnlyEvents: 'false' } });
    await putEvents(endpoint, { ...withEverything(HUB_TOPIC), 'a read-only event': [] }, member);
    expect(await spokeVerdicts(endpoint, member, organization.id)).toEqual(LEAST_OF_SPOKE);
  });

  test('send nothing again that sending causes, and nothing by a role that is not a spoke’s', async () => {
    const [, , member] = places;
    await createHub({ ReadOnlyEvents: 'true' });
    await createSpoke(member, { ReadOnlyEvents: 'true' });
    const heard = await listen(endpoint);
    const assume = (roleArn: string) => ({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      eventCategory: 'Management',
      readOnly: true,
      userIdentity: { type: 'AWSService', invokedBy: 'events.amazonaws.com' },
      requestParameters: { roleArn },
    });
    const { RoleArn = '' } = await in_(member).outputs('clarion-spoke');
    await put(member, 'aws.sts', 'AWS API Call via CloudTrail', assume(RoleArn));
    await put(member, 'aws.sts', 'AWS API Call via CloudTrail', assume(`${RoleArn}-2`));
    expect((await heard()).map(({ detail }) => detail.requestParameters)).toEqual([{ roleArn: `${RoleArn}-2` }]);

    const dead = await forwardAs(member, 'admin');
    await put(member, 'my.app', 'Made up', {});
    expect(await heard()).toEqual([]);
    expect(await dead()).toEqual(['NO_PERMISSIONS']);
  });

  /** A rule of the customer's own that forwards to the hub's bus, by a role that may. Gives the codes of what could not be sent. */
  async function forwardAs(place: Required<Place>, RoleName: string) {
    const ask = <T = Record<string, any>>(service: string, operation: string, input: object) =>
      aws<T>(endpoint.emulator, service, operation, { ...input }, place);
    const document = (statement: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
    const trust = document({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' });
    const { Role } = await ask('iam', 'create-role', { RoleName, AssumeRolePolicyDocument: trust });
    const PolicyDocument = document({ Action: 'events:PutEvents', Resource: HUB_BUS });
    await ask('iam', 'put-role-policy', { RoleName, PolicyName: 'send', PolicyDocument });
    const { QueueUrl } = await ask('sqs', 'create-queue', { QueueName: 'dead' });
    const DeadLetterConfig = { Arn: `arn:aws:sqs:${place.region}:${place.account}:dead` };
    await ask('events', 'put-rule', { Name: 'forward', EventPattern: JSON.stringify({ source: ['my.app'] }) });
    const Targets = [{ Id: 'hub', Arn: HUB_BUS, RoleArn: Role.Arn, DeadLetterConfig }];
    await ask('events', 'put-targets', { Rule: 'forward', Targets });
    return () => errorCodes(place, QueueUrl);
  }

  /** Why the events in a dead-letter queue could not be sent. */
  async function errorCodes(place: Place, QueueUrl: unknown): Promise<string[]> {
    const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await aws<any>(endpoint.emulator, 'sqs', 'receive-message', input, place);
    return Messages.map(({ MessageAttributes }: any) => MessageAttributes.ERROR_CODE.StringValue);
  }

  test('bring each finding once, from the account that has those of all, and alarms where they are switched on', async () => {
    const [, , administrator] = places;
    const member = { ...HERE, account: organization.members[1] };
    await createHub({ AllAlarms: 'true' });
    const parameters = { GuardDutyAccountId: administrator.account, AllAlarms: 'true' };
    for (const place of [administrator, member]) await createSpoke(place, parameters);
    const heard = await listen(endpoint);
    for (const place of [administrator, member]) {
      await put(place, 'aws.guardduty', 'GuardDuty Finding', { id: 'finding', accountId: member.account, severity: 8 });
      await put(place, 'aws.cloudwatch', 'CloudWatch Alarm State Change', { alarmName: 'cpu', state: { value: 'ALARM' } });
    }
    const told = (await heard()).map((event) => [event['detail-type'], event['account'], event['region']]);
    expect(told.sort()).toEqual(
      [
        ['GuardDuty Finding', administrator.account, 'us-east-1'],
        ['CloudWatch Alarm State Change', administrator.account, 'us-east-1'],
        ['CloudWatch Alarm State Change', member.account, 'us-east-1'],
      ].sort(),
    );
  });

  test('let in listed accounts, and no other', async () => {
    const [, elsewhere, member] = places;
    await createHub({ OrganizationId: '', AccountIds: `${HERE.account},${member.account}` });
    const stranger = { ...HERE, account: organization.members[1] };
    for (const place of [elsewhere, member, stranger]) await createSpoke(place);
    for (const place of [elsewhere, member]) await putEvents(endpoint, byDefault(HUB_TOPIC), place);
    const nothing = Object.fromEntries(Object.keys(byDefault('')).map((kind) => [kind, []])) as never;
    await putEvents(endpoint, nothing, stranger);
    const { DeadLetterQueueUrl: QueueUrl } = await in_(stranger).outputs('clarion-spoke');
    expect(new Set(await errorCodes(stranger, QueueUrl))).toEqual(new Set(['NO_PERMISSIONS']));
  });

  test.each<[string, string, Parameters, string]>([
    ['a hub for nobody', HUB, {}, 'of one organization, or of listed accounts'],
    ['a hub for both', HUB, { OrganizationId: 'o-a1b2c3d4e5', AccountIds: '111122223333' }, 'of one organization, or of'],
    ['a hub on the default bus', HUB, { OrganizationId: 'o-a1b2c3d4e5', BusName: 'default' }, 'and not default'],
    ['a spoke to a default bus', SPOKE, { HubBusArn: HUB_BUS.replace('clarion-hub', 'default') }, 'not of a default bus'],
    ['a spoke without a hub', SPOKE, {}, 'HubBusArn'],
    ['findings of no account', SPOKE, { HubBusArn: HUB_BUS, GuardDutyAccountId: 'security' }, '12 digits'],
  ])('refuse %s, and make nothing', async (_, body, parameters, said) => {
    await expect(in_(HERE).create('clarion', body, { parameters })).rejects.toThrow(said);
    expect(await leftIn(endpoint, [HERE])).toEqual([NOTHING_ANYWHERE]);
  });
});
