/** Runs the built command line, which `npm test` makes first. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../open-store.ts';
import { event, notification, record, startReceiver } from '../../../test/support/receiver.ts';
import { deliveryOf } from '../../../test/support/store-contract.ts';

const cli = fileURLToPath(new URL('../../bin/clarion-receiver.js', import.meta.url));
const ARN = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({ PATH: process.env['PATH'], CLARION_DATABASE: join(folder, 'r.db') });
function start(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [cli, ...args], { env: { ...env(), ...more } });
}
async function run(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const child = start(args, more);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

test('the bin keeps its first line, by which a shell starts it', () => {
  expect(readFileSync(cli, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('nothing is imported before the check of the Node version', () => {
  expect(readFileSync(cli, 'utf8')).not.toMatch(/^import .* from/m);
});

test('--version is the version of the package, --help names every command', async () => {
  expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { stdout, code } = await run(['--help']);
  expect(code).toBe(0);
  for (const command of ['start', 'webhook create', 'webhook list', 'monitor add-topic', 'monitor list', 'signals', 'redrive']) {
    expect(stdout).toContain(`clarion-receiver ${command}`);
  }
});

test('webhook create prints the URL once, and only its digest is stored', async () => {
  const { stdout } = await run(['webhook', 'create', '--name', 'main'], { CLARION_PUBLIC_URL: 'https://hooks.example.com/' });
  const token = /^https:\/\/hooks\.example\.com\/hooks\/([\w-]{43})\n$/.exec(stdout)?.[1];
  expect(token).toBeDefined();
  expect((await run(['webhook', 'list'])).stdout).toMatch(/^NAME +CREATED +REVOKED\nmain +\d{4}-/);
  expect(readFileSync(join(folder, 'r.db')).includes(token!)).toBe(false);
});

test.each([{ CLARION_PORT: '0' }, { CLARION_HOST: '0.0.0.0' }, { CLARION_HOST: '::' }])(
  'webhook create makes none whose URL would lead nowhere: %j',
  async (more) => {
    const { code, stdout, stderr } = await run(['webhook', 'create'], more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^clarion-receiver: .*set CLARION_PUBLIC_URL.*\n$/);
    expect((await run(['webhook', 'list'])).stdout).not.toContain('default');
    expect((await run(['webhook', 'create'], { ...more, CLARION_PUBLIC_URL: 'https://hooks.example.com' })).code).toBe(0);
  },
);

test('webhook create warns that SNS cannot reach this computer by a name of its own', async () => {
  expect((await run(['webhook', 'create'])).stderr).toContain('set CLARION_PUBLIC_URL');
  const reachable = { CLARION_PUBLIC_URL: 'https://hooks.example.com' };
  expect((await run(['webhook', 'create', '--name', 'b'], reachable)).stderr).not.toContain('CLARION_PUBLIC_URL');
});

test('monitor add-topic and monitor list', async () => {
  expect((await run(['monitor', 'add-topic', '--monitor', 'trail', ARN])).code).toBe(0);
  expect((await run(['monitor', 'list'])).stdout).toMatch(new RegExp(`trail +cloudtrail +1 +no confirmation yet +${ARN}`));
});

test('monitor list shows a topic that a stranger named without what could steer the terminal', async () => {
  const store = openStore(join(folder, 'r.db'));
  const times = { receivedAt: Date.now(), expiresAt: Date.now() + 1_000 };
  await store.keepUnverified(
    { webhook: 'w', topicArn: 'arn:\u001b[31m\u202E', messageId: 'm', token: 't', envelope: '{}', ...times },
    9,
  );
  await store.close();
  expect((await run(['monitor', 'list'])).stdout).toContain('arn:?[31m?');
});

test.each([
  [['bogus'], /must be one of start, webhook, monitor, account, workspace, apply, jobs, signals, redrive, got "bogus"/],
  [[], /got no command/],
  [['webhook', 'delete'], /takes create, list or revoke, got "delete"/],
  [['webhook', 'create', '--nmae', 'x'], /'--nmae'/],
  [['webhook', 'create', '--name', 'No Good'], /the name must be lower-case letters/],
  [['monitor', 'add-topic', ARN], /needs --monitor/],
  [['monitor', 'add-topic', '--monitor', 'x'], /takes one topic ARN, got 0/],
  [['monitor', 'add-topic', '--monitor', 'x', 'arn:aws:sqs:us-east-1:111122223333:q'], /must be the ARN of a standard SNS topic/],
  [['signals', '--limit', '0'], /`limit` must be a whole number from 1 to 500/],
  [['signals', '--format', 'xml'], /`format` must be one of signal, ocsf/],
  [['signals', '--from', '2016-12-31T23:59:60Z'], /`from` must be a time/],
  [['signals', '--account', '111122223333', '--account', '444455556666'], /`account` must be given once/],
  [['start', 'now'], /Unexpected argument 'now'/],
])('%j is a mistake: one sentence, exit code 2, no stack trace', async (args, sentence) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('-h is --help, also after a command', async () => {
  const help = (await run(['--help'])).stdout;
  expect((await run(['-h'])).stdout).toBe(help);
  expect((await run(['webhook', '-h'])).stdout).toBe(help);
});

describe('what the user can mend is one sentence with the cure and exit code 2', () => {
  async function expectMistake(args: readonly string[], more: NodeJS.ProcessEnv, sentence: RegExp) {
    const { code, stderr } = await run(args, more);
    expect(stderr).toMatch(sentence);
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
  }
  const configured = (content: object) => {
    writeFileSync(join(folder, 'c.json'), JSON.stringify(content));
    return { CLARION_CONFIG: join(folder, 'c.json'), CLARION_PORT: '0' };
  };

  test('a database that cannot be opened', async () => {
    await expectMistake(
      ['webhook', 'list'],
      { CLARION_DATABASE: '/dev/null/x.db' },
      /cannot be opened .*: name a file in CLARION_DATABASE/,
    );
  });

  test('a database that is not there, which reading does not make', async () => {
    await expectMistake(['signals'], {}, /there is no database ".*r\.db": set CLARION_DATABASE/);
    expect(existsSync(join(folder, 'r.db'))).toBe(false);
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expectMistake(
      ['start'],
      { CLARION_PORT: String(port) },
      /^clarion-receiver: port \d+ of 127\.0\.0\.1 is in use: .* CLARION_PORT$/m,
    );
    server.close();
  });

  test.each(['no-such-host.invalid', '203.0.113.1'])('the host %s, which is no address here', async (host) => {
    await expectMistake(['start'], { CLARION_HOST: host, CLARION_PORT: '0' }, /is no address of this machine: set CLARION_HOST/);
  });

  test('TLS files that are not there', async () => {
    const config = configured({ tls: { certFile: 'none.pem', keyFile: 'none.pem' } });
    await expectMistake(['start'], config, /`tls\.certFile` must name a PEM file that can be read, got ENOENT for ".*none\.pem"/);
  });

  test('TLS files that are no certificate and key', async () => {
    writeFileSync(join(folder, 'bad.pem'), 'nothing of the kind');
    const config = configured({ tls: { certFile: 'bad.pem', keyFile: 'bad.pem' } });
    await expectMistake(['start'], config, /must be a certificate and its own key without a password, as PEM, got ERR_/);
  });

  test('a command that is not built', async () => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    copyFileSync(cli, join(folder, 'bin/clarion-receiver.js'));
    const child = spawnSync(process.execPath, [join(folder, 'bin/clarion-receiver.js')], { encoding: 'utf8' });
    expect([child.status, child.stderr]).toEqual([2, 'clarion-receiver is not built yet: run `npm run build`\n']);
  });
});

test('a reader who has had enough ends it quietly', async () => {
  const store = openStore(join(folder, 'r.db'));
  for (let i = 0; i < 20; i += 1) {
    const delivery = deliveryOf(`e${i}`);
    const rawText = `"${'x'.repeat(100_000)}"`;
    await store.save({ ...delivery, signals: delivery.signals!.map(({ signal }) => ({ signal, rawText })) });
  }
  await store.close();
  const child = start(['signals', '--json']);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = (await once(child, 'close')) as [number];
  expect([code, stderr]).toEqual([0, '']);
});

test('signals shows what was received, and text from outside cannot steer the terminal', async () => {
  const it = await startReceiver({ database: join(folder, 'r.db') });
  await it.post(it.authority.seal(notification(event(record({ eventName: 'Create\u001b[31mUser', eventID: 'e-1' })))));
  await it.close();
  const { stdout } = await run(['signals']);
  expect(stdout).toContain('Create?[31mUser');
  const json = JSON.parse((await run(['signals', '--json', '--account', '111122223333'])).stdout) as { eventId: string };
  expect(json.eventId).toBe('e-1');
  expect((await run(['signals', '--json', '--event-name', 'Other'])).stdout).toBe('');
  expect((await run(['signals', '--json', '--source', 'guardduty'])).stdout).toBe('');
  const ocsf = JSON.parse((await run(['signals', '--format', 'ocsf'])).stdout) as { metadata: object };
  expect(ocsf.metadata).toMatchObject({ version: '1.5.0', uid: 'e-1' });
});

test('start listens, says that /api is off, sees a webhook of another process at once, and ends with 0 on SIGTERM', async () => {
  const child = start(['start'], { CLARION_PORT: '0' });
  let log = '';
  child.stdout.setEncoding('utf8');
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: string) => {
      log += text;
      if (log.includes('/api is off')) resolve();
    });
  });
  const { listening } = JSON.parse(log.split('\n')[0]!) as { listening: string };
  expect((await fetch(`${listening}/healthz`)).status).toBe(200);
  const created = (await run(['webhook', 'create'])).stdout.trim();
  const hook = `${listening}${new URL(created).pathname}`;
  expect((await fetch(hook, { method: 'POST', body: '{' })).status).toBe(400);
  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
});
