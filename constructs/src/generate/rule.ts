/** What must hold between inputs, and the sentence where it does not. */
export interface Rule {
  readonly name: string;
  readonly holds: Expression;
  /** What checks it: the resource of the module that is made of these inputs, a data source (`data.aws_x.y`), or a module of ours (`module.x`) itself. */
  readonly checkedBy: string;
  readonly message: string;
  /** A template cannot count: there AWS does. */
  readonly terraformOnly?: true;
}

/** A condition on inputs by name, which Terraform and CloudFormation can both check, but for one. */
export type Expression =
  | { readonly given: string }
  | { readonly isTrue: string }
  | { readonly is: readonly [input: string, value: string] }
  | { readonly same: readonly [input: string, other: string] }
  /** Lists that have at most so many characters together, each as JSON: Terraform only. */
  | { readonly lists: readonly string[]; readonly fitInto: number }
  | { readonly not: Expression }
  | { readonly and: readonly Expression[] }
  | { readonly or: readonly Expression[] };

export const given = (input: string): Expression => ({ given: input });
export const isTrue = (input: string): Expression => ({ isTrue: input });
export const is = (input: string, value: string): Expression => ({ is: [input, value] });
export const same = (input: string, other: string): Expression => ({ same: [input, other] });
export const fit = (lists: readonly string[], fitInto: number): Expression => ({ lists, fitInto });
export const not = (expression: Expression): Expression => ({ not: expression });
export const and = (...all: readonly Expression[]): Expression => ({ and: all });
export const or = (...any: readonly Expression[]): Expression => ({ or: any });
/** Where the first holds, so does the second. */
export const implies = (one: Expression, other: Expression): Expression => or(not(one), other);

/** The same on inputs of other names. */
export function renamed(expression: Expression, nameOf: (input: string) => string): Expression {
  const each = (one: Expression) => renamed(one, nameOf);
  if ('given' in expression) return given(nameOf(expression.given));
  if ('isTrue' in expression) return isTrue(nameOf(expression.isTrue));
  if ('is' in expression) return is(nameOf(expression.is[0]), expression.is[1]);
  if ('same' in expression) return same(nameOf(expression.same[0]), nameOf(expression.same[1]));
  if ('lists' in expression) return fit(expression.lists.map(nameOf), expression.fitInto);
  if ('not' in expression) return not(each(expression.not));
  return 'and' in expression ? and(...expression.and.map(each)) : or(...expression.or.map(each));
}
