import { TerraformProvider, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** An aws provider, as far as it says where it is. */
type AwsProvider = TerraformProvider & { readonly region?: string };

/** The Region of what has no provider of its own, where the stack's aws provider without an alias names one in code. */
export function providerRegion(scope: Construct): string | undefined {
  const providers = TerraformStack.of(scope)
    .node.findAll()
    .filter((each): each is AwsProvider => TerraformProvider.isTerraformProvider(each))
    .filter(({ terraformResourceType, alias }) => terraformResourceType === 'aws' && alias === undefined);
  return providers.length === 1 ? providers[0]?.region : undefined;
}
