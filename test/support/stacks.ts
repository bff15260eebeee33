import { aws, type Input, type Place } from './aws.ts';
import type { Emulator } from './emulator.ts';

export interface Stacks {
  /** Fails, with the reason, where the stack would be rolled back, and leaves nothing then. */
  create(name: string, template: object | string, more?: StackInput): Promise<void>;
  /** Fails, with the reason, where the update would be rolled back. */
  update(name: string, template: object | string, more?: StackInput): Promise<void>;
  remove(name: string): Promise<void>;
  outputs(name: string): Promise<Record<string, string>>;
  /** Physical ids by logical id. */
  resources(name: string): Promise<Record<string, string>>;
}

export interface StackInput {
  readonly parameters?: Readonly<Record<string, string>>;
  /** What is acknowledged. @default CAPABILITY_NAMED_IAM */
  readonly capabilities?: readonly string[];
}

/** Stacks of one account and Region, of templates as they are or by the URLs of their objects in S3. */
export function stacks(emulator: Emulator, place: Place = {}): Stacks {
  const ask = <T>(operation: string, input: Input) => aws<T>(emulator, 'cloudformation', operation, input, place);
  const input = (StackName: string, template: object | string, { parameters = {}, capabilities }: StackInput = {}) => ({
    StackName,
    ...(typeof template === 'string' && template.startsWith('https://')
      ? { TemplateURL: template }
      : { TemplateBody: typeof template === 'string' ? template : JSON.stringify(template) }),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: capabilities ?? ['CAPABILITY_NAMED_IAM'],
  });
  return {
    create: async (name, template, more) => void (await ask('create-stack', input(name, template, more))),
    update: async (name, template, more) => void (await ask('update-stack', input(name, template, more))),
    remove: async (StackName) => void (await ask('delete-stack', { StackName })),
    async outputs(StackName) {
      type Described = { Stacks: { Outputs?: { OutputKey: string; OutputValue: string }[] }[] };
      const { Stacks } = await ask<Described>('describe-stacks', { StackName });
      return Object.fromEntries(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
    },
    async resources(StackName) {
      type Listed = { StackResourceSummaries: { LogicalResourceId: string; PhysicalResourceId: string }[] };
      const { StackResourceSummaries } = await ask<Listed>('list-stack-resources', { StackName });
      return Object.fromEntries(StackResourceSummaries.map((each) => [each.LogicalResourceId, each.PhysicalResourceId]));
    },
  };
}
