/** Everything for one account by CloudFormation: the template, and what an app of the AWS CDK synthesizes. */
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { ClarionAccount, type ClarionAccountProps } from 'clarion-aws-constructs/cdk';
import { needs } from '../support/needs.ts';
import { stacks, type Stacks } from '../support/stacks.ts';
import {
  admitsBucketAlone,
  ALARMS,
  archiveOf,
  asItWas,
  cameBy,
  CLARIONS,
  CUSTOMERS_OWN,
  everythingThere,
  FILES,
  FINDINGS,
  letThingsHappen,
  makeBucket,
  notifiedBy,
  readsLogFiles,
  topicsOf,
  TRAIL,
} from './account.ts';
import { path } from './example.ts';
import { comesTo, publishersOf } from './monitors.ts';
import { LEAST_ROLE, verdictsOnRole } from './roles.ts';
import { startWebhookEndpoint, type WebhookEndpoint } from './webhook-endpoint.ts';

const TEMPLATE = readFileSync(path('cloudformation/account.template.yaml'), 'utf8');
const MINUTE = 60_000;

needs(['moto'], 'an account, by CloudFormation', () => {
  let endpoint: WebhookEndpoint;
  let deploy: Stacks;

  beforeAll(async () => {
    endpoint = await startWebhookEndpoint();
    deploy = stacks(endpoint.emulator);
  });
  beforeEach(async () => {
    await makeBucket(endpoint, 'logs');
    await endpoint.ask('s3', 'create-bucket', { Bucket: 'templates' });
  });
  afterEach(() => endpoint.emulator.reset());
  afterAll(() => endpoint?.stop());

  /** CloudFormation takes no text as long as this one. */
  const uploaded = async (template: string) => {
    await endpoint.ask('s3', 'put-object', { Bucket: 'templates', Key: 'account', Body: template });
    return 'https://templates.s3.us-east-1.amazonaws.com/account';
  };
  const leavesNothing = async () => {
    await asItWas(endpoint, 'logs');
    expect(await everythingThere(endpoint)).toEqual(CUSTOMERS_OWN);
  };

  test(
    'the template sends what each part has by a topic of its own, then all but log files by one, and leaves nothing',
    async () => {
      const { bucketName, prefix } = archiveOf('logs');
      const parameters = {
        WebhookUrl: endpoint.url,
        PrincipalArn: CLARIONS.principalArn,
        ExternalId: CLARIONS.externalId,
        CloudTrailArchive: 'true',
        ArchiveBucketName: bucketName,
        ArchivePrefix: prefix,
        ArchiveNotification: 'merge',
      };
      const { trail, alarms, findings, files, one } = topicsOf('clarion');
      await deploy.create('account', await uploaded(TEMPLATE), { parameters });
      const { Clarion } = await deploy.outputs('account');
      expect(JSON.parse(Clarion!)).toEqual({
        topicArns: { cloudtrail: trail, cloudtrailArchive: files, cloudwatch: alarms, guardduty: findings },
        roleArn: 'arn:aws:iam::123456789012:role/ClarionIntegrationRole',
        externalId: 'workspace-1',
      });
      await Promise.all([trail, alarms, findings, files].map((topic) => endpoint.confirmed(topic)));
      for (const topic of [trail, findings]) expect(await publishersOf(endpoint, topic)).toEqual(['events']);
      expect(await publishersOf(endpoint, alarms)).toEqual(['cloudwatch']);
      expect(await notifiedBy(endpoint, 'logs')).toEqual([files]);
      await admitsBucketAlone(endpoint, files, 'logs');
      await letThingsHappen(endpoint, 'logs', alarms);
      const by = (...topics: string[]) => topics.map((topic) => cameBy(endpoint, topic));
      await comesTo(() => by(trail, alarms, findings, files), [TRAIL, ALARMS, FINDINGS, FILES]);
      expect(await verdictsOnRole(endpoint)).toEqual(LEAST_ROLE);
      await readsLogFiles(endpoint, 'logs');

      await deploy.update('account', await uploaded(TEMPLATE), { parameters: { ...parameters, OneTopic: 'true' } });
      await endpoint.confirmed(one);
      expect(await publishersOf(endpoint, one)).toEqual(['cloudwatch', 'events']);
      expect(await notifiedBy(endpoint, 'logs')).toEqual([files]);
      expect(await everythingThere(endpoint)).toMatchObject({ topics: { length: CUSTOMERS_OWN.topics.length + 2 } });
      await letThingsHappen(endpoint, 'logs', one);
      await comesTo(
        () => by(one, files),
        [
          [...ALARMS, ...TRAIL, ...FINDINGS],
          [...FILES, ...FILES],
        ],
      );

      await deploy.update('account', await uploaded(TEMPLATE), { parameters: { ...parameters, CloudTrailArchive: 'false' } });
      await asItWas(endpoint, 'logs');
      await expect(readsLogFiles(endpoint, 'logs')).rejects.toThrow();

      await deploy.remove('account');
      await leavesNothing();
    },
    2 * MINUTE,
  );

  test('the template refuses a log archive of which it is not told how, and leaves nothing', async () => {
    const { bucketName, prefix } = archiveOf('logs');
    const parameters = {
      IntegrationRole: 'false',
      CloudTrailArchive: 'true',
      ArchiveBucketName: bucketName,
      ArchivePrefix: prefix,
    };
    const created = deploy.create('account', await uploaded(TEMPLATE), { parameters });
    await expect(created).rejects.toThrow('A notification is one of merge, replace, existing-topic and manual.');
    await leavesNothing();
  });

  /** What `cdk deploy` would upload. */
  const synthesized = (props: ClarionAccountProps) => {
    const app = new App();
    const stack = new Stack(app, 'Account', { env: { account: '123456789012', region: 'us-east-1' } });
    new ClarionAccount(stack, 'Clarion', { webhookUrl: endpoint.url, namePrefix: 'cdk', ...props });
    return uploaded(JSON.stringify(app.synth().getStackByName('Account').template));
  };
  const bootstrap = () =>
    endpoint.ask('ssm', 'put-parameter', { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' });

  test(
    'an app of the AWS CDK does so by one topic, and leaves nothing',
    async () => {
      await bootstrap();
      const { one, files } = topicsOf('cdk');
      const archive = { ...archiveOf('logs'), notification: 'merge' } as const;
      await deploy.create('Account', await synthesized({ ...CLARIONS, oneTopic: true, cloudTrailArchive: archive }));
      await Promise.all([one, files].map((topic) => endpoint.confirmed(topic)));
      expect(await publishersOf(endpoint, one)).toEqual(['cloudwatch', 'events']);
      await admitsBucketAlone(endpoint, files, 'logs');
      await letThingsHappen(endpoint, 'logs', one);
      await comesTo(() => [cameBy(endpoint, one), cameBy(endpoint, files)], [[...ALARMS, ...TRAIL, ...FINDINGS], FILES]);
      expect(await verdictsOnRole(endpoint)).toEqual(LEAST_ROLE);
      await readsLogFiles(endpoint, 'logs');

      await deploy.remove('Account');
      await leavesNothing();
    },
    MINUTE,
  );

  test(
    'an app of the AWS CDK makes the role in its home Region, and elsewhere a log archive that the same role reads',
    async () => {
      await bootstrap();
      const home = stacks(endpoint.emulator, { region: 'eu-west-1' });
      await home.create('Home', await uploaded(TEMPLATE), {
        parameters: { PrincipalArn: CLARIONS.principalArn, ExternalId: CLARIONS.externalId, HomeRegion: 'eu-west-1' },
      });
      const roleBefore = await verdictsOnRole(endpoint);
      const archive = { ...archiveOf('logs'), notification: 'merge' } as const;
      await deploy.create('Account', await synthesized({ ...CLARIONS, homeRegion: 'eu-west-1', cloudTrailArchive: archive }));
      await readsLogFiles(endpoint, 'logs');

      await deploy.remove('Account');
      await asItWas(endpoint, 'logs');
      expect(await verdictsOnRole(endpoint)).toEqual(roleBefore);
      await home.remove('Home');
      await leavesNothing();
    },
    MINUTE,
  );
});
