import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { ClarionTopic, CloudTrailArchive, type CloudTrailArchiveProps } from '.';
import { bucketNotificationSource } from '../lambda';

const ENTRY = 'Custom::ClarionBucketNotification';
const EXISTING = 'arn:aws:sns:eu-west-1:111122223333:siem';
const MERGE = { bucketName: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/', notification: 'merge' } as const;

function stackWith(props: Partial<CloudTrailArchiveProps> = {}) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const archive = new CloudTrailArchive(stack, 'Archive', { ...MERGE, ...props });
  return { stack, archive };
}
const templateWith = (props?: Partial<CloudTrailArchiveProps>) => Template.fromStack(stackWith(props).stack);

describe('CloudTrailArchive in CDK', () => {
  test.each(['manual', 'existing-topic'] as const)('writes nothing to the bucket in the mode %s', (notification) => {
    const template = templateWith({ notification, ...(notification === 'existing-topic' && { existingTopicArn: EXISTING }) });
    for (const type of [ENTRY, 'AWS::Lambda::Function', 'AWS::IAM::Role']) template.resourceCountIs(type, 0);
  });

  test('merges its entry by a function that is in the template as it is', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs22.x',
      Code: { ZipFile: bucketNotificationSource() },
    });
    template.hasResourceProperties(ENTRY, {
      Bucket: 'acme-logs',
      ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
      ReplaceAllNotifications: 'false',
      Entry: {
        Events: ['s3:ObjectCreated:*'],
        Filter: {
          Key: {
            FilterRules: [
              { Name: 'prefix', Value: 'AWSLogs/o-a1b2c3d4e5/' },
              { Name: 'suffix', Value: '.json.gz' },
            ],
          },
        },
      },
    });
  });

  test('writes only after the topic admits the bucket and the function may write, and takes away before either goes', () => {
    const template = templateWith();
    const [topicPolicy] = Object.keys(template.findResources('AWS::SNS::TopicPolicy'));
    const [rolePolicy] = Object.keys(template.findResources('AWS::IAM::RolePolicy'));
    template.hasResource(ENTRY, { DependsOn: Match.arrayWith([rolePolicy, topicPolicy].sort()) });
  });

  test('lets the function change the notifications of that bucket, and nothing else, by a policy of its own for each bucket', () => {
    templateWith().hasResourceProperties('AWS::IAM::RolePolicy', {
      PolicyName: 'clarion-acme-logs',
      PolicyDocument: {
        Statement: [
          {
            Sid: 'ChangeNotifications',
            Effect: 'Allow',
            Action: ['s3:GetBucketLocation', 's3:GetBucketNotification', 's3:PutBucketNotification'],
            Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-logs']] },
          },
        ],
      },
    });
  });

  test('replaces all entries only where that is said twice', () => {
    expect(() => stackWith({ notification: 'replace' })).toThrow(/^replace-not-confirmed/);
    templateWith({ notification: 'replace', replaceAllNotifications: true }).hasResourceProperties(ENTRY, {
      ReplaceAllNotifications: 'true',
    });
  });

  test('subscribes to the topic that the bucket notifies already, and makes none', () => {
    const template = templateWith({
      notification: 'existing-topic',
      existingTopicArn: EXISTING,
      webhookUrl: 'https://receiver.example.com/hooks/one',
    });
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: EXISTING });
  });

  test('shares a topic that admits the bucket, and refuses one that would drop every notice', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucketArn = Fn.join('', ['arn:', 'aws', ':s3:::acme-logs']);
    const other = new ClarionTopic(stack, 'Other', { publishers: [{ s3: bucketArn }, 'events'], namePrefix: 'other' });
    expect(() => new CloudTrailArchive(stack, 'Refused', { ...MERGE, topic: other })).toThrow(/^publisher-not-admitted/);
    const { archive } = stackWith();
    const shared = new CloudTrailArchive(archive, 'Second', { ...MERGE, prefix: 'second/', topic: archive.topic });
    expect(shared.topic).toBe(archive.topic);
  });

  test('lets the role read the log files alone, and use the key of the bucket through S3', () => {
    templateWith().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Roles: ['ClarionIntegrationRole'],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'ReadLogFiles', Action: 's3:GetObject' })]) },
    });
    const bucketKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
    templateWith({ bucketKeyArn }).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DecryptLogFiles', Resource: bucketKeyArn })]) },
    });
    templateWith({ attachReadPolicy: false }).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('gives the role of the function the boundary and the path, and tags all that can have them', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::111122223333:policy/boundary';
    const template = templateWith({ permissionsBoundaryArn, path: '/security/', tags: { team: 'security' } });
    template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: permissionsBoundaryArn, Path: '/security/' });
    for (const type of ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::IAM::Role']) {
      template.allResourcesProperties(type, { Tags: [{ Key: 'team', Value: 'security' }] });
    }
  });

  test('warns of a prefix that matches nothing under Control Tower', () => {
    const warning = Match.stringLikeRegexp('matches nothing under Control Tower');
    Annotations.fromStack(stackWith({ prefix: 'AWSLogs/' }).stack).hasWarning('/Stack/Archive', warning);
    Annotations.fromStack(stackWith().stack).hasNoWarning('/Stack/Archive', warning);
  });

  test('stands twice in one stack, for two buckets', () => {
    const { stack } = stackWith();
    new CloudTrailArchive(stack, 'Again', { ...MERGE, bucketName: 'other-logs', namePrefix: 'second' });
    Template.fromStack(stack).resourceCountIs(ENTRY, 2);
  });

  test('takes a bucket that the same stack makes, which is there before its entry', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = new CfnBucket(stack, 'Logs');
    new CloudTrailArchive(stack, 'Archive', { ...MERGE, bucketName: bucket.ref });
    Template.fromStack(stack).hasResourceProperties(ENTRY, { Bucket: { Ref: 'Logs' } });
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new Stack(new App(), 'Stack');
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const is = (mode: string) =>
      new CfnCondition(stack, `Is${mode}`, { expression: Fn.conditionEquals(text(`Mode${mode}`), mode) });
    const given = is('given');
    new CloudTrailArchive(stack, 'Archive', {
      bucketName: text('Bucket'),
      prefix: text('Prefix'),
      notification: { merge: is('merge'), replace: is('replace'), 'existing-topic': is('existing'), manual: is('manual') },
      replaceAllNotifications: given,
      existingTopicArn: { value: text('Existing'), given },
      bucketKeyArn: { value: text('Key'), given },
      roleName: text('Role'),
      attachReadPolicy: given,
      permissionsBoundaryArn: { value: text('Boundary'), given },
      path: text('Path'),
    });
    const template = Template.fromStack(stack);
    template.hasResource(ENTRY, {
      Condition: Match.anyValue(),
      Properties: { ReplaceAllNotifications: { 'Fn::If': ['Isreplace', 'true', 'false'] } },
    });
    template.hasResource('AWS::IAM::ManagedPolicy', { Condition: 'Isgiven' });
  });
});
