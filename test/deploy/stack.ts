import type { ReceiverEndpoint } from './receiver-endpoint.ts';

type Parameters = Readonly<Record<string, string>>;
type Asks = Pick<ReceiverEndpoint, 'ask'>;

/** What whoever deploys a role with a name must say. */
const Capabilities = ['CAPABILITY_NAMED_IAM'];

const asList = (parameters: Parameters) =>
  Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));

/** Creates a stack, and tells its outputs. */
export async function createStack(endpoint: Asks, StackName: string, TemplateBody: string, parameters: Parameters = {}) {
  await endpoint.ask('cloudformation', 'create-stack', { StackName, TemplateBody, Capabilities, Parameters: asList(parameters) });
  return outputs(endpoint, StackName, 'CREATE_COMPLETE');
}

/** Updates a stack with these parameters, and tells its outputs. */
export async function updateStack(endpoint: Asks, StackName: string, TemplateBody: string, parameters: Parameters) {
  await endpoint.ask('cloudformation', 'update-stack', { StackName, TemplateBody, Capabilities, Parameters: asList(parameters) });
  return outputs(endpoint, StackName, 'UPDATE_COMPLETE');
}

export async function deleteStack(endpoint: Asks, StackName: string): Promise<void> {
  await endpoint.ask('cloudformation', 'delete-stack', { StackName });
}

async function outputs({ ask }: Asks, StackName: string, status: string): Promise<Record<string, string>> {
  type Described = { Stacks: { StackStatus: string; Outputs?: { OutputKey: string; OutputValue: string }[] }[] };
  const { Stacks } = await ask<Described>('cloudformation', 'describe-stacks', { StackName });
  expect(Stacks[0]?.StackStatus).toBe(status);
  return Object.fromEntries(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
}
