/**
 * The module, each way to notify side by side, each on a bucket that has three other notifications. At once, because the provider alone
 * waits 50 seconds for a queue and its policy.
 */
import { fileURLToPath } from 'node:url';
import { arn, configuration, customersBucket, putConfiguration, THREE_OTHERS } from '../../bucket-notification/customer.ts';
import { aws } from '../../support/aws.ts';
import { startEmulator, type Emulator } from '../../support/emulator.ts';
import { needs } from '../../support/needs.ts';
import { terraformRoot, type TerraformRoot } from '../../support/terraform.ts';
import { mintTls } from '../../support/tls.ts';
import { startWebhook, type Webhook } from '../../support/webhook.ts';
import { announcedBy, confirm, integrationRole, logFile, ORGANIZATION, PREFIX, roleMay } from './deployed.ts';

const MINUTES = 60_000;
const MODULE = fileURLToPath(new URL('../../../terraform/cloudtrail-archive', import.meta.url));
const WAYS = ['merge', 'moves', 'refused', 'replace', 'existing', 'manual'] as const;
type Way = (typeof WAYS)[number];

/** Another's entry, for everything that is put into the bucket. */
const IN_THE_WAY = { QueueConfigurations: [{ Id: 'siem', QueueArn: arn('sqs', 'indexer'), Events: ['s3:ObjectCreated:*'] }] };

/** A call of the module by the way it is to show, which names its bucket and its resources too. */
const call = (way: Way, variables: Readonly<Record<string, unknown>>): string => `module "${way}" {
  source = "./modules/cloudtrail-archive"
${Object.entries({ bucket_name: `logs-${way}`, prefix: PREFIX, name_prefix: way, ...variables })
  .map(([name, value]) => `  ${name} = ${JSON.stringify(value)}\n`)
  .join('')}}

output "${way}" {
  value = module.${way}
}
`;

needs(['moto', 'terraform'], 'terraform/cloudtrail-archive', () => {
  let emulator: Emulator;
  let webhook: Webhook;
  let root: TerraformRoot;

  beforeAll(async () => {
    const tls = await mintTls();
    emulator = await startEmulator({ caFile: tls.caFile });
    webhook = await startWebhook(tls);
    await integrationRole(emulator);
    for (const way of WAYS) await customersBucket(emulator, `logs-${way}`);
    await customersBucket(emulator, 'logs-moved', {});
    root = terraformRoot({ emulator, files: { 'main.tf': '' }, modules: { 'cloudtrail-archive': MODULE } });
  }, MINUTES);
  afterAll(async () => {
    root?.remove();
    await webhook?.stop();
    await emulator?.stop();
  });

  const url = (way: Way) => ({ webhook_url: `${webhook.url}/terraform/${way}` });
  const write = (calls: Partial<Record<Way, Readonly<Record<string, unknown>>>>) =>
    root.write({
      'main.tf': Object.entries(calls)
        .map(([way, variables]) => call(way as Way, variables))
        .join('\n'),
    });
  const topicsOn = async (bucket: string) =>
    ((await configuration(emulator, bucket)).TopicConfigurations ?? []).map((each: any) => each.TopicArn as string);
  const clarions = (way: Way) => arn('sns', `${way}-cloudtrail-s3`);
  const noChange = async () => {
    const { code, stdout } = await root.plan({ detailedExitcode: true });
    expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
  };

  test(
    'merges, moves, refuses, replaces, subscribes and keeps its hands off, each as it says, and leaves the buckets as they were',
    async () => {
      const calls = {
        merge: { notification: 'merge', ...url('merge') },
        moves: { notification: 'merge', attach_read_policy: false },
        refused: { notification: 'merge', attach_read_policy: false },
        replace: { notification: 'replace', replace_all_notifications: true, attach_read_policy: false },
        existing: { notification: 'existing-topic', existing_topic_arn: arn('sns', 'reports'), ...url('existing') },
        manual: {},
      } as const;
      write(calls);
      await root.init();
      await putConfiguration(emulator, 'logs-refused', IN_THE_WAY);
      await expect(root.apply()).rejects.toThrow(/by\s+the\s+entry\s+.*siem[^]*existing-topic/);
      expect(await configuration(emulator, 'logs-refused')).toEqual(IN_THE_WAY);
      // Once that is out of the way, the next apply does what this one could not.
      await putConfiguration(emulator, 'logs-refused', THREE_OTHERS);
      await root.apply();
      expect(await topicsOn('logs-refused')).toEqual([arn('sns', 'reports'), clarions('refused')]);

      expect(await topicsOn('logs-merge')).toEqual([arn('sns', 'reports'), clarions('merge')]);
      expect(await configuration(emulator, 'logs-merge')).toMatchObject({ EventBridgeConfiguration: {} });
      expect(await configuration(emulator, 'logs-replace')).toEqual({
        TopicConfigurations: [expect.objectContaining({ TopicArn: clarions('replace') })],
      });
      for (const way of ['existing', 'manual']) expect(await configuration(emulator, `logs-${way}`)).toEqual(THREE_OTHERS);
      const { manual, merge } = (await root.output()) as Record<Way, Record<string, string>>;
      expect(JSON.parse(manual.notification_configuration!)).toMatchObject({
        TopicConfigurations: [{ TopicArn: clarions('manual') }],
      });
      expect(JSON.parse(merge.clarion!)).toMatchObject({ topicArns: { cloudtrail: clarions('merge') }, bucket: 'logs-merge' });

      for (const way of ['merge', 'existing'] as const) await confirm(emulator, webhook, `/terraform/${way}`);
      expect(await announcedBy(emulator, webhook, '/terraform/merge', 'logs-merge')).toEqual([logFile()]);
      expect(await roleMay(emulator, 's3:GetObject', `arn:aws:s3:::logs-merge/${logFile()}`)).toBe(true);
      await noChange();

      const prefix = `${ORGANIZATION}/${PREFIX}`;
      write({ ...calls, merge: { ...calls.merge, prefix }, moves: { ...calls.moves, bucket_name: 'logs-moved' } });
      await root.apply();
      expect(await topicsOn('logs-merge')).toEqual([arn('sns', 'reports'), clarions('merge')]);
      expect(JSON.stringify(await configuration(emulator, 'logs-merge'))).toContain(JSON.stringify(prefix));
      expect(await configuration(emulator, 'logs-moves')).toEqual(THREE_OTHERS);
      expect(await topicsOn('logs-moved')).toEqual([clarions('moves')]);
      await noChange();

      await root.destroy();
      for (const way of ['merge', 'moves', 'refused', 'existing', 'manual']) {
        expect(await configuration(emulator, `logs-${way}`)).toEqual(THREE_OTHERS);
      }
      for (const bucket of ['logs-replace', 'logs-moved']) expect(await configuration(emulator, bucket)).toEqual({});
      expect((await aws<any>(emulator, 'lambda', 'list-functions')).Functions).toEqual([]);
      expect((await aws<any>(emulator, 'iam', 'list-roles')).Roles).toMatchObject([{ RoleName: 'ClarionIntegrationRole' }]);
    },
    8 * MINUTES,
  );
});
