/**
 * Stacks in the local AWS: which types it makes, down to their properties, and how an update treats them. Each of these would pass with
 * moto alone only by doing less than it says.
 */
import { aws, type Input } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { stacks, type Stacks } from '../support/stacks.ts';

const ref = (Ref: string) => ({ Ref });
const attribute = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const may = (Action: string, Resource: unknown = '*') => document({ Effect: 'Allow', Action, Resource });
const trusts = (Service: string) => document({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });
const policyArn = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;

needs(['moto'], 'a stack in the local AWS', () => {
  let emulator: Emulator;
  let stack: Stacks;

  const ask = <T = Record<string, any>>(service: string, operation: string, input: Input = {}) =>
    aws<T>(emulator, service, operation, input);
  const create = (Resources: object, parameters: Record<string, string> = {}, more: object = {}) =>
    stack.create('stack', { ...more, Resources }, { parameters });
  const update = (Resources: object, parameters: Record<string, string> = {}, more: object = {}) =>
    stack.update('stack', { ...more, Resources }, { parameters });
  const attachedTo = async (RoleName: string) => {
    const { AttachedPolicies } = await ask('iam', 'list-attached-role-policies', { RoleName });
    return AttachedPolicies.map(({ PolicyArn }: { PolicyArn: string }) => PolicyArn).sort();
  };
  const createRole = (RoleName: string) =>
    ask('iam', 'create-role', { RoleName, AssumeRolePolicyDocument: JSON.stringify(trusts('ec2.amazonaws.com')) });
  const createPolicy = (PolicyName: string) =>
    ask('iam', 'create-policy', { PolicyName, PolicyDocument: JSON.stringify(may('s3:*')) });

  beforeAll(async () => {
    emulator = await startEmulator();
    stack = stacks(emulator);
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  describe('AWS::IAM', () => {
    const ROLE = {
      RoleName: 'reader',
      Path: '/vendor/',
      Description: 'reads',
      AssumeRolePolicyDocument: trusts('events.amazonaws.com'),
      MaxSessionDuration: 7200,
      PermissionsBoundary: policyArn('boundary'),
      ManagedPolicyArns: [policyArn('boundary'), 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      Policies: [{ PolicyName: 'inline', PolicyDocument: may('sns:Publish') }],
      Tags: [{ Key: 'team', Value: 'security' }],
    };

    test('makes a role with its boundary, its session length, its tags and its policies', async () => {
      await createPolicy('boundary');
      await create({ Role: { Type: 'AWS::IAM::Role', Properties: ROLE } });
      const { Role } = await ask('iam', 'get-role', { RoleName: 'reader' });
      expect(Role).toMatchObject({
        Arn: 'arn:aws:iam::123456789012:role/vendor/reader',
        MaxSessionDuration: 7200,
        PermissionsBoundary: { PermissionsBoundaryArn: policyArn('boundary') },
        Tags: ROLE.Tags,
        AssumeRolePolicyDocument: ROLE.AssumeRolePolicyDocument,
      });
      expect(await attachedTo('reader')).toEqual([policyArn('boundary'), 'arn:aws:iam::aws:policy/ReadOnlyAccess']);
      const { PolicyDocument } = await ask('iam', 'get-role-policy', { RoleName: 'reader', PolicyName: 'inline' });
      expect(PolicyDocument).toEqual(may('sns:Publish'));
    });

    test('changes a role in place, and makes another one for another path', async () => {
      await createPolicy('boundary');
      const named = (Properties: object) => ({ Role: { Type: 'AWS::IAM::Role', Properties } });
      const { RoleName: _, ...unnamed } = ROLE;
      await create(named(unnamed));
      const { Role: name } = await stack.resources('stack');
      const { PermissionsBoundary: __, ...unbound } = unnamed;
      await update(
        named({
          ...unbound,
          AssumeRolePolicyDocument: trusts('sns.amazonaws.com'),
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          Policies: [{ PolicyName: 'other', PolicyDocument: may('sqs:SendMessage') }],
          MaxSessionDuration: 3600,
          Tags: [{ Key: 'owner', Value: 'us' }],
        }),
      );
      const { Role } = await ask('iam', 'get-role', { RoleName: name });
      expect(Role).toMatchObject({ MaxSessionDuration: 3600, Tags: [{ Key: 'owner', Value: 'us' }] });
      expect(Role).not.toHaveProperty('PermissionsBoundary');
      expect(Role.AssumeRolePolicyDocument).toEqual(trusts('sns.amazonaws.com'));
      expect(await attachedTo(name!)).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
      expect((await ask('iam', 'list-role-policies', { RoleName: name })).PolicyNames).toEqual(['other']);

      await update(named({ ...unbound, Path: '/' }));
      const { Roles } = await ask('iam', 'list-roles');
      expect(Roles).toMatchObject([{ Path: '/', RoleName: (await stack.resources('stack'))['Role'] }]);
    });

    const attached = (PolicyDocument: object) => ({
      Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'read', PolicyDocument, Roles: ['adopted'] } },
    });

    test('attaches a managed policy to a role that is not the stack’s, changes it in place, and takes it off in the end', async () => {
      await createRole('adopted');
      await create(attached(may('s3:GetObject')), {}, { Outputs: { Arn: { Value: ref('Policy') } } });
      expect(await stack.outputs('stack')).toEqual({ Arn: policyArn('read') });
      expect(await attachedTo('adopted')).toEqual([policyArn('read')]);

      await update(attached(may('s3:ListBucket')));
      const { Policy } = await ask('iam', 'get-policy', { PolicyArn: policyArn('read') });
      const version = { PolicyArn: policyArn('read'), VersionId: Policy.DefaultVersionId };
      expect((await ask('iam', 'get-policy-version', version)).PolicyVersion.Document).toEqual(may('s3:ListBucket'));

      await stack.remove('stack');
      expect(await attachedTo('adopted')).toEqual([]);
      await expect(ask('iam', 'get-policy', { PolicyArn: policyArn('read') })).rejects.toThrow('NoSuchEntity');
    });

    test('refuses to attach a policy to a role that does not exist, and leaves no policy', async () => {
      await expect(create(attached(may('s3:GetObject')))).rejects.toThrow(/NoSuchEntity.*adopted/);
      expect((await ask('iam', 'list-policies', { Scope: 'Local' })).Policies).toEqual([]);
    });

    test('puts an inline policy into a role, under another name after an update', async () => {
      await createRole('adopted');
      const inline = (PolicyName: string) => ({
        Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName, PolicyDocument: may('sns:Publish'), Roles: ['adopted'] } },
      });
      await create(inline('one'));
      await update(inline('two'));
      expect((await ask('iam', 'list-role-policies', { RoleName: 'adopted' })).PolicyNames).toEqual(['two']);
      await stack.remove('stack');
      expect((await ask('iam', 'list-role-policies', { RoleName: 'adopted' })).PolicyNames).toEqual([]);
    });

    test('cannot delete a role to which somebody else has attached a policy, and then can', async () => {
      await createPolicy('theirs');
      const { PermissionsBoundary: _, ManagedPolicyArns: __, ...plain } = ROLE;
      await create({ Role: { Type: 'AWS::IAM::Role', Properties: plain } });
      await ask('iam', 'attach-role-policy', { RoleName: 'reader', PolicyArn: policyArn('theirs') });
      await expect(stack.remove('stack')).rejects.toThrow('must detach all policies first');
      const { Stacks } = await ask('cloudformation', 'describe-stacks', { StackName: 'stack' });
      expect(Stacks).toMatchObject([{ StackStatus: 'DELETE_FAILED' }]);
      await ask('iam', 'detach-role-policy', { RoleName: 'reader', PolicyArn: policyArn('theirs') });
      await stack.remove('stack');
      expect((await ask('iam', 'list-roles')).Roles).toEqual([]);
    });

    test.each([
      [
        'a role of that name',
        { Type: 'AWS::IAM::Role', Properties: { ...ROLE, PermissionsBoundary: undefined } },
        'already exists',
      ],
      [
        'a boundary that is not there',
        { Type: 'AWS::IAM::Role', Properties: { ...ROLE, RoleName: 'x' } },
        'does not exist or is not attachable',
      ],
      [
        'a role name of more than 64 characters',
        {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: 'x'.repeat(65), AssumeRolePolicyDocument: trusts('sns.amazonaws.com') },
        },
        'less than or equal to 64',
      ],
      [
        'a policy of more than 6,144 characters',
        { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: may(`s3:${'x'.repeat(6144)}`) } },
        'PolicySize: 6144',
      ],
      ['a property there is not', { Type: 'AWS::IAM::Role', Properties: { ...ROLE, Invented: 1 } }, 'Invented'],
    ])('refuses %s', async (_, Resource, said) => {
      await createRole('reader');
      await expect(create({ Resource })).rejects.toThrow(said);
    });

    test('asks that roles are acknowledged, and again if they have names', async () => {
      const template = (Properties: object) => ({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } });
      const plain = { AssumeRolePolicyDocument: trusts('sns.amazonaws.com') };
      await expect(stack.create('a', template(plain), { capabilities: [] })).rejects.toThrow('[CAPABILITY_IAM]');
      await stack.create('b', template(plain), { capabilities: ['CAPABILITY_IAM'] });
      const named = template({ ...plain, RoleName: 'named' });
      await expect(stack.create('c', named, { capabilities: ['CAPABILITY_IAM'] })).rejects.toThrow('[CAPABILITY_NAMED_IAM]');
    });
  });

  describe('AWS::Events', () => {
    const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'hub', Tags: [{ Key: 'a', Value: '1' }] } };
    const statement = (account: string) => ({
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: 'events:PutEvents',
      Resource: attribute('Bus'),
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    });
    const policy = (StatementId: string, account: string) => ({
      Type: 'AWS::Events::EventBusPolicy',
      Properties: { EventBusName: ref('Bus'), StatementId, Statement: statement(account) },
    });
    const rule = (Properties: object) => ({
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.s3'] }, ...Properties },
    });
    const statements = async () => {
      const { Policy = '{"Statement":[]}' } = await ask('events', 'describe-event-bus', { Name: 'hub' });
      return JSON.parse(Policy).Statement.map(({ Sid }: { Sid: string }) => Sid);
    };

    test('makes a bus whose policy is one statement for each resource, of the same principal too', async () => {
      const Bus = bus;
      await create({ Bus, One: policy('one', '*'), Two: policy('two', '*') });
      expect(await statements()).toEqual(['one', 'two']);
      await ask('events', 'put-permission', {
        EventBusName: 'hub',
        StatementId: 'theirs',
        Action: 'events:PutEvents',
        Principal: '111122223333',
      });
      await update({ Bus, One: policy('one', '111122223333') });
      expect((await statements()).sort()).toEqual(['one', 'theirs']);
    });

    test('makes a rule on a bus of its own, with the role of its target, and changes its targets', async () => {
      const target = (Id: string) => ({
        Id,
        Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/x',
        RoleArn: 'arn:aws:iam::123456789012:role/r',
      });
      const Rule = (...Targets: object[]) =>
        rule({ Name: 'on', EventBusName: ref('Bus'), State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', Targets });
      await create({ Bus: bus, Rule: Rule(target('a'), target('b')) });
      expect(await stack.resources('stack')).toEqual({ Bus: 'hub', Rule: 'hub|on' });
      await update({ Bus: bus, Rule: Rule(target('b'), target('c')) });
      const { Targets } = await ask('events', 'list-targets-by-rule', { Rule: 'on', EventBusName: 'hub' });
      expect(Targets).toEqual([target('b'), target('c')]);
      const { RuleArn } = { RuleArn: 'arn:aws:events:us-east-1:123456789012:rule/hub/on' };
      expect(await ask('events', 'describe-rule', { Name: 'on', EventBusName: 'hub' })).toMatchObject({
        Arn: RuleArn,
        State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      });
      await stack.remove('stack');
      expect((await ask('events', 'list-event-buses')).EventBuses).toHaveLength(1);
    });

    test('refuses a rule whose name is taken, and a bus that is not there', async () => {
      await ask('events', 'put-rule', { Name: 'taken', EventPattern: '{"source":["a"]}' });
      await expect(create({ Rule: rule({ Name: 'taken' }) })).rejects.toThrow('Rule taken already exists');
      await expect(create({ Rule: rule({ Name: 'on', EventBusName: 'missing' }) })).rejects.toThrow('missing does not exist');
    });

    test('keeps a bus that somebody’s rule is still on', async () => {
      await create({ Bus: bus });
      await ask('events', 'put-rule', { Name: 'theirs', EventBusName: 'hub', EventPattern: '{"source":["a"]}' });
      await expect(stack.remove('stack')).rejects.toThrow('has rules');
    });
  });

  test('makes a work group whose results Athena manages, and changes its limit', async () => {
    const group = (BytesScannedCutoffPerQuery: number) => ({
      Group: {
        Type: 'AWS::Athena::WorkGroup',
        Properties: {
          Name: 'clarion',
          WorkGroupConfiguration: {
            EnforceWorkGroupConfiguration: true,
            BytesScannedCutoffPerQuery,
            ManagedQueryResultsConfiguration: { Enabled: true },
          },
        },
      },
    });
    await create(group(10_000_000));
    await update(group(20_000_000));
    const { WorkGroup } = await ask('athena', 'get-work-group', { WorkGroup: 'clarion' });
    expect(WorkGroup.Configuration).toMatchObject({
      BytesScannedCutoffPerQuery: 20_000_000,
      EnforceWorkGroupConfiguration: true,
      ManagedQueryResultsConfiguration: { Enabled: true },
    });
    await stack.remove('stack');
    await expect(ask('athena', 'get-work-group', { WorkGroup: 'clarion' })).rejects.toThrow('is not found');
    const both = group(10_000_000);
    Object.assign(both.Group.Properties.WorkGroupConfiguration, { ResultConfiguration: { OutputLocation: 's3://bucket/' } });
    await expect(create(both)).rejects.toThrow('cannot be set together');
  });

  test('makes a log group, and changes how long it keeps its logs', async () => {
    const group = (RetentionInDays: number) => ({
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/x', RetentionInDays } },
    });
    await create(group(14), {}, { Outputs: { Arn: { Value: attribute('Group') } } });
    expect(await stack.outputs('stack')).toEqual({ Arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:*' });
    await update(group(30));
    expect((await ask('logs', 'describe-log-groups')).logGroups).toMatchObject([{ retentionInDays: 30 }]);
    await stack.remove('stack');
    expect((await ask('logs', 'describe-log-groups')).logGroups).toEqual([]);
  });

  test('makes a composite alarm of the stack’s alarms, and changes its rule', async () => {
    const metric = { Namespace: 'n', MetricName: 'm', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1 };
    const alarm = (AlarmName: string) => ({
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { AlarmName, ...metric, ComparisonOperator: 'GreaterThanThreshold' },
    });
    const composite = (AlarmRule: object) => ({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName: 'both', AlarmRule, AlarmActions: ['arn:aws:sns:us-east-1:123456789012:t'] },
    });
    const rule = (text: string) => ({ 'Fn::Sub': text });
    const alarms = { One: alarm('one'), Two: alarm('two') };
    await create({ ...alarms, Both: composite(rule('ALARM(${One}) AND ALARM("${Two}")')) });
    await update({ ...alarms, Both: composite(rule('ALARM(${One}) OR OK("${Two}")')) });
    const { CompositeAlarms } = await ask('cloudwatch', 'describe-alarms', { AlarmTypes: ['CompositeAlarm'] });
    expect(CompositeAlarms).toMatchObject([
      { AlarmName: 'both', AlarmRule: 'ALARM(one) OR OK("two")', AlarmActions: ['arn:aws:sns:us-east-1:123456789012:t'] },
    ]);
    await stack.remove('stack');
    const types = { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] };
    expect(await ask('cloudwatch', 'describe-alarms', types)).toEqual({ MetricAlarms: [], CompositeAlarms: [] });
  });

  test('makes a bucket with its encryption, its public access block and its notification, and changes them', async () => {
    const Bucket = 'clarion-logs-1';
    const Topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } };
    const TopicPolicy = {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: document({
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref('Topic'),
        }),
      },
    };
    const bucket = (more: object) => ({
      Type: 'AWS::S3::Bucket',
      DependsOn: 'TopicPolicy',
      Properties: { BucketName: Bucket, ...more },
    });
    const filter = (prefix: string) => ({ S3Key: { Rules: [{ Name: 'prefix', Value: prefix }] } });
    const notifies = (prefix: string) => ({
      TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Topic'), Filter: filter(prefix) }],
    });
    await create({
      Topic,
      TopicPolicy,
      Bucket: bucket({
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        NotificationConfiguration: notifies('AWSLogs/'),
      }),
    });
    const { ServerSideEncryptionConfiguration } = await ask('s3', 'get-bucket-encryption', { Bucket });
    expect(ServerSideEncryptionConfiguration.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
    ]);
    await update({ Topic, TopicPolicy, Bucket: bucket({ NotificationConfiguration: notifies('logs/') }) });
    const { TopicConfigurations } = await ask('s3', 'get-bucket-notification-configuration', { Bucket });
    expect(TopicConfigurations).toMatchObject([
      {
        TopicArn: 'arn:aws:sns:us-east-1:123456789012:t',
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Value: 'logs/' }] } },
      },
    ]);
    await expect(ask('s3', 'get-public-access-block', { Bucket })).rejects.toThrow('NoSuchPublicAccessBlockConfiguration');
    await stack.remove('stack');
    expect((await ask('s3', 'list-buckets')).Buckets).toEqual([]);
  });

  describe('that is updated', () => {
    const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
    const queues = async () => {
      const { QueueUrls = [] } = await ask('sqs', 'list-queues');
      return QueueUrls.map((url: string) => url.split('/').at(-1)).sort();
    };
    const Parameters = { With: { Type: 'String', Default: 'yes' } };
    const Conditions = { IsWith: { 'Fn::Equals': [ref('With'), 'yes'] } };
    const conditional = { Parameters, Conditions };

    test('makes and removes what a condition turns on and off, in places that the template does not name', async () => {
      const resources = {
        Always: queue({
          QueueName: 'always',
          Tags: [{ 'Fn::If': ['IsWith', { Key: 'with', Value: 'yes' }, ref('AWS::NoValue')] }],
        }),
        Sometimes: { ...queue({ QueueName: 'sometimes' }), Condition: 'IsWith' },
      };
      const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/always';
      await create(resources, {}, conditional);
      await update(resources, { With: 'no' }, conditional);
      expect(await queues()).toEqual(['always']);
      expect((await ask('sqs', 'list-queue-tags', { QueueUrl })).Tags ?? {}).toEqual({});
      await update(resources, { With: 'yes' }, conditional);
      expect(await queues()).toEqual(['always', 'sometimes']);
      expect((await ask('sqs', 'list-queue-tags', { QueueUrl })).Tags).toEqual({ with: 'yes' });
    });

    test('passes on what came of a replacement, and removes the old one only then', async () => {
      const Rule = {
        Type: 'AWS::Events::Rule',
        Properties: { Name: 'r', EventPattern: { source: ['a'] }, Targets: [{ Id: 'q', Arn: attribute('Queue') }] },
      };
      await create({ Rule, Queue: queue({ QueueName: 'one' }) });
      await update({ Rule, Queue: queue({ QueueName: 'two' }) });
      const { Targets } = await ask('events', 'list-targets-by-rule', { Rule: 'r' });
      expect(Targets).toEqual([{ Id: 'q', Arn: 'arn:aws:sqs:us-east-1:123456789012:two' }]);
      expect(await queues()).toEqual(['two']);
    });

    test('is as it was when a part of it fails', async () => {
      const before = { Kept: queue({ QueueName: 'kept', DelaySeconds: 1 }), Gone: queue({ QueueName: 'gone' }) };
      await create(before);
      const Broken = {
        Type: 'AWS::IAM::Policy',
        DependsOn: ['Kept', 'New'],
        Properties: { PolicyName: 'p', PolicyDocument: may('s3:*'), Roles: ['missing'] },
      };
      const after = { Kept: queue({ QueueName: 'kept', DelaySeconds: 2 }), New: queue({ QueueName: 'new' }), Broken };
      await expect(update(after)).rejects.toThrow(/rolled back: .*missing/);
      expect(await queues()).toEqual(['gone', 'kept']);
      const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/kept';
      const { Attributes } = await ask('sqs', 'get-queue-attributes', { QueueUrl, AttributeNames: ['DelaySeconds'] });
      expect(Attributes).toEqual({ DelaySeconds: '1' });
      await stack.remove('stack');
      expect(await queues()).toEqual([]);
    });

    test('may not refer to what a condition leaves out', async () => {
      const Policy = { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref('Queue')], PolicyDocument: may('sqs:*') } };
      const resources = { Queue: { ...queue({ QueueName: 'q' }), Condition: 'IsWith' }, Policy };
      await expect(create(resources, { With: 'no' }, conditional)).rejects.toThrow('Unresolved resource dependencies [Queue]');
      expect(await queues()).toEqual([]);
    });
  });
});
