import { Stack, Validations, type CfnCondition } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  isDeferred,
  wildcardRule,
  type AcknowledgedRule,
  type Optional,
  type Statement,
  type WILDCARD_REASONS,
} from '../blueprint';

/** An older aws-cdk-lib has none, and no cdk-nag that would read it: cdk-nag 3 needs 2.257. */
const validations: typeof Validations | undefined = Validations;

/** Tells cdk-nag why findings on a construct, and on what is in it, are as they should be. No template shows it. */
export function acknowledge(scope: IConstruct, rules: readonly AcknowledgedRule[]): void {
  validations?.of(scope).acknowledge(...rules);
}

/** The same for each wildcard in a resource that a policy's statements allow. Where only deployment decides, cdk-nag does not look. */
export function acknowledgeWildcards(
  scope: IConstruct,
  statements: readonly Optional<Statement, CfnCondition>[],
  why?: keyof typeof WILDCARD_REASONS,
): void {
  const allowed = statements.filter((each): each is Statement => !isDeferred(each) && each.effect !== 'Deny');
  const resources = allowed.flatMap((each) => Stack.of(scope).resolve(each.resources) as unknown).map(asCdkNagWrites);
  acknowledge(
    scope,
    [...new Set(resources)].filter((each) => each.includes('*')).map((each) => wildcardRule(each, why)),
  );
}

/** A text with references, as the ids of findings have it. */
function asCdkNagWrites(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Intrinsics;
  if (join !== undefined) return join[1].map(asCdkNagWrites).join(join[0]);
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  return Ref === undefined ? JSON.stringify(value) : `<${Ref}>`;
}

interface Intrinsics {
  readonly Ref?: string;
  readonly 'Fn::Join'?: readonly [delimiter: string, values: readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly [resource: string, attribute: string];
}
