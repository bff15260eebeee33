import {
  groupStatements,
  LOG_ARCHIVE,
  PERMISSION_GROUP_IDS,
  PERMISSION_GROUPS,
  policyDocument,
  statementsOf,
  type Statement,
} from 'clarion-aws-constructs/blueprint';
import { keyPolicyOf, permitted } from '../support/simulate.ts';
import { ACCOUNT, actionOf, actionsOf, sampleArn } from './service-authorization.ts';

const OTHER_ACCOUNT = '999999999999';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;
const refs = { partition: 'aws', accountId: ACCOUNT, athenaWorkgroup: 'clarion' };
const archive = {
  bucketArn: 'arn:aws:s3:::trail-logs',
  prefix: 'AWSLogs/',
  kmsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/sample`,
  region: 'eu-west-1',
  dnsSuffix: 'amazonaws.com',
};

const GROUPS: readonly (readonly [id: string, statements: readonly Statement[]])[] = [
  ...PERMISSION_GROUP_IDS.map((id) => [id, groupStatements(id, refs)] as const),
  ['log-archive', statementsOf(LOG_ARCHIVE.grants, archive)],
];
const granted = (statements: readonly Statement[]) =>
  statements
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ actions, resources = [] }) => actions.map((name) => ({ name, resources })));

/** Not Read or List by AWS's own word, though they change nothing that is the customer's. */
const ALSO_GRANTED: Readonly<Record<string, string>> = {
  'athena:StartQueryExecution': 'a query must be started, and may write only where the caller may, which is denied beside it',
  'athena:StopQueryExecution': 'ends a query of our own workgroup',
  'kms:Decrypt': 'changes nothing: log files of a bucket with SSE-KMS cannot be read without it',
};
/** Granted on `*`, though IAM could scope them. */
const NOT_SCOPED: Readonly<Record<string, string>> = {
  'cloudwatch:DescribeAlarms': 'CloudWatch leaves out composite alarms where this is scoped',
  'cloudwatch:DescribeAlarmHistory': 'CloudWatch leaves out composite alarms where this is scoped',
  'cloudwatch:GetMetricData': 'a dataset holds OpenTelemetry metrics; the others have no ARN',
  'cloudwatch:ListMetrics': 'a dataset holds OpenTelemetry metrics; the others have no ARN',
};
/** Return what is secret, or may hold a secret in clear text, though AWS calls them Read or List. */
const SECRETIVE = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
  'ssm:ListCommands',
  'ssm:GetCommandInvocation',
  'kms:Decrypt',
  'logs:Unmask',
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:ListFunctions',
  'lambda:ListVersionsByFunction',
  'ecs:DescribeTaskDefinition',
  'ecs:DescribeTasks',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeLaunchTemplateVersions',
  'ec2:DescribeSpotFleetRequests',
  'ec2:DescribeVpnConnections',
  'ec2:GetPasswordData',
  'ec2:GetConsoleOutput',
  'ec2:GetLaunchTemplateData',
  'autoscaling:DescribeLaunchConfigurations',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'sns:ListSubscriptions',
  'sns:ListSubscriptionsByTopic',
  'sns:GetSubscriptionAttributes',
  'events:ListTargetsByRule',
  'cloudfront:GetDistribution',
  'apigateway:GET',
  'cognito-idp:DescribeUserPoolClient',
  'config:GetResourceConfigHistory',
  'config:SelectResourceConfig',
  's3:GetObject',
  's3:GetObjectVersion',
  'dynamodb:GetItem',
  'sqs:ReceiveMessage',
  'ecr:GetAuthorizationToken',
  'lakeformation:GetDataAccess',
];

/** Where any name but one is refused. */
const SAMPLES = { WorkGroupName: 'clarion', DataCatalogName: 'AwsDataCatalog' };
/** A member sees the trail of its organization under the management account's ARN. */
const OF_ANY_ACCOUNT = ['trail'];

/** What `log-archive` is for, and `log-archive.test.ts` judges. */
const LOG_FILES = ['s3:GetObject', 'kms:Decrypt'];

describe.each(GROUPS)('the group %s', (id, statements) => {
  const identityPolicies = [policyDocument(statements)];
  const may = (action: string, resource: string) =>
    permitted({
      principal: ROLE,
      action,
      resource,
      owner: ACCOUNT,
      identityPolicies,
      ...(action.startsWith('kms:') && { resourcePolicy: keyPolicyOf(ACCOUNT) }),
    });

  test('names actions that AWS has, as AWS spells them, one by one', async () => {
    for (const { actions } of statements) {
      for (const name of actions) expect((await actionOf(name)).name).toBe(name);
    }
    expect(JSON.stringify(statements.map(({ actions }) => actions))).not.toMatch(/[*?]/);
  });

  test('grants what AWS calls Read or List, and nothing else but what has a reason here', async () => {
    for (const { name } of granted(statements)) {
      const { accessLevel } = await actionOf(name);
      expect([name, ALSO_GRANTED[name] === undefined ? accessLevel : 'Read']).toEqual([
        name,
        expect.stringMatching(/^(Read|List)$/),
      ]);
    }
  });

  test('is scoped wherever IAM scopes, but for what has a reason here; and nowhere else', async () => {
    for (const { name, resources } of granted(statements)) {
      const { resourceTypes } = await actionOf(name);
      expect([name, resources.includes('*')]).toEqual([name, resourceTypes.length === 0 || name in NOT_SCOPED]);
    }
  });

  test('denies only what writes, and grants none of it', async () => {
    const denied = statements.filter(({ effect }) => effect === 'Deny').flatMap(({ actions }) => actions);
    for (const name of denied) expect((await actionOf(name)).accessLevel).toContain('Write');
    expect(granted(statements).filter(({ name }) => denied.includes(name))).toEqual([]);
  });

  test('lets the role do each action on what it is for, and not in another account', async () => {
    for (const { name } of granted(statements).filter(({ name }) => id !== 'log-archive' && !(name in NOT_SCOPED))) {
      const { resourceTypes } = await actionOf(name);
      const [service] = name.split(':') as [string];
      const here = await Promise.all(
        resourceTypes.map(async (type) => ({ ...type, arn: await sampleArn(service, type.name, SAMPLES) })),
      );
      const verdicts = await Promise.all(here.map(async ({ arn, required }) => ({ required, allowed: await may(name, arn) })));
      const some = verdicts.length === 0 ? await may(name, '*') : verdicts.some(({ allowed }) => allowed);
      expect([name, some, verdicts.every(({ required, allowed }) => allowed || !required)]).toEqual([name, true, true]);

      for (const { arn } of here.filter((each) => each.arn.includes(ACCOUNT) && !OF_ANY_ACCOUNT.includes(each.name))) {
        expect([name, arn, await may(name, arn.replace(ACCOUNT, OTHER_ACCOUNT))]).toEqual([name, arn, false]);
      }
    }
  });

  test('lets the role write nothing with any service that it names', async () => {
    const services = new Set(granted(statements).map(({ name }) => name.split(':', 1)[0]!));
    for (const service of services) {
      for (const { name, accessLevel, resourceTypes } of await actionsOf(service)) {
        if (/^(Read|List)$/.test(accessLevel) || name in ALSO_GRANTED) continue;
        // An alias and a version of a function look the same to the simulator.
        const type = resourceTypes.find((each) => !/^function (alias|version)$/.test(each.name));
        const resource = type === undefined ? '*' : await sampleArn(service, type.name, SAMPLES);
        expect([name, await may(name, resource)]).toEqual([name, false]);
      }
    }
  });

  test('grants nothing that may show a secret in clear text', () => {
    const secrets = SECRETIVE.filter((name) => id !== 'log-archive' || !LOG_FILES.includes(name));
    expect(granted(statements).filter(({ name }) => secrets.includes(name))).toEqual([]);
  });

  test('says in each statement what it is for, by a name of its own', () => {
    const sids = statements.map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids).toEqual(sids.map(() => expect.stringMatching(/^[A-Z][A-Za-z]+$/)));
  });
});

describe('the groups', () => {
  test.each(SECRETIVE)('are held against an action that AWS has: %s', async (name) => {
    expect((await actionOf(name)).name).toBe(name);
  });

  test('give each action a reason', () => {
    for (const { grants } of [...Object.values(PERMISSION_GROUPS), LOG_ARCHIVE]) {
      const reasons = grants.flatMap(({ actions }) => Object.values(actions));
      expect(reasons).toEqual(reasons.map(() => expect.stringMatching(/^\S.{3,}[^.]$/)));
    }
  });

  test('have the ids under which the table knows them', () => {
    expect(Object.values(PERMISSION_GROUPS).map(({ id }) => id)).toEqual([...PERMISSION_GROUP_IDS]);
  });
});
