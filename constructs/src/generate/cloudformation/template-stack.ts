import { App, LegacyStackSynthesizer, Stack, type CfnElement, type IStackSynthesizer } from 'aws-cdk-lib';

/** A stack whose resources are named by their place in the construct, without a hash, and that needs no bootstrapped account. */
export class TemplateStack extends Stack {
  public constructor(description: string) {
    super(new App({ analyticsReporting: false }), 'Template', {
      description,
      // CDK's own types do not agree with each other under exactOptionalPropertyTypes.
      synthesizer: new LegacyStackSynthesizer() as unknown as IStackSynthesizer,
    });
  }

  protected override allocateLogicalId(element: CfnElement): string {
    const segments = element.node.path.split('/').filter((segment) => segment !== 'Template' && segment !== 'This' && segment !== 'Resource');
    return segments.filter((segment, index) => segment !== segments[index - 1]).join('');
  }
}
