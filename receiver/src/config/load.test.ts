import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './error.ts';
import { loadConfig } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
const file = (content: unknown) => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};
const monitor = { name: 'trail', kind: 'cloudtrail', topicArns: ['arn:aws:sns:us-east-1:111122223333:t'] };

test('without anything, the documented defaults hold', () => {
  expect(loadConfig({})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    database: './clarion-receiver.db',
    logLevel: 'info',
    webhooks: [],
    monitors: [],
    sinks: [],
  });
});

test('the environment stands over the file, and an empty variable counts as none', () => {
  const path = file({ port: 1, host: '0.0.0.0', monitors: [monitor] });
  expect(loadConfig({ CLARION_CONFIG: path, CLARION_PORT: '2', CLARION_HOST: '' })).toMatchObject({
    port: 2,
    host: '0.0.0.0',
    monitors: [monitor],
  });
});

test('paths in the file count from the file', () => {
  const path = file({ database: 'data/x.db', tls: { certFile: 'c.pem', keyFile: '/k.pem' } });
  expect(loadConfig({ CLARION_CONFIG: path })).toMatchObject({
    database: join(folder, 'data/x.db'),
    tls: { certFile: join(folder, 'c.pem'), keyFile: '/k.pem' },
  });
});

test('all problems are told at once, each with its place and its cure', () => {
  const path = file({
    prot: 1,
    monitors: [
      { ...monitor, name: 'Trail!', topicArns: ['arn:aws:sns:us-east-1:1:t'], minimumSignatureVersion: 3 },
      { name: 'x' },
    ],
    tls: { certFile: 'c' },
    publicUrl: 'https://example.com/path',
  });
  const problems = problemsOf({ CLARION_CONFIG: path, CLARION_PORT: '99999', CLARION_LOG_LEVEL: 'loud' }).join('\n');
  for (const part of [
    '"prot"',
    '`port` (CLARION_PORT) must be a whole number from 0 to 65535, got 99999',
    '`logLevel` (CLARION_LOG_LEVEL) must be one of debug, info, warn, error, silent, got "loud"',
    '`publicUrl` (CLARION_PUBLIC_URL) must be an http or https URL without path',
    '`monitors[0].name` must be a name',
    '`monitors[0].topicArns[0]` must be the ARN of a standard SNS topic',
    '`monitors[0].minimumSignatureVersion` must be 1 or 2, got 3',
    '`monitors[1]` lacks "topicArns"',
    '`tls` lacks "keyFile"',
  ]) {
    expect(problems).toContain(part);
  }
});

test('a secret is never repeated', () => {
  const short = 'hunter2';
  expect(problemsOf({ CLARION_API_TOKEN: short }).join()).toMatch(/at least 24 characters/);
  expect(problemsOf({ CLARION_API_TOKEN: short }).join()).not.toContain(short);
  expect(problemsOf({ CLARION_CONFIG: file(`{"apiToken": ${short}}`) }).join()).not.toContain(short);
});

test('only what cannot be a secret is repeated', () => {
  const secret = 'hunter2-hunter2-hunter2';
  const path = file({
    webhooks: [{ name: 'x', tokenSha256: secret }],
    tls: { certFile: 1, keyFile: '' },
    database: 7,
    monitors: [{ ...monitor, kind: 'inspector', topicArns: ['arn:x', secret.length] }],
  });
  const problems = problemsOf({ CLARION_CONFIG: path, CLARION_PUBLIC_URL: `https://ada:${secret}@example.com` }).join('\n');
  for (const option of ['`webhooks[0].tokenSha256`', '`publicUrl` (CLARION_PUBLIC_URL)', '`tls.certFile`', '`database`']) {
    expect(problems).toContain(option);
  }
  for (const got of ['got "inspector"', 'got "arn:x"']) expect(problems).toContain(got);
  expect(problems).not.toContain(secret);
  expect(problems.match(/got/g)).toHaveLength(3);
});

test.each([':memory:', ' :memory: '])('the database %j is refused, since nothing would be kept', (database) => {
  expect(problemsOf({ CLARION_DATABASE: database }).join()).toMatch(/must be the path of a file: `:memory:` would/);
  expect(problemsOf({ CLARION_CONFIG: file({ database }) }).join()).toMatch(/must be the path of a file: `:memory:` would/);
});

test('a database without a name is refused', () => {
  expect(problemsOf({ CLARION_DATABASE: ' ' }).join()).toMatch(/must be the path of a SQLite file, or a PostgreSQL database/);
});

test('a file that begins with a byte order mark is read', () => {
  expect(loadConfig({ CLARION_CONFIG: file('\uFEFF{"port": 81}') }).port).toBe(81);
});

test.each([
  ['that is not there', () => join(folder, 'none.json'), 'got ENOENT'],
  ['that is no JSON', () => file('{'), 'must hold one JSON object'],
  ['that is a list', () => file([]), 'must hold one JSON object'],
])('a file %s is told as such', (_, path, part) => {
  expect(problemsOf({ CLARION_CONFIG: path() }).join()).toContain(part);
});

test('webhooks or monitors that could be taken for one another are refused', () => {
  const tokenSha256 = 'a'.repeat(64);
  const monitor = { name: 'trail', kind: 'cloudtrail', topicArns: [] };
  const problems = problemsOf({
    CLARION_CONFIG: file({
      webhooks: [
        { name: 'one', tokenSha256 },
        { name: 'one', tokenSha256 },
      ],
      monitors: [monitor, monitor],
    }),
  });
  expect(problems.filter((each) => each.includes('must have different'))).toHaveLength(3);
});
