import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { thirdBuses } from '../blueprint';
import { GuardDutyFindings } from './guardduty-findings';

/** Refuses, once all is there to be seen, a bus of their own for findings in the stack of a spoke that forwards them. */
export function refuseThirdBus(spoke: Construct): void {
  const isTakenThere = (each: unknown): each is GuardDutyFindings => each instanceof GuardDutyFindings && each.busArn !== '';
  spoke.node.addValidation({
    validate: () =>
      thirdBuses(
        TerraformStack.of(spoke)
          .node.findAll()
          .filter(isTakenThere)
          .map(({ node }) => node.path),
      ),
  });
}
