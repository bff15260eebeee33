/**
 * The example for version 6 of the aws provider. What it synthesizes is checked by that version's schema, and applied for version 5, where
 * the Region of each resource is that of a provider.
 */
import { spokeRegions } from 'clarion-aws-constructs/blueprint';
import { needs } from '../support/needs.ts';
import { schemaProblems, type Configuration } from '../support/provider-6.ts';
import { terraformRoot } from '../support/terraform.ts';
import { byDefault, HERE, putEvents } from './events.ts';
import { synthesize, synthesizeForHere } from './example.ts';
import { startReceiverEndpoint, topicArn } from './receiver-endpoint.ts';
import { HUB_TOPIC, leftIn, NOTHING_ANYWHERE } from './spokes.ts';
import { trustTopic } from '../support/trust-topic.ts';

const MINUTES = 60_000;
const REGIONS = spokeRegions(['eu-west-1']);

describe('examples/hub-and-spokes', () => {
  test('gives aws provider 6 what it knows and requires, and each Region what is for it', async () => {
    const synthesized = JSON.parse(await synthesize('hub-and-spokes')) as Required<Configuration>;
    expect(schemaProblems(synthesized)).toEqual([]);
    for (const type of ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target', 'aws_sqs_queue', 'aws_sqs_queue_policy']) {
      const named = Object.values(synthesized.resource[type]!) as { readonly region?: string }[];
      expect(new Set(named.map(({ region }) => region))).toEqual(new Set([undefined, ...REGIONS]));
    }
    expect(Object.keys(synthesized.data['aws_region']!)).toHaveLength(REGIONS.length);
  });
});

needs(['terraform', 'moto'], 'examples/hub-and-spokes, deployed', () => {
  test(
    'brings what happens in each Region to the receiver as of there, plans no change, and leaves nothing',
    async () => {
      const endpoint = await startReceiverEndpoint();
      const { emulator } = endpoint;
      const root = terraformRoot({
        emulator,
        files: await synthesizeForHere('hub-and-spokes', await endpoint.createWebhook('hub')),
      });
      try {
        await trustTopic(endpoint.receiver, topicArn(HUB_TOPIC));
        await root.init();
        await root.apply('-parallelism=30');
        expect(await root.output()).toEqual({ topic_arn: topicArn(HUB_TOPIC) });
        await endpoint.confirmed(topicArn(HUB_TOPIC), 1);
        const places = REGIONS.map((region) => ({ ...HERE, region }));
        for (const place of places) await putEvents(endpoint, byDefault(HUB_TOPIC), place);
        const { code, stdout } = await root.plan({ detailedExitcode: true });
        expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });

        await root.destroy('-parallelism=30');
        expect(await leftIn(endpoint, places)).toEqual(places.map(() => NOTHING_ANYWHERE));
      } finally {
        root.remove();
        await endpoint.stop();
      }
    },
    8 * MINUTES,
  );
});
