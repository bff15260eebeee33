// Ours in CDK, as a user writes it.
const { App, Stack } = require('aws-cdk-lib');
const { ClarionAccount } = require('clarion-aws-constructs/cdk');

const app = new App();
const stack = new Stack(app, 'stack');
new ClarionAccount(stack, 'Clarion', {
  webhookUrl: 'https://receiver.example.com/hooks/one',
  principalArn: 'arn:aws:iam::111122223333:role/clarion',
  externalId: '8f14e45f-ceea-467f-9b1c-2d1f0a6b7c11',
});
app.synth();
