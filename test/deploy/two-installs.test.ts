/** Two stacks of each template in one account and Region, of which each has its own, and the second stays when the first goes. */
import { readdirSync, readFileSync } from 'node:fs';
import { customersBucket } from '../bucket-notification/customer.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { activateStackSets, createOrganization } from '../support/organization.ts';
import { stacks, type Stacks } from '../support/stacks.ts';
import { theWholeAccount } from './look-around.ts';
import { path } from './example.ts';
import { ACCOUNT, topicArn } from './receiver-endpoint.ts';
import { AGENT, makeRoleBefore } from './roles.ts';

const MINUTE = 60_000;
type Parameters = Readonly<Record<string, string>>;

const TEMPLATES = readdirSync(path('cloudformation')).map((file) => file.replace('.template.yaml', ''));
const WebhookUrl = 'https://hooks.example.com/x';
const AGAIN = { NamePrefix: 'again' };
const CLARION = { PrincipalArn: AGENT, ExternalId: 'workspace-1', PermissionGroupsAthena: 'true' };
const OWN_ROLE = { RoleName: 'Clarion' };
const OTHER_ROLE = { RoleName: 'Again', AthenaWorkgroup: 'again' };
const ARCHIVE = { WebhookUrl, BucketName: 'logs', Notification: 'merge' };
/** Stands for the organizational unit, whose id the emulator gives. */
const UNIT = 'the unit';
const busArn = (name: string) => `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/${name}`;

/** The parameters of each template for both stacks: with all that is made on demand, and no more difference than there must be. */
const INSTALLS: Readonly<Record<string, readonly [Parameters, Parameters]>> = {
  account: both(
    {
      WebhookUrl,
      ...CLARION,
      AllAlarms: 'true',
      CustomBus: 'true',
      CloudTrailArchive: 'true',
      ArchiveBucketName: 'logs',
      ArchiveNotification: 'merge',
    },
    { ...OWN_ROLE, ArchivePrefix: 'AWSLogs/' },
    { ...AGAIN, ...OTHER_ROLE, ArchivePrefix: 'again/AWSLogs/' },
  ),
  'cloudtrail-archive': both(ARCHIVE, { Prefix: 'AWSLogs/' }, { Prefix: 'again/AWSLogs/', ...AGAIN }),
  'cloudtrail-events': both({ WebhookUrl, IncludeDataEvents: 'true' }, {}, AGAIN),
  'cloudwatch-alarms': both({ WebhookUrl, AllAlarms: 'true' }, {}, { TopicName: 'again' }),
  'guardduty-findings': both({ WebhookUrl, CustomBus: 'true' }, {}, AGAIN),
  hub: both({ WebhookUrl, AccountIds: ACCOUNT, AllAlarms: 'true' }, {}, AGAIN),
  'integration-role': both(CLARION, OWN_ROLE, OTHER_ROLE),
  organization: both(
    { ...CLARION, OrganizationId: 'o-a1b2c3d4e5', OrganizationalUnitIds: UNIT, Regions: 'us-east-1,eu-west-1', WebhookUrl },
    OWN_ROLE,
    { ...AGAIN, ...OTHER_ROLE },
  ),
  'receiver-role': both(
    { TrustedService: 'ec2.amazonaws.com', TopicArns: topicArn('clarion-cloudtrail') },
    {},
    { RoleName: 'Again' },
  ),
  spoke: both({ DeliveryAlarms: 'true' }, { HubBusArn: busArn('clarion-hub') }, { HubBusArn: busArn('again-hub'), ...AGAIN }),
};

/** The parameters, with the organizational unit that there is. */
const withUnit = (parameters: Parameters, ouId: string): Parameters =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value === UNIT ? ouId : value]));

function both(shared: Parameters, one: Parameters, other: Parameters): readonly [Parameters, Parameters] {
  return [
    { ...shared, ...one },
    { ...shared, ...other },
  ];
}

needs(['moto'], 'two stacks in one account and Region', () => {
  let emulator: Emulator;
  let deploy: Stacks;
  const here = {
    ask: <T>(service: string, operation: string, input = {}) => emulator.ask(service, operation, input, {}) as Promise<T>,
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    deploy = stacks(emulator);
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  test.each(TEMPLATES)(
    'of %s have nothing in common, and each leaves the other and the account as they were',
    async (name) => {
      await customersBucket(emulator, 'logs');
      await makeRoleBefore(here);
      const { ouId } = await createOrganization(emulator);
      await activateStackSets(emulator);
      const before = await theWholeAccount(here);
      const template = readFileSync(path(`cloudformation/${name}.template.yaml`), 'utf8');
      const [one, other] = INSTALLS[name]!.map((parameters) => withUnit(parameters, ouId)) as [Parameters, Parameters];

      await deploy.create('other', template, { parameters: other });
      const alone = await theWholeAccount(here);
      await deploy.create('one', template, { parameters: one });
      const [ids, others] = [await deploy.resources('one'), await deploy.resources('other')].map(Object.values) as [
        string[],
        string[],
      ];
      expect(ids.length).toBeGreaterThan(0);
      expect(ids.filter((id) => others.includes(id))).toEqual([]);

      await deploy.remove('one');
      expect(await theWholeAccount(here)).toEqual(alone);
      await deploy.remove('other');
      expect(await theWholeAccount(here)).toEqual(before);
    },
    MINUTE,
  );
});
