import {
  Aws,
  CfnCondition,
  CfnParameter,
  CfnWaitConditionHandle,
  Fn,
  type ICfnConditionExpression,
  type Stack,
} from 'aws-cdk-lib';
import { ACCOUNT_EXTERNAL_IDS_LIMIT, OTHER_ACCOUNTS } from '../blueprint';
import * as cdk from '../cdk';
import { part } from '../cdk/part';
import { parameterFor } from './cloudformation/parameters';
import { pick, TemplateStack } from './cloudformation/template-stack';
import type { SetupPath } from './path';
import { integrationRole } from './paths/integration-role';
import { spoke } from './paths/spoke';

/** The templates that an organization's StackSets deploy into each account, by name. They are shipped with the constructs, as data. */
export const INNER_TEMPLATES: Readonly<Record<string, () => string>> = {
  'integration-role': () =>
    inner(integrationRole, ['homeRegion'], (stack, props) =>
      part(servedHere(stack), () => new cdk.IntegrationRole(stack, 'This', props)),
    ),
  spoke: () => inner(spoke, ['kmsKeyArn'], (stack, props) => new cdk.ClarionSpoke(stack, 'This', props)),
};

/**
 * The template of a setup path without what is for people: no descriptions, checks, form, defaults or outputs. Whoever deploys it gives
 * every parameter, and has checked it.
 */
function inner<Made>(path: SetupPath<Made>, without: readonly string[], make: (stack: Stack, props: never) => unknown): string {
  const stack = new TemplateStack('');
  const inputs = path.groups
    .flatMap((group) => group.inputs)
    .filter(({ name, terraformOnly }) => !without.includes(name) && !terraformOnly);
  make(stack, Object.fromEntries(inputs.map((input) => [input.name, parameterFor(stack, input)])) as never);
  const template = stack.synthesize() as { readonly Parameters: Readonly<Record<string, object>> };
  const parameters = Object.entries(template.Parameters).map(([id, parameter]) => [id, pick(parameter, ['Type'])] as const);
  return JSON.stringify({
    ...pick(template, ['AWSTemplateFormatVersion', 'Conditions', 'Resources']),
    Parameters: Object.fromEntries(parameters),
  });
}

/** Whether this account is not among those that have a role of their own. A template can ask for each place of a list only. */
function servedHere(stack: Stack): CfnCondition {
  const others = new CfnParameter(stack, OTHER_ACCOUNTS, { type: 'CommaDelimitedList' }).valueAsList;
  const is = (place: number) => Fn.conditionEquals(Aws.ACCOUNT_ID, Fn.select(place, others));
  // What is left in an account that is not served: a stack must have something in it.
  new CfnWaitConditionHandle(stack, 'Always');
  const all = Array.from({ length: ACCOUNT_EXTERNAL_IDS_LIMIT }, (_, place) => is(place));
  return new CfnCondition(stack, 'IsServedHere', { expression: Fn.conditionNot(anyOf(all)) });
}

/** CloudFormation takes ten at most of what any of them may hold. */
function anyOf(conditions: readonly ICfnConditionExpression[]): ICfnConditionExpression {
  if (conditions.length === 1) return conditions[0]!;
  if (conditions.length <= 10) return Fn.conditionOr(...conditions);
  const tens = Array.from({ length: Math.ceil(conditions.length / 10) }, (_, index) =>
    conditions.slice(index * 10, index * 10 + 10),
  );
  return anyOf(tens.map(anyOf));
}
