// CloudTrail events of one account and Region, with the AWS CDK.
//
//   npx cdk deploy                                      shows the topic's ARN: paste it into Clarion
//   CLARION_WEBHOOK_URL=https://... npx cdk deploy      subscribes the webhook that Clarion shows
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { CloudTrailEvents } from 'clarion-aws-constructs/cdk';

const stack = new Stack(new App(), 'ClarionStack');

const { CLARION_WEBHOOK_URL: webhookUrl } = process.env;
const { topic } = new CloudTrailEvents(stack, 'CloudTrailEvents', webhookUrl ? { webhookUrl } : {});

new CfnOutput(stack, 'TopicArn', { value: topic.topicArn });
