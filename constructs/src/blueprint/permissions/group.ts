import type { Condition, Statement } from '../policy';

/** What one agent tool needs, and nothing more: the unit in which permissions are chosen, and attached as one managed policy. */
export interface Group<Refs> {
  readonly id: string;
  /** The agent tool, or the path into Clarion, that needs the group. */
  readonly tool: string;
  readonly grants: readonly Grant<Refs>[];
}

/** One statement, with a reason for each of its actions. */
export interface Grant<Refs> {
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Each action, and why it is granted or denied. */
  readonly actions: Readonly<Record<string, string>>;
  readonly resources: (refs: Refs) => readonly string[];
  readonly conditions?: (refs: Refs) => readonly Condition[];
}

/** Where the role stands. */
export interface AccountRefs {
  readonly partition: string;
  readonly accountId: string;
}

/** For an action that IAM scopes to nothing smaller. */
export const everything = (): readonly string[] => ['*'];

/** Resources of one service in the role's account, in every Region. */
export const inAccount =
  (service: string, ...resources: readonly string[]) =>
  ({ partition, accountId }: AccountRefs): readonly string[] =>
    resources.map((resource) => `arn:${partition}:${service}:*:${accountId}:${resource}`);

/** Grants as the statements of a policy. */
export function statementsOf<Refs>(grants: readonly Grant<Refs>[], refs: Refs): Statement[] {
  return grants.map(({ sid, effect, actions, resources, conditions }) => ({
    sid,
    ...(effect && { effect }),
    actions: Object.keys(actions),
    resources: resources(refs),
    ...(conditions && { conditions: conditions(refs) }),
  }));
}
