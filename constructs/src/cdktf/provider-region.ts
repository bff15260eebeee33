import { TerraformProvider, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** The Region that the stack's aws provider names, where it does so in code, and there is one provider. */
export function providerRegion(scope: Construct): string | undefined {
  const providers = TerraformStack.of(scope)
    .node.findAll()
    .filter((each): each is TerraformProvider & { readonly region?: string } => TerraformProvider.isTerraformProvider(each))
    .filter(({ terraformResourceType }) => terraformResourceType === 'aws');
  return providers.length === 1 ? providers[0]?.region : undefined;
}
