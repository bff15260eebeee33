import { readFileSync } from 'node:fs';
import * as cdk from 'clarion-aws-constructs/cdk';
import * as cdktf from 'clarion-aws-constructs/cdktf';
import { Construct } from 'constructs';
import { verifySamples, samplesFor } from './support/samples.ts';

const page = readFileSync(new URL('../constructs/README.md', import.meta.url), 'utf8');

describe.each([
  ['cdk', cdk],
  ['cdktf', cdktf],
] as const)("the samples of the constructs' README, in %s", (engine, exported) => {
  const samples = samplesFor(engine, page);

  test('compile, and synthesize', async () => {
    await verifySamples(engine, samples);
  }, 120_000);

  test('show every construct', () => {
    const constructs = Object.values(exported as object) as { readonly name: string; readonly prototype?: unknown }[];
    const names = constructs.filter(({ prototype }) => prototype instanceof Construct).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !samples.some((text) => text.includes(`new ${name}(`)))).toEqual([]);
  });
});

test('a sample that does not compile, or that is refused, is told', async () => {
  await expect(verifySamples('cdk', ["new CloudTrailEvents(this, 'Events', { webhook: webhookUrl });\n"])).rejects.toThrow(
    "'webhook'",
  );
  const refused = "new CloudTrailEvents(this, 'Events', { webhookUrl: 'http://hooks.example.com/x' });\n";
  await expect(verifySamples('cdk', [refused])).rejects.toThrow('a webhook URL is https');
}, 120_000);
