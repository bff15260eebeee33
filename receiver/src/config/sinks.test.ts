import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './error.ts';
import { checkConfig, loadConfig } from './load.ts';
import { SINKS } from './sinks.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ENV = {
  SIEM_SECRET: SECRET,
  SIEM_TOKEN: 'Splunk hunter2',
  KAFKA_USER: 'ada',
  KAFKA_PASSWORD: 'hunter2',
  SIEM_URL: 'https://siem.example.com/in',
};
const secret = { env: 'SIEM_SECRET' };
const webhook = { name: 'siem', type: 'webhook', url: 'https://siem.example.com/in', secret };
const sasl = { mechanism: 'SCRAM-SHA-512', username: { env: 'KAFKA_USER' }, password: { env: 'KAFKA_PASSWORD' } };
const kafka = { name: 'lake', type: 'kafka', brokers: ['broker-1.example.com:9093', '[::1]:9092'], topic: 'signals', sasl };

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'sinks-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function load(sinks: unknown, env: NodeJS.ProcessEnv = ENV) {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify({ sinks }));
  return loadConfig({ ...env, CLARION_CONFIG: path }).sinks;
}
function problemsOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.join('\n');
  }
  throw new Error('there was no problem');
}
const problems = (sinks: unknown, env?: NodeJS.ProcessEnv) => problemsOf(() => load(sinks, env));

test('sinks of each kind are read, with their secrets from variables', () => {
  const headers = { authorization: { env: 'SIEM_TOKEN' } };
  expect(load([{ ...webhook, headers, format: 'ocsf' }, { name: 'out', type: 'stdout' }, kafka])).toEqual([
    { ...webhook, secret: SECRET, headers: { authorization: 'Splunk hunter2' }, format: 'ocsf' },
    { name: 'out', type: 'stdout' },
    { ...kafka, sasl: { mechanism: 'SCRAM-SHA-512', username: 'ada', password: 'hunter2' } },
  ]);
});

test('a URL may come from a variable, since it may be a secret too', () => {
  expect(load([{ ...webhook, url: { env: 'SIEM_URL' } }])).toMatchObject([{ url: 'https://siem.example.com/in' }]);
});

test('without any there are none', () => {
  expect(checkConfig({}).sinks).toEqual([]);
});

test('code gives secrets as they are', () => {
  const sinks = [{ ...webhook, secret: SECRET }];
  expect(checkConfig({ sinks }).sinks).toEqual(sinks);
});

test.each([
  ['secret', { ...webhook, secret: SECRET }],
  ['previousSecret', { ...webhook, previousSecret: SECRET }],
  ['headers.authorization', { ...webhook, headers: { authorization: SECRET } }],
  ['sasl.username', { ...kafka, sasl: { ...sasl, username: SECRET } }],
  ['sasl.password', { ...kafka, sasl: { ...sasl, password: SECRET } }],
])('the file may not hold %s itself, and it is not repeated', (member, sink) => {
  const told = problems([sink]);
  expect(told).toContain(`\`sinks[0].${member}\` must be`);
  expect(told).toContain('{ "env": "NAME" }');
  expect(told).not.toContain(SECRET);
});

test.each([
  ['is not set', {}],
  ['is empty', { SIEM_SECRET: '' }],
  ['is too short', { SIEM_SECRET: 'aHVudGVyMg==' }],
  ['is no base64', { SIEM_SECRET: 'correct horse battery staple!' }],
])('a secret whose variable %s is refused, and not repeated', (_, env) => {
  const told = problems([webhook], env);
  expect(told).toMatch(/^`sinks\[0\].secret` must be 24 to 64 bytes in base64, as \{ "env": "NAME" \}/);
  for (const value of Object.values<string>(env).filter((each) => each !== '')) expect(told).not.toContain(value);
});

test.each([
  'https://siem.example.com/in?x=1',
  'https://10.0.0.1:8443',
  'http://localhost:8088/services/collector',
  'http://127.0.0.1',
  'http://127.1.2.3:80/x',
  'http://[::1]:80/x',
])('%s is a URL to post to', (url) => {
  expect(load([{ ...webhook, url }])).toHaveLength(1);
});

test.each([
  'http://siem.example.com/in',
  'http://10.0.0.1/in',
  'http://localhost.example.com/in',
  'http://127.0.0.1.example.com/in',
  'http://localhost@example.com/in',
  'https://ada:hunter2@siem.example.com/in',
  'https://siem.example.com/in#x',
  'ftp://siem.example.com',
  'file:///etc/passwd',
  'https://',
  'https://a b',
  'siem.example.com',
  '',
])('%j is no URL to post to, and is not repeated', (url) => {
  const told = problems([{ ...webhook, url }]);
  expect(told).toMatch(/^`sinks\[0\].url` must be an https URL/);
  if (url !== '') expect(told).not.toContain(url);
});

test.each([
  'host',
  'content-type',
  'content-length',
  'webhook-signature',
  'transfer-encoding',
  'Authorization',
  'x y',
  'x:y',
  '',
])('the header %j cannot be set', (header) => {
  const told = problems([{ ...webhook, headers: { [header]: { env: 'SIEM_TOKEN' } } }]);
  expect(told.split('\n').filter((line) => line.includes('sinks[0].headers'))).toHaveLength(1);
});

test.each(['a\r\nb: c', 'a\nb', 'ünïcödé', ' a', 'a\0'])('the value %j is none for a header', (value) => {
  expect(problems([{ ...webhook, headers: { 'x-a': { env: 'VALUE' } } }], { ...ENV, VALUE: value })).toContain(
    'sinks[0].headers.x-a',
  );
});

test('what is wrong is told all at once', () => {
  const told = problems([
    { name: 'B!', type: 'stdout', format: 'xml', x: 1 },
    { name: 'mail', type: 'smtp' },
    { type: 'kafka', brokers: ['broker-1'], topic: '..', sasl: { mechanism: 'MD5' } },
    'siem',
  ]);
  for (const part of [
    '`sinks[0].name` must be a name',
    '`sinks[0].format` must be one of signal, ocsf, got "xml"',
    '`sinks[0]` has no option "x"',
    '`sinks[1]` must be an object with name and type, which is one of webhook, stdout, kafka',
    '`sinks[2]` lacks "name"',
    '`sinks[2].brokers[0]` must be a broker as host:port',
    '`sinks[2].topic` must be the name of a topic',
    '`sinks[2].sasl.mechanism` must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, got "MD5"',
    '`sinks[2].sasl` lacks "password"',
    '`sinks[3]` must be an object',
  ]) {
    expect(told).toContain(part);
  }
});

test('two of one name are refused, since they would share one place in the signals', () => {
  expect(problems([webhook, { ...kafka, name: webhook.name }])).toBe('`sinks` must have different names: rename one');
});

test('two on standard output are refused', () => {
  expect(
    problems([
      { name: 'a', type: 'stdout' },
      { name: 'b', type: 'stdout' },
    ]),
  ).toContain('one of type stdout at most');
});

test('a password does not go over the wire in the open', () => {
  const plain = { ...sasl, mechanism: 'PLAIN' };
  expect(problems([{ ...kafka, sasl: plain, tls: false }])).toContain('`sinks[0].tls` must be true with PLAIN');
  expect(load([{ ...kafka, sasl: plain }])).toHaveLength(1);
  expect(load([{ ...kafka, tls: false }])).toHaveLength(1);
});

test('whatever stands in the file, it is read or refused', () => {
  const word = fc.constantFrom(
    'name',
    'type',
    'url',
    'secret',
    'headers',
    'env',
    'webhook',
    'kafka',
    'stdout',
    'sasl',
    'brokers',
    'PATH',
    '__proto__',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (sinks) => {
      try {
        load(sinks);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }),
    { numRuns: 300 },
  );
});

test('docs/sinks.md has every option', () => {
  const docs = readFileSync(new URL('../../docs/sinks.md', import.meta.url), 'utf8');
  const options = SINKS.items.oneOf.flatMap(({ properties }) => Object.keys(properties));
  for (const option of options) expect(docs).toMatch(new RegExp(`^\\| \`${option}\` +\\|`, 'm'));
});
