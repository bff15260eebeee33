import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { ReceiverRole, type ReceiverRoleProps } from '.';

const LEAST: ReceiverRoleProps = {
  trustedService: 'ecs-tasks.amazonaws.com',
  topicArns: ['arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail'],
};

function synthesizedWith(props: Partial<ReceiverRoleProps> = {}) {
  const stack = new TerraformStack(new App(), 'stack');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  new ReceiverRole(stack, 'role', { ...LEAST, ...props });
  return JSON.parse(Testing.synth(stack)) as Record<'resource' | 'data', Record<string, Record<string, any>>>;
}
const sids = ({ data }: ReturnType<typeof synthesizedWith>) =>
  Object.entries(data['aws_iam_policy_document']!)
    .filter(([name]) => name.includes('permissions'))
    .flatMap(([, { statement }]) => statement.map(({ sid }: { sid: string }) => sid));

describe('ReceiverRole in cdktf', () => {
  test('confirms topics, and does no more than is named', () => {
    expect(sids(synthesizedWith())).toEqual(['ConfirmSubscriptions']);
    expect(sids(synthesizedWith({ assumeRoleArns: [], deadLetterQueueArns: [] }))).toEqual(['ConfirmSubscriptions']);
    expect(sids(synthesizedWith({ assumeRoleArns: ['arn:aws:iam::444455556666:role/ClarionIntegrationRole'] }))).toEqual([
      'ConfirmSubscriptions',
      'AssumeIntegrationRoles',
    ]);
  });

  test('keeps its name, by which other accounts know it, with its path and boundary', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::111122223333:policy/boundary';
    const { resource } = synthesizedWith({ path: '/security/', permissionsBoundaryArn, tags: { team: 'security' } });
    expect(Object.values(resource['aws_iam_role']!)).toMatchObject([
      {
        name: 'ClarionReceiverRole',
        path: '/security/',
        permissions_boundary: permissionsBoundaryArn,
        tags: { team: 'security' },
      },
    ]);
  });

  test('refuses a wildcard', () => {
    expect(() => synthesizedWith({ topicArns: ['*'] })).toThrow(/^resource-arn-invalid: /);
  });
});
