/** Alarms and findings by CloudFormation: the templates, and what an app of the AWS CDK synthesizes. */
import { readFileSync } from 'node:fs';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CloudWatchAlarms, GuardDutyFindings } from 'clarion-aws-constructs/cdk';
import { needs } from '../support/needs.ts';
import { stacks, type Stacks } from '../support/stacks.ts';
import { NOTHING, whatIsThere } from './deployed.ts';
import { path } from './example.ts';
import { alarmsBy, comesTo, findingsBy, goOff, publishersOf, putAlarm, putFindings } from './monitors.ts';
import { topicArn } from './receiver-endpoint.ts';
import { startWebhookEndpoint, type WebhookEndpoint } from './webhook-endpoint.ts';

const template = (name: string) => readFileSync(path(`cloudformation/${name}.template.yaml`), 'utf8');
const MINUTE = 60_000;
const ALARMS = topicArn('clarion-cloudwatch');
const FINDINGS = topicArn('clarion-guardduty');

needs(['moto'], 'CloudFormation', () => {
  let endpoint: WebhookEndpoint;
  let deploy: Stacks;

  beforeAll(async () => {
    endpoint = await startWebhookEndpoint();
    deploy = stacks(endpoint.emulator);
  });
  afterEach(() => endpoint.emulator.reset());
  afterAll(() => endpoint?.stop());

  test(
    'the template cloudwatch-alarms sends what an alarm says, then every alarm but its own, and leaves nothing',
    async () => {
      const parameters = { WebhookUrl: endpoint.url };
      await deploy.create('alarms', template('cloudwatch-alarms'), { parameters });
      await endpoint.confirmed(ALARMS);
      expect(await publishersOf(endpoint, ALARMS)).toEqual(['cloudwatch']);
      await putAlarm(endpoint, 'named', ALARMS);
      await putAlarm(endpoint, 'not-named');
      await goOff(endpoint, 'named', 'not-named');
      await comesTo(() => alarmsBy(endpoint, ALARMS), { itself: ['named ALARM', 'named OK'], byEvent: [] });

      await deploy.update('alarms', template('cloudwatch-alarms'), { parameters: { ...parameters, AllAlarms: 'true' } });
      expect(await publishersOf(endpoint, ALARMS)).toEqual(['cloudwatch', 'events']);
      const { TopicFailedAlarm, DeadLettersAlarm } = await deploy.resources('alarms');
      await goOff(endpoint, 'not-named', TopicFailedAlarm!, DeadLettersAlarm!);
      const byEvent = ['not-named ALARM', 'not-named OK'];
      await comesTo(() => alarmsBy(endpoint, ALARMS), { itself: ['named ALARM', 'named OK'], byEvent });

      await deploy.remove('alarms');
      await endpoint.ask('cloudwatch', 'delete-alarms', { AlarmNames: ['named', 'not-named'] });
      expect(await whatIsThere(endpoint)).toEqual(NOTHING);
    },
    MINUTE,
  );

  test(
    'the template guardduty-findings sends findings from the default bus, then by a bus of their own, and leaves nothing',
    async () => {
      const parameters = { WebhookUrl: endpoint.url, MinimumSeverity: '7.5' };
      await deploy.create('findings', template('guardduty-findings'), { parameters });
      await endpoint.confirmed(FINDINGS);
      expect(await publishersOf(endpoint, FINDINGS)).toEqual(['events']);
      await putFindings(endpoint);
      await comesTo(() => findingsBy(endpoint, FINDINGS), [8]);

      await deploy.update('findings', template('guardduty-findings'), { parameters: { ...parameters, CustomBus: 'true' } });
      expect(await whatIsThere(endpoint)).toMatchObject({ buses: [{ Name: 'clarion-guardduty-bus' }], roles: { length: 1 } });
      await putFindings(endpoint);
      await comesTo(() => findingsBy(endpoint, FINDINGS), [8, 8]);

      await deploy.remove('findings');
      expect(await whatIsThere(endpoint)).toEqual(NOTHING);
    },
    MINUTE,
  );

  test(
    'an app of the AWS CDK does both, for an alarm that keeps what it did before',
    async () => {
      const [alarmTopic, findingsTopic] = [topicArn('cdk-cloudwatch'), topicArn('cdk-guardduty')];
      const app = new App();
      const stack = new Stack(app, 'Monitors', { env: { account: '123456789012', region: 'us-east-1' } });
      const options = { webhookUrl: endpoint.url, namePrefix: 'cdk' };
      const alarms = new CloudWatchAlarms(stack, 'Alarms', options);
      new GuardDutyFindings(stack, 'Findings', { ...options, customBus: true, minimumSeverity: 7 });
      const pager = topicArn('pager');
      new CfnAlarm(stack, 'Mine', {
        ...{ alarmName: 'mine', namespace: 'AWS/EC2', metricName: 'CPUUtilization', statistic: 'Average', period: 300 },
        ...{ evaluationPeriods: 1, threshold: 90, comparisonOperator: 'GreaterThanThreshold', alarmActions: [pager] },
      });
      Aspects.of(stack).add(alarms.aspect());
      const synthesized = JSON.stringify(app.synth().getStackByName('Monitors').template);

      const Name = '/cdk-bootstrap/hnb659fds/version';
      await endpoint.ask('ssm', 'put-parameter', { Name, Value: '30', Type: 'String' });
      await deploy.create('Monitors', synthesized);
      await Promise.all([endpoint.confirmed(alarmTopic), endpoint.confirmed(findingsTopic)]);
      const { MetricAlarms } = await endpoint.ask<{ MetricAlarms: any[] }>('cloudwatch', 'describe-alarms', {
        AlarmNames: ['mine'],
      });
      expect(MetricAlarms).toMatchObject([{ AlarmActions: [pager, alarmTopic], OKActions: [alarmTopic] }]);
      await goOff(endpoint, 'mine');
      await putFindings(endpoint);
      await comesTo(() => alarmsBy(endpoint, alarmTopic), { itself: ['mine ALARM', 'mine OK'], byEvent: [] });
      await comesTo(() => findingsBy(endpoint, findingsTopic), [8]);

      await deploy.remove('Monitors');
      expect(await whatIsThere(endpoint)).toEqual(NOTHING);
    },
    MINUTE,
  );
});
