import { CfnOutput, CfnRule } from 'aws-cdk-lib';
import { pascalCase, type Input } from '../input';
import type { SetupPath } from '../path';
import { condition } from './condition';
import { toJson } from './json';
import { parameterFor, parametersOf } from './parameters';
import { TemplateStack } from './template-stack';
import { toYaml } from './yaml';

/** CloudFormation's limit on a template that is given as text, in bytes. A StackSet's template may be no longer either. */
export const TEMPLATE_LIMIT = 51_200;

/** The same for a template that CloudFormation reads from a bucket. */
export const S3_TEMPLATE_LIMIT = 1_000_000;

const FROM_S3 =
  'The template is larger than CloudFormation takes as text: give it from a bucket, as a link of npm run publish-templates does, or aws cloudformation deploy with --s3-bucket.';

/** The CloudFormation template of a setup path: its CDK construct, with a parameter for each input. */
export function template(path: SetupPath): string {
  const stack = new TemplateStack([path.title, path.about, ...(path.templateFromS3 ? [FROM_S3] : [])].join(' '));
  const groups = path.groups.map(({ label, inputs }) => ({ label, inputs: inputs.filter((input) => input.terraformOnly !== true) }));
  const inputs = groups.flatMap((group) => group.inputs);
  const props = Object.fromEntries(inputs.map((input) => [input.name, parameterFor(stack, input)]));
  const made = path.cdk(stack, props as never);

  for (const { name, holds, message, terraformOnly } of path.rules) {
    if (terraformOnly) continue;
    const assertions = [{ assert: condition(holds, stack), assertDescription: message }];
    new CfnRule(stack, `${pascalCase(name)}Rule`, { assertions });
  }
  for (const { name, description, of } of path.outputs) {
    const value = of(made);
    new CfnOutput(stack, `${pascalCase(name)}Output`, { description, value: typeof value === 'string' ? value : toJson(stack, value) })
      .overrideLogicalId(pascalCase(name));
  }
  stack.templateOptions.metadata = { 'AWS::CloudFormation::Interface': form(groups) };
  return toYaml(stack.synthesize());
}

/** The form that the console shows: groups, and a few words for each parameter. */
function form(groups: readonly { readonly label: string; readonly inputs: readonly Input[] }[]) {
  return {
    ParameterGroups: groups.map(({ label, inputs }) => ({
      Label: { default: label },
      Parameters: inputs.flatMap((input) => parametersOf(input).map(({ id }) => id)),
    })),
    ParameterLabels: Object.fromEntries(
      groups.flatMap((group) => group.inputs.flatMap(parametersOf)).map(({ id, label }) => [id, { default: label }]),
    ),
  };
}
