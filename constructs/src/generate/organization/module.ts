import type { IResolvable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { plain } from '../../blueprint';
import { isGiven, not } from '../../cdktf/deferred';
import { organizationStackSets } from '../../cdktf/organization-stack-sets';
import { ofManagement } from '../../cdktf/own-external-ids';
import type { Input } from '../input';
import { hub as hubPath } from '../paths/hub';
import { integrationRole } from '../paths/integration-role';
import { innerModule } from '../terraform/inner-module';
import type { MadeOrganization, OrganizationProps } from './made';

/** An organization in a module: of the modules of the hub, unless there is one, and of the role of the management account. */
export function organizationModule(
  stack: TerraformStack,
  props: OrganizationProps<IResolvable>,
  inputs: readonly Input[],
): MadeOrganization {
  const { hubBusArn, spokeAlarms = false, alarmActions: _ofHub, deliveryAlarms: _ofHubToo, ...options } = props;
  const makesHub = not(isGiven(hubBusArn)) as IResolvable;
  const hub = innerModule(stack, hubPath, inputs, makesHub);
  const busArn = hub.output('busArn', plain(hubBusArn));
  const chosen = { ...options, hubBusArn: busArn, deliveryAlarms: spokeAlarms };
  const { servesManagement, ...said } = organizationStackSets(new Construct(stack, 'this'), chosen, [hub.dependable]);
  const { externalId, previousExternalIds } = ofManagement(chosen);
  const own = { externalId, previousExternalIds: plain(previousExternalIds) };
  const role = innerModule(stack, integrationRole, inputs, servesManagement as IResolvable, own, undefined, 'management-role');
  return {
    topicArn: hub.output('topicArn'),
    busArn,
    topicDeadLetterQueueUrl: hub.output('topicDeadLetterQueueUrl'),
    ruleDeadLetterQueueUrl: hub.output('ruleDeadLetterQueueUrl'),
    keyPolicy: hub.output('keyPolicy'),
    requiredPolicy: hub.output('requiredPolicy'),
    managementRoleArn: role.output('roleArn'),
    externalId: options.externalId,
    ...said,
  };
}
