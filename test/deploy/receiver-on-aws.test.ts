/** The example that runs a receiver on AWS: nothing of it is deployed here, so what it says is judged. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parse } from 'yaml';
import { RULES } from '../../examples/receiver-on-aws/alerts.ts';
import { readSettings } from '../../examples/receiver-on-aws/settings.ts';
import { ReceiverStack } from '../../examples/receiver-on-aws/stack.ts';
import { ENVIRONMENT } from '../../receiver/src/config/environment.ts';
import { SECRET_VARIABLE } from '../../receiver/src/lambda/password.ts';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { environment, stage } from '../container/dockerfile.ts';
import { path, synthesize } from './example.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';
const ROLE = 'arn:aws:iam::111122223333:role/ClarionIntegrationRole';
const COMMON = { topicArns: TOPIC, roleArns: ROLE };
const FARGATE = {
  ...COMMON,
  runOn: 'fargate',
  domainName: 'hooks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
};

let folder: string;
let lambda: Readonly<Record<string, string>>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clarion-bundle-'));
  const handler = join(folder, 'receiver/lib/lambda/index.js');
  mkdirSync(dirname(handler), { recursive: true });
  writeFileSync(handler, '');
  lambda = { ...COMMON, runOn: 'lambda', bundle: folder };
});
afterAll(() => rmSync(folder, { recursive: true }));

type Properties = Readonly<Record<string, any>>;
interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
}
type Template = Readonly<Record<string, Resource>>;
const templates = new Map<string, Promise<string>>();
/** What `cdk synth` writes, once for each context. */
const written = (context: object) => {
  const CDK_CONTEXT_JSON = JSON.stringify(context);
  const known =
    templates.get(CDK_CONTEXT_JSON) ?? synthesize('receiver-on-aws', '', { CDK_CONTEXT_JSON, CDK_VALIDATION: 'false' });
  templates.set(CDK_CONTEXT_JSON, known);
  return known;
};
const resources = async (context: object) => (JSON.parse(await written(context)) as { Resources: Template }).Resources;
const ofType = (template: Template, type: string) =>
  Object.values(template).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
const only = (template: Template, type: string) => {
  const found = ofType(template, type);
  expect(found).toHaveLength(1);
  return found[0]!;
};

const CASES = [
  ['on Fargate', () => FARGATE],
  ['on Lambda', () => lambda],
] as const;

describe.each(CASES)('a receiver %s', (_, context) => {
  let template: Template;
  beforeAll(async () => {
    template = await resources(context());
  }, 60_000);

  test('has a database in two zones, encrypted, kept, reached by TLS and from subnets that lead nowhere', () => {
    expect(only(template, 'AWS::RDS::DBInstance')).toMatchObject({
      PubliclyAccessible: false,
      StorageEncrypted: true,
      MultiAZ: true,
      DeletionProtection: true,
      BackupRetentionPeriod: 14,
    });
    expect(only(template, 'AWS::RDS::DBParameterGroup')['Parameters']).toEqual({ 'rds.force_ssl': '1' });
    const subnets = only(template, 'AWS::RDS::DBSubnetGroup')['SubnetIds'] as { Ref: string }[];
    const routed = Object.values(template)
      .filter(({ Type }) => Type === 'AWS::EC2::Route')
      .map(({ Properties }) => Properties['RouteTableId'].Ref);
    for (const { Ref } of subnets) {
      const association = ofType(template, 'AWS::EC2::SubnetRouteTableAssociation').find(({ SubnetId }) => SubnetId.Ref === Ref)!;
      expect(routed).not.toContain(association['RouteTableId'].Ref);
    }
  });

  test('lets into the database the receiver and nobody else, and out of it nothing', () => {
    const [database] = Object.keys(template).filter((id) => /^DatabaseGroup/.test(id));
    const [receiver] = Object.keys(template).filter((id) => /^NetworkReceiverGroup/.test(id));
    const rules = ofType(template, 'AWS::EC2::SecurityGroupIngress').filter(
      ({ GroupId }) => GroupId['Fn::GetAtt'][0] === database,
    );
    expect(rules.map(({ SourceSecurityGroupId }) => SourceSecurityGroupId['Fn::GetAtt'][0])).toEqual([receiver]);
    expect(template[database!]!.Properties['SecurityGroupIngress']).toBeUndefined();
    // What CDK writes for "none": an address that is nobody's.
    expect(template[database!]!.Properties['SecurityGroupEgress']).toMatchObject([{ CidrIp: '255.255.255.255/32' }]);
  });

  test('lets the receiver out by https, and to its database', () => {
    const group = Object.entries(template).find(([id]) => /^NetworkReceiverGroup/.test(id))![1].Properties;
    expect(group['SecurityGroupEgress']).toMatchObject([{ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 }]);
  });

  test('checks the certificate of the database, and has its password nowhere but in a secret', async () => {
    const text = await written(context());
    expect(text).toContain('/clarion?sslmode=verify-full');
    // What CloudFormation itself resolves is given to the database and to nothing else.
    const resolved = /\{\{resolve:/g;
    expect(JSON.stringify(only(template, 'AWS::RDS::DBInstance')).match(resolved)).toHaveLength(text.match(resolved)!.length);
  });

  test('allows nobody everything, and everybody nothing', () => {
    const policies = Object.entries(template).flatMap(([id, { Properties = {} }]) =>
      [
        Properties['PolicyDocument'],
        Properties['AssumeRolePolicyDocument'],
        ...((Properties['Policies'] ?? []) as Properties[]).map((each) => each['PolicyDocument']),
      ]
        .filter((each) => each !== undefined)
        .flatMap(({ Statement }) => (Statement as Properties[]).map((statement) => [id, statement] as const)),
    );
    expect(policies.length).toBeGreaterThan(5);
    for (const [id, { Effect, Action, Principal, Resource: on }] of policies) {
      if (Effect === 'Deny') continue;
      const actions = [Action].flat() as string[];
      expect([id, actions.filter((action) => action.includes('*'))]).toEqual([id, []]);
      expect([id, JSON.stringify(Principal ?? '')]).toEqual([id, expect.not.stringContaining('*')]);
      const everywhere = on === '*' ? actions : [];
      expect([
        id,
        everywhere.filter(
          (action) =>
            !/^(ecr:GetAuthorizationToken|ec2:(\w*NetworkInterfaces?|\w+PrivateIpAddresses|DescribeSubnets))$/.test(action),
        ),
      ]).toEqual([id, []]);
    }
    for (const role of ofType(template, 'AWS::IAM::Role')) expect(role['ManagedPolicyArns']).toBeUndefined();
  });

  test('keeps each log for as long as is said', () => {
    for (const { RetentionInDays } of ofType(template, 'AWS::Logs::LogGroup')) expect(RetentionInDays).toBeGreaterThan(29);
  });

  test('tells the topic for alerts of each alarm, and of its end, and where the runbook has it', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(2);
    for (const { AlarmActions, OKActions, AlarmDescription } of alarms) {
      expect(AlarmActions).toEqual(OKActions);
      expect(AlarmActions).toHaveLength(1);
      expect(RULES).toContain(`runbook_url: ${AlarmDescription.split(' ')[1]}\n`);
    }
  });
});

describe('on Fargate', () => {
  let template: Template;
  beforeAll(async () => {
    template = await resources(FARGATE);
  }, 60_000);
  const container = (name: string) =>
    (only(template, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as Properties[]).find(({ Name }) => Name === name)!;
  const names = (list: readonly { Name: string }[]) => list.map(({ Name }) => Name);

  test('the container is the image of the Dockerfile with Amazon’s authorities, can write nothing, and may do nothing', () => {
    expect(container('receiver')).toMatchObject({
      Essential: true,
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      HealthCheck: { Command: ['CMD', 'node', '/app/health.mjs'] },
    });
    expect(environment(stage('rds'))).toHaveProperty('NODE_EXTRA_CA_CERTS');
    expect(stage('rds').some(({ words }) => words.includes('/app/health.mjs'))).toBe(true);
    expect(String(environment(stage('rds'))['CLARION_PORT'])).toBe(
      String(container('receiver')['PortMappings'][0].ContainerPort),
    );
  });

  test('its variables are there, and what is secret comes from Secrets Manager', () => {
    const known: readonly string[] = [...ENVIRONMENT.map(({ variable }) => variable), 'PGPASSWORD'];
    const plain = names(container('receiver')['Environment']);
    const secret = names(container('receiver')['Secrets']);
    expect([...plain, ...secret].filter((name) => !known.includes(name))).toEqual([]);
    expect(secret.sort()).toEqual(['CLARION_API_TOKEN', 'CLARION_METRICS_TOKEN', 'PGPASSWORD']);
  });

  test('two run without public addresses, and one that does not come up is undone', () => {
    expect(only(template, 'AWS::ECS::Service')).toMatchObject({
      DesiredCount: 2,
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100 },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  test('SNS reaches webhooks by https, nobody reaches anything else, and what is asked is whether it is ready', async () => {
    expect(only(template, 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: expect.stringContaining('TLS13-1-2'),
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    });
    const paths = (found: Template) =>
      ofType(found, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Conditions }) => Conditions);
    expect(paths(template)).toEqual([[{ Field: 'path-pattern', PathPatternConfig: { Values: ['/hooks/*'] } }]]);
    expect(only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({ HealthCheckPath: '/readyz' });
    const withApi = await resources({ ...FARGATE, operatorCidr: '203.0.113.0/24' });
    expect(paths(withApi)).toContainEqual([
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } },
      { Field: 'source-ip', SourceIpConfig: { Values: ['203.0.113.0/24'] } },
    ]);
  });

  test('its role is the construct’s: it confirms these topics, assumes these roles, and writes metrics', () => {
    const role = ofType(template, 'AWS::IAM::Role').find(({ RoleName }) => RoleName === 'ClarionReceiverRole')!;
    const statements = role['Policies'][0].PolicyDocument.Statement as Properties[];
    expect(statements.map(({ Action, Resource: on }) => [Action, on])).toEqual([
      ['sns:ConfirmSubscription', TOPIC],
      ['sts:AssumeRole', ROLE],
    ]);
  });

  test('Prometheus judges by the rules as they are, so there is an alarm for each section of the runbook', () => {
    expect(only(template, 'AWS::APS::RuleGroupsNamespace')['Data']).toBe(readFileSync(path('receiver/docs/alerts.yaml'), 'utf8'));
  });

  test('what reads the metrics shows the token that the receiver asks for, calls the job as the rules do, and changes no name', () => {
    const [{ Value: value }] = container('metrics')['Environment'] as [Properties];
    const parts = value['Fn::Join'][1] as unknown[];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
    const { receivers, exporters } = parse(text) as Properties;
    const [scrape] = receivers.prometheus.config.scrape_configs as [Properties];
    expect(scrape['authorization'].credentials).toBe('${env:CLARION_METRICS_TOKEN}');
    expect(names(container('metrics')['Secrets'])).toEqual(['CLARION_METRICS_TOKEN']);
    expect(RULES).toContain(`up{job="${scrape['job_name']}"}`);
    expect(exporters.prometheusremotewrite.add_metric_suffixes).toBe(false);
    expect(container('metrics')['Essential']).toBe(false);
  });
});

describe('on Lambda', () => {
  let template: Template;
  beforeAll(async () => {
    template = await resources(lambda);
  }, 60_000);

  test('the queue takes from these topics alone, with their signatures, and keeps what is refused', () => {
    expect(only(template, 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'sqs',
      TopicArn: TOPIC,
      RawMessageDelivery: false,
    });
    const allowed = ofType(template, 'AWS::SQS::QueuePolicy').flatMap(({ PolicyDocument }) =>
      (PolicyDocument.Statement as Properties[]).filter(({ Effect }) => Effect === 'Allow'),
    );
    expect(allowed).toMatchObject([
      {
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
      },
    ]);
    const queues = ofType(template, 'AWS::SQS::Queue');
    for (const { MessageRetentionPeriod } of queues) expect(MessageRetentionPeriod).toBe(14 * 24 * 3_600);
    expect(queues.filter(({ RedrivePolicy }) => RedrivePolicy !== undefined)).toHaveLength(1);
  });

  test('messages that are not taken go back alone, and are hidden for as long as Lambda asks', () => {
    expect(only(template, 'AWS::Lambda::EventSourceMapping')).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const queue = ofType(template, 'AWS::SQS::Queue').find(({ RedrivePolicy }) => RedrivePolicy !== undefined)!;
    const taking = ofType(template, 'AWS::Lambda::Function').find(({ Handler }) => Handler.endsWith('.sqsHandler'))!;
    expect(queue['VisibilityTimeout']).toBe(6 * taking['Timeout']);
  });

  test('each function is a handler of the package, in the network, with variables that there are', async () => {
    const handlers = (await import('clarion-receiver/lambda')) as Readonly<Record<string, unknown>>;
    const known: readonly string[] = [...ENVIRONMENT.map(({ variable }) => variable), SECRET_VARIABLE, 'NODE_EXTRA_CA_CERTS'];
    const functions = ofType(template, 'AWS::Lambda::Function');
    expect(functions).toHaveLength(2);
    for (const { Handler, Environment, VpcConfig, Layers } of functions) {
      const [, module, name] = /^receiver\/lib\/(.*)\.(\w+)$/.exec(Handler as string)!;
      expect([module, typeof handlers[name!]]).toEqual(['lambda/index', 'function']);
      // What the layer is told itself is not ours.
      const ours = Object.keys(Environment.Variables as object).filter(
        (each) => !/^(PARAMETERS_SECRETS|SECRETS_MANAGER|SSM)_/.test(each),
      );
      expect(ours.filter((each) => !known.includes(each))).toEqual([]);
      expect(VpcConfig.SubnetIds).toHaveLength(2);
      expect(Layers).toHaveLength(1);
    }
  });

  test('jobs are done every minute, by the one that may assume roles', () => {
    expect(only(template, 'AWS::Events::Rule')).toMatchObject({ ScheduleExpression: 'rate(1 minute)' });
    const assuming = ofType(template, 'AWS::IAM::Policy').filter(({ PolicyDocument }) =>
      JSON.stringify(PolicyDocument).includes('sts:AssumeRole'),
    );
    expect(assuming).toHaveLength(1);
    expect(JSON.stringify(assuming[0]!['Roles'])).toContain('DoJobs');
  });

  test('what is refused is counted in the log, for each alert on refusals', () => {
    const alerts = (parse(RULES) as { groups: { rules: { alert: string; expr: string }[] }[] }).groups.flatMap(
      ({ rules }) => rules,
    );
    const onRefusals = alerts.filter(({ expr }) => expr.includes('refusals_total'));
    const filters = ofType(template, 'AWS::Logs::MetricFilter');
    expect(filters.map(({ MetricTransformations }) => MetricTransformations[0].MetricName).sort()).toEqual(
      onRefusals.map(({ alert }) => alert).sort(),
    );
    for (const { alert, expr } of onRefusals) {
      const { FilterPattern } = filters.find(({ MetricTransformations }) => MetricTransformations[0].MetricName === alert)!;
      const codes = /code=~?"([^"]+)"/.exec(expr)![1]!.split('|');
      expect(FilterPattern.match(/"[a-z-]+"/g)).toEqual(codes.map((code) => `"${code}"`));
    }
  });

  test('a configuration file in the folder is what the functions are configured by', async () => {
    writeFileSync(join(folder, 'clarion.json'), '{}');
    // The context differs, or what was written before would do.
    const found = ofType(await resources({ ...lambda, again: 'yes' }), 'AWS::Lambda::Function');
    rmSync(join(folder, 'clarion.json'));
    expect(found.map(({ Environment }) => Environment.Variables.CLARION_CONFIG)).toEqual(Array(2).fill('/var/task/clarion.json'));
  }, 60_000);

  test('without the folder of the receiver it says how to make it', async () => {
    await expect(written({ ...lambda, bundle: 'nowhere' })).rejects.toThrow('receiver/bundle.sh');
  });
});

describe('what it is told', () => {
  const read = (given: Readonly<Record<string, unknown>>) => () => readSettings((name) => given[name]);

  test.each([
    ['runOn', 'ec2', 'must be fargate or lambda, got ec2'],
    ['runOn', undefined, 'must be fargate or lambda, got nothing'],
    ['topicArns', undefined, 'must name at least one SNS topic'],
    ['topicArns', `${TOPIC},*`, 'must be ARNs of SNS topics, with commas between them, got *'],
    ['roleArns', 'arn:aws:iam::111122223333:role/*', 'must be ARNs of roles, with commas between them'],
    ['domainName', 'https://hooks.example.com/', 'must be a host name such as hooks.example.com'],
    ['certificateArn', 'x', 'must be the ARN of a certificate of ACM'],
    ['operatorCidr', '::/0', 'must be an IPv4 range'],
  ])('%s as %s is refused with a sentence', (name, value, sentence) => {
    expect(read({ ...FARGATE, [name]: value })).toThrow(sentence);
  });

  test('is taken when it is right', () => expect(read(FARGATE)()).toMatchObject({ topicArns: [TOPIC], operatorCidr: undefined }));
});

describe.each(CASES)('%s, by the AwsSolutions pack of cdk-nag', (_, context) => {
  const appOf = () => {
    const app = new App();
    new ReceiverStack(
      app,
      'ClarionReceiver',
      readSettings((name) => (context() as Readonly<Record<string, unknown>>)[name]),
    );
    return app;
  };
  const findings = (app: App, checks = new AwsSolutionsChecks(app)) =>
    checks
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      );

  test('has no finding that is not acknowledged, with a sentence for a reason', () => {
    expect(findings(appOf())).toEqual([]);
  });

  test('acknowledges nothing that would not be found', () => {
    const app = appOf();
    const found = findings(app, Object.assign(new AwsSolutionsChecks(app), { isAcknowledged: () => false }));
    const said = app.node.findAll().flatMap(({ node }) =>
      node.metadata.flatMap(({ type, data }) =>
        type.includes('acknowledged')
          ? Object.entries(data as Record<string, string>).map(([id, reason]) => ({
              id: id.replace(/^annotation::/i, ''),
              at: node.path,
              reason,
            }))
          : [],
      ),
    );
    expect(said.length).toBeGreaterThan(2);
    // CDK acknowledges a finding of its own.
    for (const { id, at, reason } of said.filter(({ id }) => id.startsWith('AwsSolutions-'))) {
      expect([id, at, found.some((one) => one.startsWith(`${id} ${at}`))]).toEqual([id, at, true]);
      expect(reason).toMatch(/^[A-Z].{80,}\.$/);
    }
  });
});

needs(['cfn-lint'], 'what the example writes', () => {
  test.each(CASES)(
    'is right by cfn-lint: %s',
    async (_, context) => {
      const file = join(folder, `${Math.random()}.json`);
      writeFileSync(file, await written(context()));
      // CDK says the order of a function and its role twice.
      await command('cfn-lint', ['--ignore-checks', 'W3005', '--regions', 'us-east-1', '--template', file]);
    },
    60_000,
  );
});
