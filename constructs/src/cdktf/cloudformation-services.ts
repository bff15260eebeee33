import { Fn, Token } from 'cdktf';
import { CLOUDFORMATION, cloudFormationIn, OPT_IN_REGIONS } from '../blueprint';
import { concat, known } from './deferred';

/** CloudFormation's names in these Regions, as a role that it assumes must name them. */
export function cloudFormationServices(regions: readonly string[]): readonly string[] {
  if (known(regions))
    return [CLOUDFORMATION, ...OPT_IN_REGIONS.filter((region) => regions.includes(region)).map(cloudFormationIn)];
  const optIn = Token.asList(Fn.setintersection([...OPT_IN_REGIONS], [[...regions]]));
  return concat([CLOUDFORMATION], Token.asList(Fn.formatlist(cloudFormationIn('%s'), [optIn])));
}
