import type { Bucket, NewObject } from './bucket';
import { publish, type PublishOptions } from './publish';
import { sha256, templateFile } from './template-file';

const text = (content: string) => Buffer.from(content);
const template = (name = 'hub', more = '') => templateFile(name, text(`Parameters:\n  WebhookUrl:\n    Type: String\n${more}`));
const KEY = 'clarion-aws/1.2.3/hub.template.yaml';
const SUMS = 'clarion-aws/1.2.3/SHA256SUMS';

/** A bucket in memory, which says what was written to it. */
function bucketWith(objects: Record<string, string> = {}, more: Partial<Bucket> = {}) {
  const content = new Map(Object.entries(objects).map(([key, value]) => [key, text(value) as Uint8Array]));
  const written: [string, NewObject][] = [];
  const bucket: Bucket = {
    name: 'templates',
    region: 'eu-west-1',
    read: async (key) => content.get(key),
    isPublic: async () => true,
    create: async (key, object) => {
      if (content.has(key)) return false;
      written.push([key, object]);
      content.set(key, object.bytes);
      return true;
    },
    ...more,
  };
  return { bucket, content, written };
}
const options: PublishOptions = { version: '1.2.3', prefix: 'clarion-aws', regions: [], dryRun: false };

describe('publishing', () => {
  test('puts each template under its version, and the checksums last', async () => {
    const { bucket, content, written } = bucketWith();
    const { bytes } = template();
    const { templates, checksums, isPublic } = await publish([template()], bucket, options);
    expect(written.map(([key]) => key)).toEqual([KEY, SUMS]);
    expect(written[0]?.[1]).toMatchObject({ sha256: Buffer.from(sha256(bytes), 'hex').toString('base64') });
    expect(Buffer.from(content.get(SUMS)!).toString()).toBe(`${sha256(bytes)}  hub.template.yaml\n`);
    expect(templates).toEqual([
      {
        name: 'hub',
        outcome: 'published',
        key: KEY,
        url: `https://templates.s3.eu-west-1.amazonaws.com/${KEY}`,
        sha256: sha256(bytes),
        links: { 'eu-west-1': expect.stringContaining('&stackName=clarion-hub') },
      },
    ]);
    expect([checksums.outcome, isPublic]).toEqual(['published', true]);
  });

  test('makes a link for each Region that is asked for, without any parameter', async () => {
    const regions = ['us-east-1', 'eu-north-1'];
    const { templates } = await publish([template()], bucketWith().bucket, { ...options, regions });
    expect(Object.keys(templates[0]!.links)).toEqual(regions);
    for (const link of Object.values(templates[0]!.links)) expect(link).not.toContain('param_');
  });

  test('is fine with what is there already, and finishes what was left half done', async () => {
    const { bucket, written } = bucketWith({ [KEY]: Buffer.from(template().bytes).toString() });
    const { templates, checksums } = await publish([template()], bucket, options);
    expect([templates[0]?.outcome, checksums.outcome]).toEqual(['already there', 'published']);
    expect(written.map(([key]) => key)).toEqual([SUMS]);
  });

  test('refuses other content under the same version, and writes nothing then', async () => {
    const { bucket, written } = bucketWith({ [KEY]: 'Resources: {}\n' });
    const published = publish([template('account'), template()], bucket, options);
    await expect(published).rejects.toThrow(`${KEY} is there already with other content`);
    expect(written).toEqual([]);
  });

  test('refuses another set of templates under the same version', async () => {
    const { bucket, written } = bucketWith();
    await publish([template()], bucket, options);
    await expect(publish([template(), template('spoke')], bucket, options)).rejects.toThrow(`${SUMS} is there already`);
    expect(written).toHaveLength(2);
  });

  test('refuses a link that would lead to another partition, and writes nothing then', async () => {
    const { bucket, written } = bucketWith();
    const published = publish([template()], bucket, { ...options, regions: ['eu-west-1', 'cn-north-1'] });
    await expect(published).rejects.toThrow(/^template-partition-differs/);
    expect(written).toEqual([]);
  });

  test.each([
    ['the same content', template().bytes, undefined],
    ['other content', text('Resources: {}\n'), 'is there already with other content'],
  ])('meets somebody who was faster with %s', async (_what, bytes, refused) => {
    const { bucket, content } = bucketWith();
    const faster: Bucket = {
      ...bucket,
      create: async (key, object) => {
        if (key === KEY) content.set(key, bytes);
        return bucket.create(key, object);
      },
    };
    const published = publish([template()], faster, options);
    if (refused === undefined) expect((await published).templates[0]?.outcome).toBe('already there');
    else await expect(published).rejects.toThrow(refused);
  });

  test.each([
    ['other content', text('broken')],
    ['nothing', undefined],
  ])('refuses to believe an upload of which S3 then has %s', async (_what, has) => {
    const { bucket, written } = bucketWith({}, { create: async () => true });
    let reads = 0;
    const published = publish([template()], { ...bucket, read: async () => (reads++ < 2 ? undefined : has) }, options);
    await expect(published).rejects.toThrow(`What S3 has as ${KEY} is not what was sent`);
    expect(written).toEqual([]);
  });

  test('writes nothing in a dry run, and says what it would write', async () => {
    const { bucket, written } = bucketWith();
    const publication = await publish([template()], bucket, { ...options, dryRun: true });
    expect(publication.templates[0]?.outcome).toBe('would be published');
    expect(publication).not.toHaveProperty('isPublic');
    expect(written).toEqual([]);
  });

  test('refuses to publish no template, which would be an empty version for ever', async () => {
    await expect(publish([], bucketWith().bucket, options)).rejects.toThrow('There is no template');
  });
});

describe('a template', () => {
  test.each(['true', "'true'"])('is refused with a parameter that is NoEcho: %s, which a link leaves out', (noEcho) => {
    expect(() => template('hub', `    NoEcho: ${noEcho}\n`)).toThrow(
      /^The parameter WebhookUrl of hub\.template\.yaml is NoEcho/,
    );
    expect(() => template('hub', '    NoEcho: false\n')).not.toThrow();
  });

  test.each([
    ['nothing where it makes no role', 'AWS::SNS::Topic', '{ TopicName: x }', undefined],
    ['CAPABILITY_IAM where it makes a role', 'AWS::IAM::Role', '{ Path: / }', 'CAPABILITY_IAM'],
    ['CAPABILITY_NAMED_IAM where it names one', 'AWS::IAM::Role', '{ RoleName: !Ref Name }', 'CAPABILITY_NAMED_IAM'],
  ])('asks to acknowledge %s', (_what, type, properties, capability) => {
    expect(template('hub', `Resources:\n  It:\n    Type: ${type}\n    Properties: ${properties}\n`).capability).toBe(capability);
  });
});
