import { Fn, type CfnCondition, type Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, CfnRule } from 'aws-cdk-lib/aws-events';
import { plain, type Switch } from '../../blueprint';
import { ClarionHub, ClarionOrganization } from '../../cdk';
import { choose, isGiven, not } from '../../cdk/deferred';
import { part } from '../../cdk/part';
import type { MadeOrganization, OrganizationProps } from './made';

/** An organization in a template: with a hub, unless there is one. */
export function organizationTemplate(stack: Stack, props: OrganizationProps<CfnCondition>): MadeOrganization {
  const { hubBusArn, organizationId, spokeAlarms = false, alarmActions, deliveryAlarms, ...options } = props;
  const makesHub = not(stack, 'MakesHub', isGiven(hubBusArn));
  const hub = part(makesHub, () => {
    const whose = { organizationId: plain(organizationId) ?? '' };
    const alarms = { ...(alarmActions && { alarmActions }), ...(deliveryAlarms !== undefined && { deliveryAlarms }) };
    const { excludeRoleArns: _ofSpokes, ...ofHub } = options;
    return new ClarionHub(stack, 'Hub', { ...ofHub, ...whose, ...alarms });
  });
  const bus = (ofHub?: string) => (ofHub === undefined ? plain(hubBusArn)! : choose(makesHub, ofHub, plain(hubBusArn) ?? ''));
  const readyBusArn = bus(hub && arnOfReadyBus(hub, makesHub));
  const organization = new ClarionOrganization(stack, 'This', {
    ...options,
    hubBusArn: readyBusArn,
    deliveryAlarms: spokeAlarms,
  });
  const ofHub = (value: (made: ClarionHub) => string) => (hub === undefined ? '' : choose(makesHub, value(hub), ''));
  const { managementRole, roleArn, coverage, managementAccount, newAccounts } = organization;
  return {
    topicArn: ofHub(({ topic }) => topic.topicArn),
    busArn: bus(hub?.busArn),
    topicDeadLetterQueueUrl: ofHub(({ topic }) => topic.deadLetterQueueUrl),
    ruleDeadLetterQueueUrl: ofHub(({ deadLetterQueueUrl }) => deadLetterQueueUrl),
    keyPolicy: ofHub(({ topic }) => stack.toJsonString(topic.keyPolicy)),
    requiredPolicy: ofHub(({ topic }) => stack.toJsonString(topic.requiredPolicy)),
    managementRoleArn: choose(options.delegatedAdministrator ?? false, '', managementRole?.roleArn ?? ''),
    roleArn,
    externalId: options.externalId,
    coverage,
    managementAccount,
    newAccounts,
  };
}

/** The bus's ARN, once it lets spokes in and sends on all that they put there: before, that would be lost. */
function arnOfReadyBus(hub: ClarionHub, makesHub: Switch<CfnCondition>): string {
  const isPart = (child: unknown) => child instanceof CfnEventBusPolicy || child instanceof CfnRule;
  const refs = hub.node.children.filter(isPart).map(({ ref, cfnOptions: { condition = true } }) => {
    // Inside its own condition, another of the same would only be in the way.
    return condition === makesHub ? ref : choose(condition, ref, '');
  });
  return Fn.select(0, [hub.busArn, ...refs]);
}
