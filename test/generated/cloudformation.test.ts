import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { S3_TEMPLATE_LIMIT, TEMPLATE_LIMIT } from '../../constructs/lib/generate/cloudformation/template.js';
import { pascalCase } from '../../constructs/lib/generate/input.js';
import { PATHS } from '../../constructs/lib/generate/paths/index.js';
import { Evaluation, parseTemplate } from '../support/cloudformation.ts';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';

const folder = fileURLToPath(new URL('../../cloudformation', import.meta.url));
const files = readdirSync(folder);

describe.each(files)('%s', (file) => {
  const path = `${folder}/${file}`;
  const template = parseTemplate(readFileSync(path, 'utf8')) as ReturnType<typeof parseTemplate> & {
    Metadata: {
      'AWS::CloudFormation::Interface': {
        ParameterGroups: { Label: { default: string }; Parameters: string[] }[];
        ParameterLabels: object;
      };
    };
  };
  const form = template.Metadata['AWS::CloudFormation::Interface'];

  test('can be given to CloudFormation as text, and to a StackSet, unless it says otherwise', () => {
    const fromS3 = PATHS.find((each) => `${each.name}.template.yaml` === file)!.templateFromS3;
    expect(statSync(path).size).toBeLessThan(fromS3 ? S3_TEMPLATE_LIMIT : TEMPLATE_LIMIT);
  });

  test('asks for each parameter once, in a group, under a label', () => {
    const parameters = Object.keys(template.Parameters ?? {});
    expect(parameters.length).toBeGreaterThan(0);
    expect(form.ParameterGroups.flatMap((group) => group.Parameters)).toEqual(parameters);
    expect(Object.keys(form.ParameterLabels)).toEqual(parameters);
  });

  test('can be made with a click: no parameter is NoEcho, which a link would drop', () => {
    for (const parameter of Object.values(template.Parameters ?? {})) expect(parameter).not.toHaveProperty('NoEcho');
  });

  test('asks only for what nobody else can know', () => {
    const path = PATHS.find((each) => `${each.name}.template.yaml` === file)!;
    const required = path.groups.flatMap(({ inputs }) =>
      inputs.filter((input) => input.default === undefined || input.requiredInTemplate === true),
    );
    const asked = Object.entries(template.Parameters ?? {}).filter(([, parameter]) => !('Default' in parameter));
    expect(asked.map(([name]) => name)).toEqual(required.map(({ name }) => pascalCase(name)));
  });

  test('says its rules in the functions that CloudFormation takes there', () => {
    const functions = JSON.stringify(template.Rules ?? {}).match(/"(Ref|Condition|Fn::\w+)":/g) ?? [];
    const taken = ['Ref', 'Fn::And', 'Fn::Contains', 'Fn::Equals', 'Fn::Not', 'Fn::Or'].map((name) => `"${name}":`);
    expect([...new Set(functions)].filter((name) => !taken.includes(name))).toEqual([]);
  });

  test('has no macro, transform or nested stack, so that a StackSet can deploy it', () => {
    expect(template).not.toHaveProperty('Transform');
    expect(Object.values(template.Resources).map(({ Type }) => Type)).not.toContain('AWS::CloudFormation::Stack');
  });
});

describe('the parameters of cloudtrail-events', () => {
  const template = parseTemplate(readFileSync(`${folder}/cloudtrail-events.template.yaml`, 'utf8'));
  const takes = (parameter: string, value: string) => new RegExp(template.Parameters![parameter]!.AllowedPattern!).test(value);

  test.each([
    'http://receiver.example.com/x',
    'https://me@receiver.example.com/x',
    'https://localhost/x',
    ' https://a.example.com/x',
  ])('refuse %s as a webhook URL before anything is created', (url) => {
    expect(takes('WebhookUrl', url)).toBe(false);
    expect(takes('PreviousWebhookUrl', url)).toBe(false);
  });

  test('take a webhook URL, and none', () => {
    expect(takes('WebhookUrl', 'https://receiver.example.com/hooks/0123')).toBe(true);
    expect(takes('WebhookUrl', '')).toBe(true);
  });

  test('refuse a previous webhook URL without a new one, or with the same', () => {
    const url = 'https://receiver.example.com/hooks/one';
    expect(new Evaluation(template, { PreviousWebhookUrl: url }).brokenRule()).toBe('PreviousWebhookUrlRule');
    expect(new Evaluation(template, { PreviousWebhookUrl: url, WebhookUrl: url }).brokenRule()).toBe('PreviousWebhookUrlRule');
    expect(new Evaluation(template, { PreviousWebhookUrl: url, WebhookUrl: `${url}2` }).brokenRule()).toBeUndefined();
    expect(new Evaluation(template, {}).brokenRule()).toBeUndefined();
  });
});

describe('the parameters of account', () => {
  const template = parseTemplate(readFileSync(`${folder}/account.template.yaml`, 'utf8'));
  const broken = (parameters: Readonly<Record<string, string>>) =>
    new Evaluation(template, { IntegrationRole: 'false', ...parameters }).brokenRule();
  const BUCKET = { ArchiveBucketName: 'acme-logs', ArchivePrefix: 'AWSLogs/o-a1b2c3d4e5/' };
  const ARCHIVE = { CloudTrailArchive: 'true', ...BUCKET };
  const EXISTING = { ArchiveExistingTopicArn: 'arn:aws:sns:us-east-1:111122223333:siem' };

  test('ask nothing about a log archive that is not there', () => {
    expect(broken({})).toBeUndefined();
    expect(broken({ ArchiveNotification: 'replace', ...EXISTING })).toBeUndefined();
  });

  test('say who may assume the role, unless it is left out', () => {
    expect(broken({ IntegrationRole: 'true' })).toBe('TrustRule');
    expect(broken({ IntegrationRole: 'true', PrincipalArn: '111122223333', ExternalId: 'workspace-1' })).toBeUndefined();
  });

  test.each<[rule: string | undefined, parameters: Readonly<Record<string, string>>]>([
    [undefined, { ArchiveNotification: 'merge' }],
    ['ArchiveBucketNameRule', { ArchiveNotification: 'merge', ArchiveBucketName: '' }],
    ['ArchivePrefixRule', { ArchiveNotification: 'merge', ArchivePrefix: '' }],
    ['ArchiveNotificationRule', {}],
    ['ArchiveReplaceAllNotificationsRule', { ArchiveNotification: 'replace' }],
    [undefined, { ArchiveNotification: 'replace', ArchiveReplaceAllNotifications: 'true' }],
    ['ArchiveExistingTopicArnRule', { ArchiveNotification: 'existing-topic' }],
    ['ArchiveExistingTopicArnRule', { ArchiveNotification: 'merge', ...EXISTING }],
    [undefined, { ArchiveNotification: 'existing-topic', ...EXISTING }],
  ])('with a log archive break %s by %j', (rule, parameters) => {
    expect(broken({ ...ARCHIVE, ...parameters })).toBe(rule);
  });
});

describe('a list that a rule asks for', () => {
  const read = (path: string) => parseTemplate(readFileSync(`${folder}/${path}.template.yaml`, 'utf8'));
  const [hub, receiver] = [read('hub'), read('receiver-role')];
  const [OrganizationId, AccountIds] = ['o-a1b2c3d4e5', '111122223333,444455556666'];

  test('is one of two ways into a hub', () => {
    expect(new Evaluation(hub, {}).brokenRule()).toBe('AdmitsOneRule');
    expect(new Evaluation(hub, { OrganizationId, AccountIds }).brokenRule()).toBe('AdmitsOneRule');
    expect(new Evaluation(hub, { OrganizationId }).brokenRule()).toBeUndefined();
    expect(new Evaluation(hub, { AccountIds }).brokenRule()).toBeUndefined();
  });

  test('is what a receiver listens to', () => {
    expect(new Evaluation(receiver, {}).brokenRule()).toBe('TopicsRule');
    expect(new Evaluation(receiver, { TopicArns: 'arn:aws:sns:us-east-1:111122223333:clarion' }).brokenRule()).toBeUndefined();
  });
});

needs(['cfn-lint'], 'cfn-lint', () => {
  test('finds nothing in any template', async () => {
    const { stdout } = await command(
      'cfn-lint',
      files.map((file) => `${folder}/${file}`),
    );
    expect(stdout).toBe('');
  }, 60_000);
});
