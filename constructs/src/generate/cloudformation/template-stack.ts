import { App, LegacyStackSynthesizer, Stack, type CfnElement, type IStackSynthesizer } from 'aws-cdk-lib';
import { usedConditions } from './used-conditions';

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Rules', 'Conditions', 'Resources', 'Outputs'];
const ATTRIBUTES = ['Type', 'Condition', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Properties'];

/** A stack whose resources are named by their place in the construct, without a hash, and that needs no bootstrapped account. */
export class TemplateStack extends Stack {
  public constructor(description: string) {
    super(new App({ analyticsReporting: false }), 'Template', {
      // CDK's own types do not agree with each other under exactOptionalPropertyTypes.
      synthesizer: new LegacyStackSynthesizer() as unknown as IStackSynthesizer,
    });
    // Not as a property, for which CDK counts two bytes a letter.
    this.templateOptions.description = description;
  }

  /** The template, in the order in which a person writes one. */
  public synthesize(): object {
    this.templateOptions.templateFormatVersion = '2010-09-09';
    const synthesized = (this.node.root as App).synth().getStackByName(this.stackName).template as Record<string, unknown>;
    const resources = Object.entries(synthesized['Resources'] as Record<string, object>);
    const ordered = {
      ...synthesized,
      ...(synthesized['Conditions'] !== undefined && { Conditions: usedConditions(synthesized) }),
      Resources: Object.fromEntries(resources.map(([id, resource]) => [id, pick(resource, ATTRIBUTES)])),
    };
    return pick(ordered, SECTIONS);
  }

  protected override allocateLogicalId(element: CfnElement): string {
    const segments = element.node.path.split('/').filter((segment) => segment !== 'Template' && segment !== 'This' && segment !== 'Resource');
    return segments.filter((segment, index) => segment !== segments[index - 1]).join('');
  }
}

/** The object with these keys, in this order. */
export function pick(object: object, keys: readonly string[]): object {
  return Object.fromEntries(keys.filter((key) => key in object).map((key) => [key, (object as Record<string, unknown>)[key]]));
}
