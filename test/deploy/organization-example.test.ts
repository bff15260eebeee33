/** The example of an organization, synthesized as its users do and deployed as it came out. */
import { spokeRegions } from 'clarion-aws-constructs/blueprint';
import { needs } from '../support/needs.ts';
import { activateStackSets, createOrganization } from '../support/organization.ts';
import { stacks } from '../support/stacks.ts';
import { byDefault, HERE, putEvents } from './events.ts';
import { synthesize } from './example.ts';
import { accountsOf, externalIdsOf, managementWith, nothingIsLeft, servedIn, servedWith } from './organization.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';
import { HUB_TOPIC } from './spokes.ts';
import { trustTopic } from '../support/trust-topic.ts';

const CLARION = { CLARION_PRINCIPAL_ARN: AGENT, CLARION_EXTERNAL_ID: 'workspace-1' };

test.each([
  ['its own id', { ORGANIZATION_ID: '' }, 'organization-id-invalid'],
  ['the id of its root', { ROOT_ID: '' }, 'organizational-units-invalid'],
  ['a principal', { CLARION_PRINCIPAL_ARN: '' }, 'principal-invalid'],
  ['an external ID', { CLARION_EXTERNAL_ID: '' }, 'external-id-invalid'],
])('examples/organization is not even synthesized without %s', async (_, without, code) => {
  const given = { ORGANIZATION_ID: 'o-a1b2c3d4e5', ROOT_ID: 'r-a1b2', ...CLARION };
  await expect(synthesize('organization', '', { ...given, ...without })).rejects.toThrow(code);
});

needs(['moto'], 'examples/organization', () => {
  let endpoint: ReceiverEndpoint;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
    // What `cdk bootstrap` leaves in an account, and every CDK template asks for.
    const Name = '/cdk-bootstrap/hnb659fds/version';
    await endpoint.ask('ssm', 'put-parameter', { Name, Value: '30', Type: 'String' });
  });
  afterAll(() => endpoint?.stop());

  test('deploys in two steps, brings roles and events of every account, and leaves nothing', async () => {
    const organization = await createOrganization(endpoint.emulator);
    await activateStackSets(endpoint.emulator);
    const given = { ORGANIZATION_ID: organization.id, ROOT_ID: organization.rootId, ...CLARION };
    const here = stacks(endpoint.emulator, HERE);
    await here.create('ClarionStack', await synthesize('organization', '', given));
    const { TopicArn, RoleArn } = await here.outputs('ClarionStack');
    expect({ TopicArn, RoleArn }).toEqual({
      TopicArn: topicArn(HUB_TOPIC),
      RoleArn: 'arn:aws:iam::ACCOUNT_ID:role/ClarionIntegrationRole',
    });

    await trustTopic(endpoint.receiver, TopicArn!);
    await here.update('ClarionStack', await synthesize('organization', await endpoint.createWebhook('organization'), given));
    await endpoint.confirmed(TopicArn!, 1);
    const { management, members } = organization;
    const [first, second] = members;
    expect(await servedIn(endpoint, accountsOf(organization))).toEqual({
      [management]: managementWith(spokeRegions([])),
      [first]: servedWith(spokeRegions([])),
      [second]: servedWith(spokeRegions([])),
    });
    for (const account of accountsOf(organization)) {
      await putEvents(endpoint, byDefault(HUB_TOPIC), { account, region: 'us-west-2' });
      expect(await externalIdsOf(endpoint, account, ['workspace-1', 'workspace-2'])).toEqual(['workspace-1']);
    }

    await here.remove('ClarionStack');
    await nothingIsLeft(endpoint, accountsOf(organization));
  }, 120_000);
});
