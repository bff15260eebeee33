import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Op, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudTrailArchive, type CloudTrailArchiveProps } from '.';
import { BUCKET_NOTIFICATION_ZIP } from '../lambda';

const EXISTING = 'arn:aws:sns:eu-west-1:111122223333:siem';
const BUCKET = { bucketName: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/' } as const;
const MERGE = { ...BUCKET, notification: 'merge' } as const;

type Synthesized = Record<'resource' | 'data', Record<string, Record<string, Record<string, any>>>>;

function stackWith(props: Partial<CloudTrailArchiveProps> = {}) {
  const stack = new TerraformStack(new App(), 'stack');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  return { stack, archive: new CloudTrailArchive(stack, 'archive', { ...MERGE, ...props }) };
}
const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Synthesized;
const resources = (props?: Partial<CloudTrailArchiveProps>) => synthesized(stackWith(props).stack).resource;
const all = (found: Synthesized['resource'], type: string) => Object.values(found[type] ?? {});

describe('CloudTrailArchive in cdktf', () => {
  test.each([
    ['where nothing is said', { notification: undefined }],
    ['in the mode manual', { notification: 'manual' }],
    ['in the mode existing-topic', { notification: 'existing-topic', existingTopicArn: EXISTING }],
  ])('writes nothing to the bucket %s', (_name, props) => {
    const found = resources(props as Partial<CloudTrailArchiveProps>);
    for (const type of ['aws_lambda_invocation', 'aws_lambda_function', 'aws_iam_role']) expect(all(found, type)).toEqual([]);
  });

  test('merges its entry by a function that Terraform calls when the entry is made, changed and destroyed', () => {
    const [invocation] = all(resources(), 'aws_lambda_invocation');
    expect(invocation).toMatchObject({ lifecycle_scope: 'CRUD' });
    expect(invocation!['input']).toContain('"Bucket" = "acme-logs"');
    expect(invocation!['input']).toContain('"ReplaceAllNotifications" = "false"');
  });

  test('brings the function in a file, beside what it synthesizes', () => {
    const out = Testing.fullSynth(stackWith().stack);
    const { resource } = JSON.parse(readFileSync(join(out, 'stacks/stack/cdk.tf.json'), 'utf8')) as Synthesized;
    const [{ filename, runtime } = {}] = all(resource, 'aws_lambda_function');
    expect(runtime).toBe('nodejs22.x');
    expect(existsSync(join(out, 'stacks/stack', String(filename)))).toBe(true);
    expect(readFileSync(join(out, 'stacks/stack', String(filename)))).toEqual(readFileSync(BUCKET_NOTIFICATION_ZIP));
  });

  test('writes only after the topic admits the bucket and the function may write', () => {
    const found = resources();
    const [invocation] = all(found, 'aws_lambda_invocation');
    const [topicPolicy] = Object.keys(found['aws_sns_topic_policy']!);
    const bucketPolicy = Object.keys(found['aws_iam_role_policy']!).find((name) => name.includes('bucket-policy'));
    expect(invocation!['depends_on']).toEqual([`aws_iam_role_policy.${bucketPolicy}`, `aws_sns_topic_policy.${topicPolicy}`]);
  });

  test('keeps the policy for one bucket until the entry has moved to another', () => {
    const policies = all(resources(), 'aws_iam_role_policy');
    expect(policies).toContainEqual(
      expect.objectContaining({ name: 'clarion-acme-logs', lifecycle: { create_before_destroy: true } }),
    );
  });

  test('replaces all entries only where that is said twice', () => {
    expect(() => stackWith({ notification: 'replace' })).toThrow(/^replace-not-confirmed/);
    const [invocation] = all(resources({ notification: 'replace', replaceAllNotifications: true }), 'aws_lambda_invocation');
    expect(invocation!['input']).toContain('"ReplaceAllNotifications" = "true"');
  });

  test('lets the role read the log files, unless it is told not to', () => {
    expect(all(resources(), 'aws_iam_role_policy_attachment')).toEqual([
      expect.objectContaining({ role: 'ClarionIntegrationRole' }),
    ]);
    const without = resources({ attachReadPolicy: false });
    expect(all(without, 'aws_iam_role_policy_attachment')).toEqual([]);
    expect(all(without, 'aws_iam_policy')).toEqual([]);
  });

  test('gives the role of the function the boundary and the path, and tags all that can have them', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::111122223333:policy/boundary';
    const found = resources({ permissionsBoundaryArn, path: '/security/', tags: { team: 'security' } });
    expect(all(found, 'aws_iam_role')).toEqual([
      expect.objectContaining({ permissions_boundary: permissionsBoundaryArn, path: '/security/' }),
    ]);
    const types = [
      'aws_sns_topic',
      'aws_sqs_queue',
      'aws_lambda_function',
      'aws_cloudwatch_log_group',
      'aws_iam_role',
      'aws_iam_policy',
    ];
    for (const type of types) {
      for (const resource of all(found, type)) expect(resource).toMatchObject({ tags: { team: 'security' } });
    }
  });

  test('gives names that fit, with the longest prefix', () => {
    const found = resources({ namePrefix: 'p'.repeat(20) });
    const [{ name_prefix: role } = {}] = all(found, 'aws_iam_role');
    // The provider adds 26 characters to the start of a name.
    expect(String(role).length).toBeLessThanOrEqual(64 - 26);
    expect(`${'p'.repeat(20)}-notification-01234567`.length).toBeLessThanOrEqual(64);
  });

  test('warns of a prefix that matches nothing under Control Tower', () => {
    const warnings = (props: Partial<CloudTrailArchiveProps>) =>
      stackWith(props)
        .archive.node.metadata.filter(({ type }) => type === '@cdktf/warn')
        .map(({ data }) => String(data));
    expect(warnings({ prefix: 'AWSLogs/' })).toEqual([expect.stringContaining('matches nothing under Control Tower')]);
    expect(warnings({})).toEqual([]);
  });

  test('stands twice in one stack, for two buckets', () => {
    const { stack } = stackWith();
    new CloudTrailArchive(stack, 'again', { ...MERGE, bucketName: 'other-logs', namePrefix: 'second' });
    expect(all(synthesized(stack).resource, 'aws_lambda_invocation')).toHaveLength(2);
  });

  test('takes deploy-time values wherever a customer would give one', () => {
    const stack = new TerraformStack(new App(), 'stack');
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const text = (id: string) => new TerraformVariable(stack, id, { type: 'string' }).stringValue;
    const mode = text('mode');
    const given = Op.neq(text('given'), '');
    new CloudTrailArchive(stack, 'archive', {
      bucketName: text('bucket'),
      prefix: text('prefix'),
      notification: { merge: Op.eq(mode, 'merge'), replace: Op.eq(mode, 'replace') },
      replaceAllNotifications: given,
      existingTopicArn: { value: text('existing'), given },
      bucketKeyArn: { value: text('key'), given },
      roleName: text('role'),
      attachReadPolicy: given,
      permissionsBoundaryArn: { value: text('boundary'), given },
      path: text('path'),
    });
    const found = synthesized(stack).resource;
    expect(all(found, 'aws_lambda_invocation')).toEqual([expect.objectContaining({ count: expect.stringContaining('"merge"') })]);
    expect(all(found, 'aws_iam_policy')).toEqual([expect.objectContaining({ count: expect.stringContaining('var.given') })]);
  });
});
