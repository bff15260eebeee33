import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { thirdBuses } from '../blueprint';
import { GuardDutyFindings } from './guardduty-findings';

/** Refuses, once all is there to be seen, a bus of their own for findings in the account and Region of a spoke that forwards them. */
export function refuseThirdBus(spoke: Construct): void {
  const { environment } = Stack.of(spoke);
  const isTakenThere = (each: unknown): each is GuardDutyFindings =>
    each instanceof GuardDutyFindings && each.busArn !== '' && Stack.of(each).environment === environment;
  spoke.node.addValidation({
    validate: () =>
      thirdBuses(
        spoke.node.root.node
          .findAll()
          .filter(isTakenThere)
          .map(({ node }) => node.path),
      ),
  });
}
