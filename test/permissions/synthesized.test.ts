/** The policies as a template comes to hold them, by what was given to it: whom they let in, and to what. */
import { readFileSync } from 'node:fs';
import { Evaluation, parseTemplate, type Resource } from '../support/cloudformation.ts';
import { keyPolicyOf, permitted } from '../support/simulate.ts';
import { ACCOUNT, REGION } from './service-authorization.ts';

const CLARION = '444455556666';
const AGENT = `arn:aws:iam::${CLARION}:role/agent`;
const INTEGRATION = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;

function made(name: string, parameters: Readonly<Record<string, string>>): readonly (Resource & { Properties: any })[] {
  const template = parseTemplate(readFileSync(new URL(`../../cloudformation/${name}.template.yaml`, import.meta.url), 'utf8'));
  return Object.values(new Evaluation(template, parameters).resources());
}
const of = (type: string, resources: ReturnType<typeof made>) =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

const role = (more: Readonly<Record<string, string>> = {}) => {
  const resources = made('integration-role', { PrincipalArn: AGENT, ExternalId: 'workspace-1', ...more });
  const trust: unknown = of('AWS::IAM::Role', resources)[0]?.AssumeRolePolicyDocument;
  const identityPolicies = of('AWS::IAM::ManagedPolicy', resources).map(({ PolicyDocument }) => PolicyDocument as unknown);
  return {
    assumed: (externalId?: string, principal = AGENT) =>
      permitted({
        principal,
        action: 'sts:AssumeRole',
        resource: INTEGRATION,
        identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] }],
        resourcePolicy: trust,
        ...(externalId !== undefined && { context: { 'sts:ExternalId': externalId } }),
      }),
    may: (action: string, resource: string, via?: string) =>
      permitted({
        principal: INTEGRATION,
        action,
        resource,
        owner: ACCOUNT,
        identityPolicies,
        ...(via !== undefined && { context: { 'aws:CalledVia': [via] } }),
      }),
  };
};

describe('the template integration-role', () => {
  test('lets Clarion in with the external ID alone, and with one before it while that is changed', async () => {
    expect(await role().assumed('workspace-1')).toBe(true);
    expect(await role().assumed('workspace-0')).toBe(false);
    expect(await role().assumed()).toBe(false);
    expect(await role().assumed('workspace-1', `arn:aws:iam::${CLARION}:role/other`)).toBe(false);

    const rotating = role({ PreviousExternalIds: 'workspace-0,workspace-00' });
    for (const externalId of ['workspace-1', 'workspace-0', 'workspace-00'])
      expect(await rotating.assumed(externalId)).toBe(true);
    expect(await rotating.assumed('workspace-0,workspace-00')).toBe(false);
  });

  test('grants the groups that are switched on, and no other', async () => {
    const byDefault = role();
    expect(await byDefault.may('cloudtrail:LookupEvents', '*')).toBe(true);
    expect(await byDefault.may('route53:ListResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1')).toBe(true);
    expect(await byDefault.may('iam:ListUsers', '*')).toBe(false);

    const describing = role({ PermissionGroupsDescribe: 'true', PermissionGroupsCloudtrail: 'false' });
    expect(await describing.may('iam:ListUsers', '*')).toBe(true);
    expect(await describing.may('cloudtrail:LookupEvents', '*')).toBe(false);
  });

  test('lets queries read the buckets that are named, through Athena, and never write', async () => {
    const athena = role({
      PermissionGroupsAthena: 'true',
      AthenaWorkgroup: 'security',
      AthenaBucketArns: 'arn:aws:s3:::logs,arn:aws:s3:::more',
    });
    const via = 'athena.amazonaws.com';
    for (const bucket of ['logs', 'more']) expect(await athena.may('s3:GetObject', `arn:aws:s3:::${bucket}/x`, via)).toBe(true);
    expect(await athena.may('s3:ListBucket', 'arn:aws:s3:::more', via)).toBe(true);
    expect(await athena.may('s3:GetObject', 'arn:aws:s3:::logs/x')).toBe(false);
    expect(await athena.may('s3:GetObject', 'arn:aws:s3:::others/x', via)).toBe(false);
    expect(await athena.may('s3:PutObject', 'arn:aws:s3:::logs/x', via)).toBe(false);
    const workgroup = (name: string) => `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/${name}`;
    expect(await athena.may('athena:StartQueryExecution', workgroup('security'))).toBe(true);
    expect(await athena.may('athena:StartQueryExecution', workgroup('clarion'))).toBe(false);
  });
});

describe('the template receiver-role', () => {
  const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:clarion`;
  const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:undelivered`;
  const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/sample`;
  const may = async (parameters: Readonly<Record<string, string>>, action: string, resource: string, context = {}) => {
    const resources = made('receiver-role', {
      TrustedService: 'lambda.amazonaws.com',
      TopicArns: `${TOPIC},${TOPIC}-2`,
      ...parameters,
    });
    return permitted({
      principal: `arn:aws:iam::${ACCOUNT}:role/ClarionReceiverRole`,
      action,
      resource,
      identityPolicies: of('AWS::IAM::Role', resources)[0].Policies.map((each: any) => each.PolicyDocument),
      context,
      ...(action.startsWith('kms:') && { resourcePolicy: keyPolicyOf(ACCOUNT) }),
    });
  };

  test('does what is named, and nothing where nothing is', async () => {
    expect(await may({}, 'sns:ConfirmSubscription', `${TOPIC}-2`)).toBe(true);
    expect(await may({}, 'sns:ConfirmSubscription', `${TOPIC}-3`)).toBe(false);
    expect(await may({}, 'sqs:ReceiveMessage', QUEUE)).toBe(false);
    expect(await may({ DeadLetterQueueArns: QUEUE }, 'sqs:ReceiveMessage', QUEUE)).toBe(true);
    expect(await may({ DeadLetterQueueArns: QUEUE }, 'sqs:ReceiveMessage', `${QUEUE}-2`)).toBe(false);
    const viaSqs = { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` };
    expect(await may({ QueueKeyArns: KEY }, 'kms:Decrypt', KEY, viaSqs)).toBe(true);
    expect(await may({ QueueKeyArns: KEY }, 'kms:Decrypt', KEY)).toBe(false);
  });
});
