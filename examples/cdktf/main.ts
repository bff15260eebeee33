// CloudTrail events of one account and Region, with CDK for Terraform.
//
//   npx cdktf deploy                                       shows the topic's ARN: paste it into Clarion
//   CLARION_WEBHOOK_URL=https://... npx cdktf deploy       subscribes the webhook that Clarion shows
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { CloudTrailEvents } from 'clarion-aws-constructs/cdktf';

const app = new App();
const stack = new TerraformStack(app, 'clarion');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });

const { CLARION_WEBHOOK_URL: webhookUrl } = process.env;
const { topic } = new CloudTrailEvents(stack, 'cloudtrail-events', webhookUrl ? { webhookUrl } : {});

new TerraformOutput(stack, 'topic_arn', { value: topic.topicArn, staticId: true });
app.synth();
