// Ours in cdktf, as a user writes it.
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { App, TerraformStack } = require('cdktf');
const { ClarionAccount } = require('clarion-aws-constructs/cdktf');

const app = new App();
const stack = new TerraformStack(app, 'stack');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
new ClarionAccount(stack, 'clarion', {
  webhookUrl: 'https://receiver.example.com/hooks/one',
  principalArn: 'arn:aws:iam::111122223333:role/clarion',
  externalId: '8f14e45f-ceea-467f-9b1c-2d1f0a6b7c11',
});
app.synth();
