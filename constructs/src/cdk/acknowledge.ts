import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AcknowledgedRule } from '../blueprint';

/** An older aws-cdk-lib has none, and no cdk-nag that would read it: cdk-nag 3 needs 2.257. */
const validations: typeof Validations | undefined = Validations;

/** Tells cdk-nag why findings on a construct, and on what is in it, are as they should be. No template shows it. */
export function acknowledge(scope: IConstruct, rules: readonly AcknowledgedRule[]): void {
  validations?.of(scope).acknowledge(...rules);
}
