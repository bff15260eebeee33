import { readFileSync } from 'node:fs';
import {
  administrationPermissions,
  administrationTrust,
  CLOUDFORMATION,
  cloudFormationIn,
  executionPermissions,
  executionTrust,
  plain,
  policyDocument,
} from 'clarion-aws-constructs/blueprint';
import { allowed, permitted, type Asked } from '../support/simulate.ts';
import { ACCOUNT, REGION } from './service-authorization.ts';

const OTHER_ACCOUNT = '999999999999';
const refs = { partition: 'aws', accountId: ACCOUNT, region: REGION, namePrefix: 'acme' };
const role = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const ADMINISTRATION = role('acme-stackset-administration');
const EXECUTION = role('acme-stackset-execution');
const SPOKE_ROLE = role('security/acme-spoke-eu-west-1');
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const STACK = 'StackSet-acme-management-spokes-0a1b2c3d';
const here = (service: string, resource: string, account = ACCOUNT) => `arn:aws:${service}:eu-north-1:${account}:${resource}`;

const execution = (boundary?: string) =>
  policyDocument(
    executionPermissions<boolean>(
      { ...refs, path: '/security/' },
      { arn: boundary ?? '', given: boundary !== undefined, missing: boundary === undefined },
    ).map((statement) => plain(statement)!),
  );

describe('the administration role of a StackSet in the management account', () => {
  const trust = policyDocument(administrationTrust(refs, [CLOUDFORMATION, cloudFormationIn('ap-east-1')]));
  const stackSet = (name: string, region = REGION) => `arn:aws:cloudformation:${region}:${ACCOUNT}:stackset/${name}:0a1b2c3d`;
  const assume = (service: string, context: Asked['context']) =>
    allowed({ service, action: 'sts:AssumeRole', resource: ADMINISTRATION, policy: trust, ...(context && { context }) });
  const ours = { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': stackSet('acme-management-spokes') };

  test.each([CLOUDFORMATION, cloudFormationIn('ap-east-1')])('is assumed by %s for its StackSet', async (service) => {
    expect(await assume(service, ours)).toBe(true);
  });

  test('is not assumed for another StackSet, Region or account, nor where it is not said for which', async () => {
    expect(await assume(CLOUDFORMATION, { ...ours, 'aws:SourceArn': stackSet('other') })).toBe(false);
    expect(await assume(CLOUDFORMATION, { ...ours, 'aws:SourceArn': stackSet('acme-management-spokes-2') })).toBe(false);
    expect(await assume(CLOUDFORMATION, { ...ours, 'aws:SourceArn': stackSet('acme-management-spokes', 'us-east-1') })).toBe(
      false,
    );
    expect(await assume(CLOUDFORMATION, { ...ours, 'aws:SourceAccount': OTHER_ACCOUNT })).toBe(false);
    expect(await assume(CLOUDFORMATION, {})).toBe(false);
  });

  test('is not assumed by CloudFormation in a Region where there is no stack, nor by another service', async () => {
    expect(await assume(cloudFormationIn('me-south-1'), ours)).toBe(false);
    expect(await assume('lambda.amazonaws.com', ours)).toBe(false);
  });

  test('assumes the execution role, and does nothing else', async () => {
    const may = (action: string, resource: string) =>
      permitted({
        principal: ADMINISTRATION,
        action,
        resource,
        identityPolicies: [policyDocument(administrationPermissions(refs))],
      });
    expect(await may('sts:AssumeRole', EXECUTION)).toBe(true);
    expect(await may('sts:AssumeRole', role('acme-stackset-execution', OTHER_ACCOUNT))).toBe(false);
    expect(await may('sts:AssumeRole', role('Administrator'))).toBe(false);
    expect(await may('iam:PassRole', EXECUTION)).toBe(false);
  });
});

/**
 * What CloudFormation calls to make, change and remove a resource, by type, and on what.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html the types' schemas
 */
const HANDLERS: Readonly<Record<string, { readonly on: string; readonly actions: readonly string[] }>> = {
  'AWS::Events::Rule': {
    on: here('events', 'rule/acme-spoke-management'),
    actions: [
      'events:PutRule',
      'events:DescribeRule',
      'events:PutTargets',
      'events:RemoveTargets',
      'events:ListTargetsByRule',
      'events:DeleteRule',
      'events:TagResource',
      'events:UntagResource',
      'events:ListTagsForResource',
    ],
  },
  'AWS::SQS::Queue': {
    on: here('sqs', `${STACK}-DeadLettersQueue-ABCDEFGHIJKL`),
    actions: [
      'sqs:CreateQueue',
      'sqs:GetQueueUrl',
      'sqs:GetQueueAttributes',
      'sqs:SetQueueAttributes',
      'sqs:DeleteQueue',
      'sqs:ListQueueTags',
      'sqs:TagQueue',
      'sqs:UntagQueue',
    ],
  },
  'AWS::SQS::QueuePolicy': { on: here('sqs', 'StackSet-acme-DeadLetters-ABCDEFGHIJKL'), actions: ['sqs:SetQueueAttributes'] },
  'AWS::CloudWatch::Alarm': {
    on: here('cloudwatch', `alarm:${STACK}-DeadLettersAlarm-ABCDEFGHIJKL`),
    actions: [
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
      'cloudwatch:ListTagsForResource',
    ],
  },
  // No managed policy is attached to a spoke's role.
  'AWS::IAM::Role': {
    on: SPOKE_ROLE,
    actions: [
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListRolePolicies',
      'iam:ListAttachedRolePolicies',
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
      'iam:UpdateAssumeRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:DeleteRolePolicy',
      'iam:DeleteRole',
    ],
  },
};

describe('the execution role of a StackSet in the management account', () => {
  const may = (action: string, resource: string, context: Record<string, string> = {}, policy = execution()) =>
    permitted({ principal: EXECUTION, action, resource, identityPolicies: [policy], context });
  const spoke = JSON.parse(readFileSync(new URL('../../constructs/templates/spoke.json', import.meta.url), 'utf8')) as {
    Resources: Record<string, { Type: string }>;
  };
  const types = [...new Set(Object.values(spoke.Resources).map(({ Type }) => Type))];

  test('is assumed by the administration role, and by nobody else', async () => {
    const assume = (principal: string) =>
      permitted({
        principal,
        action: 'sts:AssumeRole',
        resource: EXECUTION,
        resourcePolicy: policyDocument(executionTrust(ADMINISTRATION)),
        identityPolicies: [],
      });
    expect(await assume(ADMINISTRATION)).toBe(true);
    expect(await assume(role('Administrator'))).toBe(false);
    expect(await assume(role('acme-stackset-administration', OTHER_ACCOUNT))).toBe(false);
  });

  test.each(types)('makes, changes and removes what a spoke has of %s, and nothing of another name', async (type) => {
    const { on, actions } = HANDLERS[type]!;
    for (const action of actions) {
      expect({ action, may: await may(action, on) }).toEqual({ action, may: true });
      for (const other of [on.replace('acme', 'other'), on.replace(ACCOUNT, OTHER_ACCOUNT)]) {
        expect({ action, other, may: await may(action, other) }).toEqual({ action, other, may: false });
      }
    }
  });

  test('does what it likes with the stacks of its StackSet, and only reads other templates', async () => {
    for (const action of ['CreateStack', 'UpdateStack', 'DeleteStack', 'DescribeStacks', 'ListStackResources', 'GetTemplate']) {
      expect(await may(`cloudformation:${action}`, here('cloudformation', `stack/${STACK}/0a1b2c3d`))).toBe(true);
      expect(await may(`cloudformation:${action}`, here('cloudformation', 'stack/production/0a1b2c3d'))).toBe(false);
    }
    expect(await may('cloudformation:GetTemplateSummary', '*')).toBe(true);
    expect(await may('cloudformation:ValidateTemplate', '*')).toBe(true);
    expect(await may('cloudformation:UpdateStackSet', here('cloudformation', 'stackset/other:0a1b2c3d'))).toBe(false);
  });

  test('reads templates where StackSets keeps them, and nothing in a bucket of this account', async () => {
    const read = (account: string) =>
      may('s3:GetObject', 'arn:aws:s3:::templates/spoke.json', { 'aws:ResourceAccount': account });
    expect(await read(OTHER_ACCOUNT)).toBe(true);
    expect(await read(ACCOUNT)).toBe(false);
    expect(await may('s3:PutObject', 'arn:aws:s3:::templates/spoke.json', { 'aws:ResourceAccount': OTHER_ACCOUNT })).toBe(false);
  });

  test("passes a spoke's role to EventBridge, and to no other service", async () => {
    const pass = (service: string, passed = SPOKE_ROLE) => may('iam:PassRole', passed, { 'iam:PassedToService': service });
    expect(await pass('events.amazonaws.com')).toBe(true);
    expect(await pass('lambda.amazonaws.com')).toBe(false);
    expect(await pass('events.amazonaws.com', role('Administrator'))).toBe(false);
  });

  test('makes no role but those of spokes, in their path, and attaches no policy to any', async () => {
    expect(await may('iam:CreateRole', role('security/Administrator'))).toBe(false);
    expect(await may('iam:CreateRole', role('acme-spoke-eu-west-1'))).toBe(false);
    expect(await may('iam:PutRolePolicy', EXECUTION)).toBe(false);
    expect(await may('iam:AttachRolePolicy', SPOKE_ROLE)).toBe(false);
    expect(await may('iam:CreatePolicyVersion', BOUNDARY)).toBe(false);
    for (const action of ['s3:PutObject', 'lambda:CreateFunction', 'sts:AssumeRole']) expect(await may(action, '*')).toBe(false);
  });

  test('with a boundary, makes roles within that boundary only, and takes it from none', async () => {
    const bounded = (action: string, boundary?: string) =>
      may(action, SPOKE_ROLE, boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }, execution(BOUNDARY));
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
      expect(await bounded(action, BOUNDARY)).toBe(true);
      expect(await bounded(action, `${BOUNDARY}-2`)).toBe(false);
      expect(await bounded(action)).toBe(false);
    }
    expect(await bounded('iam:DeleteRolePermissionsBoundary', BOUNDARY)).toBe(false);
    expect(await bounded('iam:DeleteRole')).toBe(true);
  });

  test('without one, takes off the boundary that a role had before, and puts none on', async () => {
    expect(await may('iam:DeleteRolePermissionsBoundary', SPOKE_ROLE)).toBe(true);
    expect(await may('iam:PutRolePermissionsBoundary', SPOKE_ROLE, { 'iam:PermissionsBoundary': BOUNDARY })).toBe(false);
  });
});
