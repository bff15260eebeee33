// What happens in all watched Regions of an account, through one topic, with CDK for Terraform.
//
//   npx cdktf deploy                                       shows the topic's ARN: paste it into Clarion
//   CLARION_WEBHOOK_URL=https://... npx cdktf deploy       subscribes the webhook that Clarion shows
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { App, Aspects, TerraformOutput, TerraformStack } from 'cdktf';
import { spokeRegions } from 'clarion-aws-constructs/blueprint';
import { ClarionHub, ClarionSpoke } from 'clarion-aws-constructs/cdktf';

const app = new App();
const stack = new TerraformStack(app, 'clarion');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
const { accountId } = new DataAwsCallerIdentity(stack, 'current');

const { CLARION_WEBHOOK_URL: webhookUrl } = process.env;
const hub = new ClarionHub(stack, 'hub', { accountIds: [accountId], ...(webhookUrl && { webhookUrl }) });

for (const region of spokeRegions(['eu-west-1'])) {
  const spoke = new ClarionSpoke(stack, `spoke-${region}`, { hubBusArn: hub.busArn });
  // Since version 6 of the aws provider, each resource may name its Region, and one provider serves them all.
  Aspects.of(spoke).add({
    visit: (node) => {
      if ('region' in node) node.region = region;
    },
  });
}

new TerraformOutput(stack, 'topic_arn', { value: hub.topic.topicArn, staticId: true });
app.synth();
