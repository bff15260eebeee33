import { CfnResource, type CfnCondition } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Switch } from '../blueprint';
import { both } from './deferred';

/** Makes a part of a construct, unless its switch is off; where only deployment decides, under a condition on everything in it. */
export function part<Part extends Construct>(when: Switch<CfnCondition>, make: () => Part): Part | undefined {
  if (when === false) return undefined;
  const made = make();
  if (when === true) return made;
  for (const resource of made.node.findAll().filter((each) => CfnResource.isCfnResource(each))) {
    const { condition } = resource.cfnOptions;
    resource.cfnOptions.condition = condition === undefined ? when : bothOf(made, when, condition);
  }
  return made;
}

/** One condition for each pair, whatever the number of resources that need it. */
function bothOf(scope: Construct, when: CfnCondition, condition: CfnCondition): CfnCondition {
  const id = `${condition.node.path.split('/').slice(1).join('')}And`;
  return (scope.node.tryFindChild(id) as CfnCondition | undefined) ?? (both(scope, id, when, condition) as CfnCondition);
}
