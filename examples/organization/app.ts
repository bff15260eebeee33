// Every account of an organization, from its management account, with the AWS CDK.
//
//   export ORGANIZATION_ID=o-... ROOT_ID=r-...                               as AWS Organizations shows them
//   export CLARION_PRINCIPAL_ARN=arn:... CLARION_EXTERNAL_ID=...             as Clarion shows them
//   npx cdk deploy                                      shows what to paste into Clarion
//   CLARION_WEBHOOK_URL=https://... npx cdk deploy      subscribes the webhook that Clarion shows
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { ClarionHub, ClarionOrganization } from 'clarion-aws-constructs/cdk';

const stack = new Stack(new App(), 'ClarionStack');

const { ORGANIZATION_ID: organizationId = '', ROOT_ID: rootId = '', CLARION_WEBHOOK_URL: webhookUrl } = process.env;
const { CLARION_PRINCIPAL_ARN: principalArn = '', CLARION_EXTERNAL_ID: externalId = '' } = process.env;

const hub = new ClarionHub(stack, 'Hub', { organizationId, ...(webhookUrl && { webhookUrl }) });
const organization = new ClarionOrganization(stack, 'Organization', {
  organizationalUnitIds: [rootId],
  hubBusArn: hub.busArn,
  principalArn,
  externalId,
});
organization.node.addDependency(hub);

new CfnOutput(stack, 'TopicArn', { value: hub.topic.topicArn });
new CfnOutput(stack, 'RoleArn', { value: organization.roleArn });
