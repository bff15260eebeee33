import { BlueprintError } from './error';

/**
 * What is wrong where a spoke forwards findings from a place in which these constructs take them to a bus of their own: a hub would be the
 * third bus, which EventBridge drops.
 *
 * @param paths where in the app those constructs are
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export const thirdBuses = (paths: readonly string[]): string[] =>
  paths.map((path) => {
    const cure = 'Leave customBus out there, or give the spoke guardDuty: false.';
    return new BlueprintError('third-bus', `a spoke beside ${path} with a customBus`, cure).message;
  });
