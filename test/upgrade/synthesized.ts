/** What the constructs that were released come to in a customer's stack, under the names that CDK and cdktf themselves give. */
import { App, Stack } from 'aws-cdk-lib';
import { App as TerraformApp, TerraformStack, Testing } from 'cdktf';
import * as cdk from 'clarion-aws-constructs/cdk';
import * as cdktf from 'clarion-aws-constructs/cdktf';
import { inCloudFormation, inTerraform, type Identities } from './identity.ts';

const webhookUrl = 'https://receiver.example.com/hooks/one';
const everything = { webhookUrl, previousWebhookUrl: `${webhookUrl}-before`, includeDataEvents: true };

const CASES: Readonly<Record<string, (engine: any, scope: object) => unknown>> = {
  'CloudTrailEvents with a webhook URL': ({ CloudTrailEvents }, scope) =>
    new CloudTrailEvents(scope, 'CloudTrailEvents', { webhookUrl }),
  'CloudTrailEvents with everything': ({ CloudTrailEvents }, scope) =>
    new CloudTrailEvents(scope, 'CloudTrailEvents', everything),
  'ClarionTopic alone': ({ ClarionTopic }, scope) =>
    new ClarionTopic(scope, 'ClarionTopic', { publishers: ['events'], webhookUrl }),
};

/** The identities of the resources of each case, by the front end that made them. */
export const SYNTHESIZED: Readonly<Record<'cdk' | 'cdktf', () => Readonly<Record<string, Identities>>>> = {
  cdk: () =>
    each((make) => {
      const app = new App();
      const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
      make(cdk, stack);
      return inCloudFormation(app.synth().getStackByName('Stack').template.Resources);
    }),
  cdktf: () =>
    each((make) => {
      const stack = new TerraformStack(new TerraformApp(), 'stack');
      make(cdktf, stack);
      return inTerraform(JSON.parse(Testing.synth(stack)).resource);
    }),
};

const each = (of: (make: (typeof CASES)[string]) => Identities) =>
  Object.fromEntries(Object.entries(CASES).map(([name, make]) => [name, of(make)]));
