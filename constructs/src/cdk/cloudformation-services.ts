import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CLOUDFORMATION, cloudFormationIn, OPT_IN_REGIONS } from '../blueprint';
import { choose, known } from './deferred';

/** CloudFormation's names in these Regions, as a role that it assumes must name them. */
export function cloudFormationServices(scope: Construct, regions: readonly string[]): readonly string[] {
  if (known(regions))
    return [CLOUDFORMATION, ...OPT_IN_REGIONS.filter((region) => regions.includes(region)).map(cloudFormationIn)];
  const list = Fn.join(',', ['', ...[Fn.join(',', [...regions])], '']);
  return [
    CLOUDFORMATION,
    ...OPT_IN_REGIONS.map((region) => {
      // A list that is split at what it does not hold stays whole.
      const without = Fn.conditionEquals(Fn.select(0, Fn.split(`,${region},`, list)), list);
      const has = new CfnCondition(scope, `Has${region.replaceAll('-', '')}`, { expression: Fn.conditionNot(without) });
      return choose(has, cloudFormationIn(region), Aws.NO_VALUE);
    }),
  ];
}
