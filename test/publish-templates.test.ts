/** `npm run publish-templates`, as a process, against the S3 and the CloudFormation of the local AWS. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { aws } from './support/aws.ts';
import { command } from './support/command.ts';
import { startEmulator, type Emulator } from './support/emulator.ts';
import { needs } from './support/needs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const [program, ...programArgs] = scripts['publish-templates'].split(' && ').at(-1).split(' ') as [string, ...string[]];
const names = readdirSync(`${root}cloudformation`);
const bytes = (name: string) => readFileSync(`${root}cloudformation/${name}`);
const sha256 = (content: Buffer, encoding: 'hex' | 'base64') => createHash('sha256').update(content).digest(encoding);

const run = (env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  command(program, [...programArgs, ...args], { cwd: root, env, accept: [0, 2] });
const published = async (env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  JSON.parse((await run(env, '--json', ...args)).stdout);

/** It ended because of a mistake that a person can mend, said in a line. */
async function expectRefusal(env: NodeJS.ProcessEnv, args: readonly string[], said: string) {
  const { code, stdout, stderr } = await run(env, ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
}

needs(['moto'], 'npm run publish-templates', () => {
  const Bucket = 'clarion-templates';
  let emulator: Emulator;
  const s3 = <T = any>(operation: string, input: object) =>
    aws<T>(emulator, 's3', operation, { Bucket, ...input }, { region: 'eu-west-1' });
  const keys = async () => ((await s3('list-objects-v2', {})).Contents ?? []).map(({ Key }: { Key: string }) => Key);
  const key = (name: string, prefix = 'clarion-aws') => `${prefix}/${version}/${name}`;
  const allow = (Effect: string, Action: string, Principal: unknown = '*') =>
    s3('put-bucket-policy', {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect, Principal, Action, Resource: `arn:aws:s3:::${Bucket}/*` }],
      }),
    });

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => s3('create-bucket', { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  afterEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  test('publishes every template once, under a key that names its version, with its checksum', async () => {
    const { region, templates } = await published(emulator.env, '--bucket', Bucket);
    expect(region).toBe('eu-west-1');
    expect(await keys()).toEqual([...names, 'SHA256SUMS'].map((name) => key(name)).sort());
    expect(templates.map(({ key: each, sha256: sum, outcome }: any) => [each, sum, outcome])).toEqual(
      names.map((name) => [key(name), sha256(bytes(name), 'hex'), 'published']),
    );
    for (const name of names) {
      expect((await s3('get-object', { Key: key(name) })).Body).toBe(bytes(name).toString());
      // Kept by S3 only where it was sent, and is right.
      const { ChecksumSHA256 } = await s3('head-object', { Key: key(name), ChecksumMode: 'ENABLED' });
      expect(ChecksumSHA256).toBe(sha256(bytes(name), 'base64'));
    }
    const sums = names.map((name) => `${sha256(bytes(name), 'hex')}  ${name}\n`).join('');
    expect((await s3('get-object', { Key: key('SHA256SUMS') })).Body).toBe(sums);

    const again = await published(emulator.env, '--bucket', Bucket);
    expect(again.templates.map(({ outcome }: any) => outcome)).toEqual(names.map(() => 'already there'));
  });

  test('tells a person where each template is, what it must hash to, and the links', async () => {
    const { stdout } = await run(emulator.env, '--bucket', Bucket, '--prefix', 'a/b', '--region', 'us-east-1');
    for (const name of names) {
      expect(stdout).toContain(`https://${Bucket}.s3.eu-west-1.amazonaws.com/${key(name, 'a/b')}\n`);
      expect(stdout).toContain(sha256(bytes(name), 'hex'));
      expect(stdout).toContain(
        'https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/create/review?',
      );
    }
    expect(stdout).toContain('Not everybody may read the bucket');
    expect(stdout).not.toContain('param_');
  });

  test('writes nothing in a dry run', async () => {
    const { templates } = await published(emulator.env, '--bucket', Bucket, '--dry-run');
    expect(templates.map(({ outcome }: any) => outcome)).toEqual(names.map(() => 'would be published'));
    expect(await keys()).toEqual([]);
  });

  test('refuses other content under the same version, and leaves what is there', async () => {
    const [first = ''] = names;
    await s3('put-object', { Key: key(first), Body: 'Resources: {}\n' });
    await expectRefusal(emulator.env, ['--bucket', Bucket], `${key(first)} is there already with other content`);
    expect(await keys()).toEqual([key(first)]);
    expect((await s3('get-object', { Key: key(first) })).Body).toBe('Resources: {}\n');
  });

  test('says that anybody may read the templates where that is so, and CloudFormation makes a stack from what the link carries', async () => {
    await allow('Allow', 's3:GetObject');
    const { templates, isPublic } = await published(emulator.env, '--bucket', Bucket);
    expect(isPublic).toBe(true);
    const { url, links } = templates.find(({ name }: any) => name === 'cloudtrail-events');
    expect(await fetchFrom(emulator, url)).toBe(bytes('cloudtrail-events.template.yaml').toString());

    const [, query = ''] = new URL(links['eu-west-1']).hash.split('?');
    const { templateURL, stackName, ...parameters } = Object.fromEntries(new URLSearchParams(query));
    expect(parameters).toEqual({});
    const cloudformation = (operation: string, input: object) => aws<any>(emulator, 'cloudformation', operation, { ...input });
    await cloudformation('create-stack', { StackName: stackName, TemplateURL: templateURL });
    const { Stacks } = await cloudformation('describe-stacks', { StackName: 'clarion-cloudtrail-events' });
    expect(Stacks).toEqual([expect.objectContaining({ StackStatus: 'CREATE_COMPLETE' })]);
  });

  test.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['no bucket', [], {}, 'There is no --bucket.'],
    ['a bucket by its URL', ['--bucket', 's3://templates'], {}, "'s3://templates' is no name of a bucket."],
    ['a prefix that a URL would change', ['--bucket', 'templates', '--prefix', '../x'], {}, "'../x' cannot be a prefix."],
    ['an option that is none', ['--bukcet', 'x'], {}, "Unknown option '--bukcet'."],
    ['a Region that is none', ['--bucket', 'templates', '--region', 'mars-1'], {}, 'region-unknown: '],
    ['a bucket that is not there', ['--bucket', 'missing'], {}, 'There is no bucket missing in this partition.'],
    ['a link into another partition', ['--bucket', Bucket, '--region', 'cn-north-1'], {}, 'template-partition-differs: '],
    ['no credentials', ['--bucket', Bucket], { AWS_ACCESS_KEY_ID: '' }, 'There are no AWS credentials that can be used.'],
    ['no network', ['--bucket', Bucket], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'S3 cannot be reached (ECONNREFUSED).'],
  ])('says what to do about %s, in a line', async (_what, args, env, said) => {
    await expectRefusal({ ...emulator.env, ...env }, args, said);
    expect(await keys()).toEqual([]);
  });

  test.each(['s3:PutObject', 's3:GetObject'])('says which permissions it needs where it may not %s', async (action) => {
    await allow('Deny', action);
    await expectRefusal(emulator.env, ['--bucket', Bucket], `AWS denies access to the bucket ${Bucket}`);
    expect(await keys()).toEqual([]);
  });

  test('is tested against an S3 that refuses a checksum that is wrong', async () => {
    const wrong = s3('put-object', { Key: 'x', Body: 'y', ChecksumSHA256: sha256(Buffer.from('z'), 'base64') });
    await expect(wrong).rejects.toThrow('BadDigest');
  });
});

describe('npm run publish-templates, at an S3 that says no more than it must', () => {
  /** Environment of a process for which this answers as S3. */
  async function answering(listener: RequestListener) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_CONFIG_FILE: '/dev/null' };
    return { server, env: { PATH: process.env['PATH'], AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ...credentials } };
  }
  const signedFor = ({ headers }: IncomingMessage) => /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];

  test.each([200, 301, 400, 403])('finds the Region of a bucket by itself, from an answer of %d', async (status) => {
    const asked: (string | undefined)[] = [];
    const { server, env } = await answering((request, response) => {
      asked.push(signedFor(request));
      if (request.method === 'HEAD') response.writeHead(status, { 'x-amz-bucket-region': 'ap-southeast-2' }).end();
      else response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>No such key.</Message></Error>');
    });
    try {
      const { region, templates } = await published(env, '--bucket', 'templates', '--dry-run');
      expect(region).toBe('ap-southeast-2');
      expect(Object.keys(templates[0].links)).toEqual(['ap-southeast-2']);
      expect([...new Set(asked)]).toEqual(['us-east-1', 'ap-southeast-2']);
    } finally {
      server.close();
    }
  });

  test('overwrites nothing that somebody writes between its look and its write', async () => {
    const written: string[] = [];
    const { server, env } = await answering((request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'x-amz-bucket-region': 'us-east-1' }).end();
      else if (request.method === 'PUT') {
        const refused = request.headers['if-none-match'] === '*';
        written.push(refused ? 'refused' : 'overwritten');
        response.writeHead(refused ? 412 : 200).end(refused ? '<Error><Code>PreconditionFailed</Code></Error>' : '');
      } else if (written.length > 0) response.writeHead(200).end('Resources: {}');
      else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    });
    try {
      await expectRefusal(env, ['--bucket', 'templates'], 'is there already with other content');
      expect(written).toEqual(['refused']);
    } finally {
      server.close();
    }
  });

  test('says that a session has ended, and shows nothing of it', async () => {
    const { server, env } = await answering((request, response) => {
      if (request.method === 'HEAD') response.writeHead(400, { 'x-amz-bucket-region': 'us-east-1' }).end();
      else response.writeHead(400).end('<Error><Code>ExpiredToken</Code><Message>testing</Message></Error>');
    });
    try {
      await expectRefusal(env, ['--bucket', 'templates'], 'AWS does not take these credentials (ExpiredToken).');
    } finally {
      server.close();
    }
  });
});

/** What a URL of S3 gives to somebody without credentials, from the local AWS. */
async function fetchFrom(emulator: Emulator, url: string): Promise<string> {
  const { host, pathname } = new URL(url);
  const [response] = (await once(get(emulator.url + pathname, { headers: { host } }), 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  return text(response);
}
