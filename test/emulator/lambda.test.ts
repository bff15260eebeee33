/** Functions that really run, and the custom resources that are made of them. */
import { aws } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';

/** Leaves a bucket that is named for each request of CloudFormation, and answers what the properties want. */
const CODE = `
const { S3Client, ListBucketsCommand, CreateBucketCommand } = require('@aws-sdk/client-s3');
exports.handler = async (event, context) => {
  if (event.throws) throw new RangeError(event.throws);
  if (!event.ResponseURL) {
    const { Buckets = [] } = await new S3Client({}).send(new ListBucketsCommand({}));
    return { buckets: Buckets.map(({ Name }) => Name), region: process.env.AWS_REGION, inTime: context.getRemainingTimeInMillis() > 0 };
  }
  const { RequestType, StackId, RequestId, LogicalResourceId, ResourceProperties: now, OldResourceProperties: before } = event;
  await new S3Client({}).send(new CreateBucketCommand({ Bucket: RequestType.toLowerCase() + '-' + now.Name }));
  const Status = now.Fails === RequestType ? 'FAILED' : 'SUCCESS';
  const answer = { Status, Reason: 'as it was told', PhysicalResourceId: now.Name, StackId, RequestId, LogicalResourceId, Data: { Was: before?.Name ?? '' } };
  if (now.Silent === 'true') return;
  await fetch(event.ResponseURL, { method: 'PUT', body: Buffer.from(JSON.stringify(answer)) });
};
`;

const TEMPLATE = {
  Parameters: { Name: { Type: 'String' }, Fails: { Type: 'String', Default: '' }, Silent: { Type: 'String', Default: 'false' } },
  Resources: {
    Thing: {
      Type: 'Custom::Thing',
      Properties: {
        ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] },
        Name: { Ref: 'Name' },
        Fails: { Ref: 'Fails' },
        Silent: { Ref: 'Silent' },
        Number: 1,
        Nested: { Flags: [true] },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { ZipFile: CODE },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Timeout: 20,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
  },
  Outputs: {
    Thing: { Value: { Ref: 'Thing' } },
    Was: { Value: { 'Fn::GetAtt': ['Thing', 'Was'] } },
    Function: { Value: { Ref: 'Function' } },
  },
};

needs(['moto'], 'Lambda in the local AWS', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  const stack = (operation: string, parameters: Record<string, string>) => {
    const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
    return aws(emulator, 'cloudformation', `${operation}-stack`, {
      Capabilities: ['CAPABILITY_IAM'],
      StackName: 's',
      TemplateBody: JSON.stringify(TEMPLATE),
      Parameters,
    });
  };
  const outputs = async (): Promise<Record<string, string>> => {
    const { Stacks } = await aws<any>(emulator, 'cloudformation', 'describe-stacks', { StackName: 's' });
    return Object.fromEntries(Stacks[0].Outputs.map(({ OutputKey, OutputValue }: any) => [OutputKey, OutputValue]));
  };
  const buckets = async () => {
    const { Buckets } = await aws<{ Buckets: { Name: string }[] }>(emulator, 's3', 'list-buckets');
    return Buckets.map(({ Name }) => Name).sort();
  };
  const functions = async () => (await aws<{ Functions: object[] }>(emulator, 'lambda', 'list-functions')).Functions;

  test('runs a function in Node, with its role and with this AWS, and tells what it returned or threw', async () => {
    await stack('create', { Name: 'one' });
    const { Function: FunctionName } = await outputs();
    const invoke = async (event: object) => {
      const { FunctionError, Payload } = await aws<{ FunctionError?: string; Payload: string }>(emulator, 'lambda', 'invoke', {
        FunctionName,
        Payload: JSON.stringify(event),
      });
      return { failed: FunctionError !== undefined, payload: JSON.parse(Payload) };
    };
    expect(await invoke({})).toEqual({ failed: false, payload: { buckets: ['create-one'], region: 'us-east-1', inTime: true } });
    expect(await invoke({ throws: 'out of range' })).toEqual({
      failed: true,
      payload: { errorType: 'RangeError', errorMessage: 'out of range' },
    });
  });

  test('asks a custom resource to be made, changed and removed, with texts alone, as CloudFormation does', async () => {
    await stack('create', { Name: 'one' });
    expect(await outputs()).toMatchObject({ Thing: 'one', Was: '' });
    await stack('update', { Name: 'two' });
    expect(await outputs()).toMatchObject({ Thing: 'two', Was: 'one' });
    await aws(emulator, 'cloudformation', 'delete-stack', { StackName: 's' });
    // Another id is another thing, so the one before is deleted; and the function goes last.
    expect(await buckets()).toEqual(['create-one', 'delete-one', 'delete-two', 'update-two']);
    expect(await functions()).toEqual([]);
  });

  test('deletes what could not be made, rolls its stack back, and says why', async () => {
    await expect(stack('create', { Name: 'one', Fails: 'Create' })).rejects.toThrow('as it was told');
    expect(await buckets()).toEqual(['create-one', 'delete-one']);
    expect(await functions()).toEqual([]);
  });

  test('takes silence for a failure', async () => {
    await expect(stack('create', { Name: 'one', Silent: 'true' })).rejects.toThrow('no answer: null');
  });
});
