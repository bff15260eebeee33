/** Hub and spokes in accounts and Regions of an organization, whoever deployed them. */
import { aws, type Input, type Place } from '../support/aws.ts';
import { allowed, permitted } from '../support/simulate.ts';
import { NOTHING, whatIsThere } from './deployed.ts';
import { HERE } from './events.ts';
import { topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';

export const HUB_TOPIC = 'clarion-hub';
export const HUB_BUS = `arn:aws:events:us-east-1:${HERE.account}:event-bus/clarion-hub`;

const asker =
  ({ emulator }: ReceiverEndpoint, place: Place) =>
  <T = Record<string, any>>(service: string, operation: string, input: Input = {}) =>
    aws<T>(emulator, service, operation, input, place);

/** Who may do what by the policies of a spoke and of the hub's bus, as they were deployed. */
export async function spokeVerdicts(endpoint: ReceiverEndpoint, place: Required<Place>, organization: string) {
  const ask = asker(endpoint, place);
  const RoleName = `clarion-spoke-${place.region}`;
  const { Role } = await ask('iam', 'get-role', { RoleName });
  const { PolicyNames } = await ask<{ PolicyNames: string[] }>('iam', 'list-role-policies', { RoleName });
  const { PolicyDocument } = await ask('iam', 'get-role-policy', { RoleName, PolicyName: PolicyNames[0] });
  const bus = await asker(endpoint, HERE)('events', 'describe-event-bus', { Name: 'clarion-hub' });
  const rule = await ask<{ Arn: string }>('events', 'describe-rule', { Name: 'clarion-spoke-management' });
  const { Targets } = await ask('events', 'list-targets-by-rule', { Rule: 'clarion-spoke-management' });
  const queue: string = Targets[0].DeadLetterConfig.Arn;
  const QueueUrl = `https://sqs.${place.region}.amazonaws.com/${place.account}/${queue.split(':').at(-1)}`;
  const { Attributes } = await ask('sqs', 'get-queue-attributes', { QueueUrl, AttributeNames: ['Policy'] });

  const events = { service: 'events.amazonaws.com' };
  const assume = { ...events, action: 'sts:AssumeRole', resource: Role.Arn, policy: Role.AssumeRolePolicyDocument };
  const keep = { ...events, action: 'sqs:SendMessage', resource: queue, policy: Attributes.Policy };
  const forRule = (arn: string, account = place.account) => ({
    context: { 'aws:SourceArn': arn, 'aws:SourceAccount': account },
  });
  const put = (principal: string, org = organization) =>
    permitted({
      principal,
      action: 'events:PutEvents',
      resource: HUB_BUS,
      identityPolicies: [PolicyDocument],
      resourcePolicy: bus.Policy,
      context: { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': place.account, 'aws:PrincipalOrgID': org },
    });
  const stranger = `arn:aws:iam::${place.account}:role/admin`;
  return {
    'EventBridge assumes the role for its rule': await allowed({ ...assume, ...forRule(rule.Arn) }),
    'EventBridge assumes the role for another rule': await allowed({ ...assume, ...forRule(`${rule.Arn}-2`) }),
    'EventBridge assumes the role for another account': await allowed({ ...assume, ...forRule(rule.Arn, '999999999999') }),
    'the role puts events on the bus': await put(Role.Arn),
    'a role of another organization puts events on the bus': place.account !== HERE.account && (await put(Role.Arn, 'o-other')),
    'another role puts events on the bus': place.account !== HERE.account && (await put(stranger)),
    'EventBridge keeps what the rule could not send': await allowed({ ...keep, ...forRule(rule.Arn) }),
    'EventBridge keeps what another rule could not send': await allowed({ ...keep, ...forRule(`${rule.Arn}-2`) }),
  };
}

/** The least that works. Within the hub's own account a role needs no leave of the bus. */
export const LEAST_OF_SPOKE = {
  'EventBridge assumes the role for its rule': true,
  'EventBridge assumes the role for another rule': false,
  'EventBridge assumes the role for another account': false,
  'the role puts events on the bus': true,
  'a role of another organization puts events on the bus': false,
  'another role puts events on the bus': false,
  'EventBridge keeps what the rule could not send': true,
  'EventBridge keeps what another rule could not send': false,
};

/** What is left of everything in these places. */
export async function leftIn(endpoint: ReceiverEndpoint, places: readonly Required<Place>[]) {
  const left = await Promise.all(
    places.map(async (place) => {
      const ask = asker(endpoint, place);
      const { EventBuses } = await ask<{ EventBuses: { Name: string }[] }>('events', 'list-event-buses');
      const { Roles } = await ask<{ Roles: { RoleName: string }[] }>('iam', 'list-roles');
      return {
        ...(await whatIsThere({ ...endpoint, ask })),
        buses: EventBuses.map(({ Name }) => Name).filter((name) => name !== 'default'),
        roles: Roles.map(({ RoleName }) => RoleName).filter((name) => name.startsWith('clarion')),
      };
    }),
  );
  return left;
}

export const NOTHING_ANYWHERE = { ...NOTHING, buses: [], roles: [] };

/** A queue beside the webhook, for what the receiver makes no signal of: everything that the hub publishes, as EventBridge gave it. */
export async function listen(endpoint: ReceiverEndpoint) {
  const ask = asker(endpoint, HERE);
  const { QueueUrl } = await ask('sqs', 'create-queue', { QueueName: 'listener' });
  const Endpoint = `arn:aws:sqs:us-east-1:${HERE.account}:listener`;
  const Attributes = { RawMessageDelivery: 'true' };
  await ask('sns', 'subscribe', { TopicArn: topicArn(HUB_TOPIC), Protocol: 'sqs', Endpoint, Attributes });
  return async () => {
    const heard: Record<string, any>[] = [];
    for (let more = true; more;) {
      const { Messages = [] } = await ask('sqs', 'receive-message', { QueueUrl, MaxNumberOfMessages: 10 });
      heard.push(...Messages.map(({ Body }: { Body: string }) => JSON.parse(Body)));
      more = Messages.length > 0;
    }
    return heard;
  };
}
