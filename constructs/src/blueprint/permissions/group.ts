import type { Condition, Statement } from '../policy';

/** What one tool needs, and nothing more: the unit in which permissions are granted, and attached as one managed policy. */
export interface Group<Refs> {
  readonly id: string;
  /** The agent tool, or the path into Clarion, that the group serves. */
  readonly tool: string;
  /** What it lets Clarion do, as a sentence that goes on from 'lets Clarion'. */
  readonly purpose: string;
  readonly grants: readonly Grant<Refs>[];
}

/** One statement, with a reason for each of its actions. */
export interface Grant<Refs> {
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Each action, and why it is granted, or denied. */
  readonly actions: Readonly<Record<string, string>>;
  /** What it is scoped to, in words, for whoever reads the table. */
  readonly scope: string;
  readonly resources: (refs: Refs) => readonly string[];
  readonly conditions?: (refs: Refs) => readonly Condition[];
}

/** The group as the statements of a policy. */
export function statementsOf<Refs>(group: { readonly grants: readonly Grant<Refs>[] }, refs: Refs): Statement[] {
  return group.grants.map(({ sid, effect, actions, resources, conditions }) => ({
    sid,
    ...(effect && { effect }),
    actions: Object.keys(actions),
    resources: resources(refs),
    ...(conditions && { conditions: conditions(refs) }),
  }));
}
