import { Fn, type TerraformStack } from 'cdktf';
import { ClarionHub, ClarionOrganization } from '../../cdktf';
import type { MadeOrganization, OrganizationProps } from './made';

/** An organization of cdktf constructs: with a hub, unless there is one. */
export function organizationConstructs(stack: TerraformStack, props: OrganizationProps<never>): MadeOrganization {
  const { hubBusArn, organizationId = '', spokeAlarms = false, alarmActions, deliveryAlarms, ...options } = props;
  const alarms = { ...(alarmActions && { alarmActions }), ...(deliveryAlarms !== undefined && { deliveryAlarms }) };
  const { excludeRoleArns: _ofSpokes, ...ofHub } = options;
  const hub = hubBusArn === undefined ? new ClarionHub(stack, 'hub', { ...ofHub, ...alarms, organizationId }) : undefined;
  const busArn = (hub?.busArn ?? hubBusArn) as string;
  const organization = new ClarionOrganization(stack, 'this', { ...options, hubBusArn: busArn, deliveryAlarms: spokeAlarms });
  const { managementRole, roleArn, coverage, managementAccount, newAccounts } = organization;
  return {
    topicArn: hub?.topic.topicArn ?? '',
    busArn,
    topicDeadLetterQueueUrl: hub?.topic.deadLetterQueueUrl ?? '',
    ruleDeadLetterQueueUrl: hub?.deadLetterQueueUrl ?? '',
    keyPolicy: Fn.jsonencode(hub?.topic.keyPolicy ?? {}),
    requiredPolicy: Fn.jsonencode(hub?.topic.requiredPolicy ?? {}),
    managementRoleArn: managementRole?.roleArn ?? '',
    roleArn,
    externalId: options.externalId,
    coverage,
    managementAccount,
    newAccounts,
  };
}
