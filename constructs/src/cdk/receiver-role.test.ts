import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ReceiverRole, type ReceiverRoleProps } from '.';

const LEAST: ReceiverRoleProps = {
  trustedService: 'ecs-tasks.amazonaws.com',
  topicArns: ['arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail'],
};

function templateWith(props: Partial<ReceiverRoleProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  new ReceiverRole(stack, 'Role', { ...LEAST, ...props });
  return Template.fromStack(stack);
}
const sids = (template: Template) =>
  Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) =>
    Properties.Policies[0].PolicyDocument.Statement.map(({ Sid }: { Sid: string }) => Sid),
  );

describe('ReceiverRole in CDK', () => {
  test('confirms topics, and does no more than is named', () => {
    expect(sids(templateWith())).toEqual(['ConfirmSubscriptions']);
    expect(sids(templateWith({ assumeRoleArns: [], deadLetterQueueArns: [] }))).toEqual(['ConfirmSubscriptions']);
    expect(sids(templateWith({ assumeRoleArns: ['arn:aws:iam::444455556666:role/ClarionIntegrationRole'] }))).toEqual([
      'ConfirmSubscriptions',
      'AssumeIntegrationRoles',
    ]);
  });

  test('keeps its name, by which other accounts know it, with its path and boundary', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::111122223333:policy/boundary';
    templateWith({ path: '/security/', permissionsBoundaryArn, tags: { team: 'security' } }).hasResourceProperties(
      'AWS::IAM::Role',
      {
        RoleName: 'ClarionReceiverRole',
        Path: '/security/',
        PermissionsBoundary: permissionsBoundaryArn,
        Tags: [{ Key: 'team', Value: 'security' }],
      },
    );
  });

  test('takes lists that only deployment knows', () => {
    const stack = new Stack(new App(), 'Stack');
    const topicArns = new CfnParameter(stack, 'Topics', { type: 'CommaDelimitedList' }).valueAsList;
    new ReceiverRole(stack, 'Role', { ...LEAST, topicArns });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      Policies: [{ PolicyDocument: { Statement: [Match.objectLike({ Resource: { Ref: 'Topics' } })] } }],
    });
  });

  test('refuses a wildcard', () => {
    expect(() => templateWith({ topicArns: ['*'] })).toThrow(/^resource-arn-invalid: /);
  });
});
