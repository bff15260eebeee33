/** Runs the built command line against a stub of SQS. What can be stored needs a certificate of AWS's, and is tested where the intake is. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AwsStub, RECEIVER_ENV } from '../../../test/support/aws-stub.ts';
import { event, record } from '../../../test/support/receiver.ts';

const cli = fileURLToPath(new URL('../../bin/clarion-receiver.js', import.meta.url));
let folder: string;
let stub: AwsStub;
let queue: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redrive-'));
  stub = await AwsStub.start();
  queue = `${stub.url}/111122223333/dead`;
  stub.queues.set(queue, []);
});
afterEach(async () => {
  await stub.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const env = {
    PATH: process.env['PATH'],
    CLARION_DATABASE: join(folder, 'r.db'),
    AWS_ENDPOINT_URL: stub.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...RECEIVER_ENV,
    ...more,
  };
  const child = spawn(process.execPath, [cli, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
const withDatabase = () => run(['webhook', 'create'], { CLARION_PUBLIC_URL: 'https://hooks.example.com' });

test('an empty queue is emptied: exit code 0', async () => {
  await withDatabase();
  expect(await run(['redrive', '--queue', queue])).toEqual({
    code: 0,
    stdout: '0 received, 0 stored. Nothing else is in the queue.\n',
    stderr: '',
  });
});

test('what stays in the queue is told with its reason and an example of it: exit code 1', async () => {
  await withDatabase();
  const attributes = { RULE_ARN: 'arn:aws:events:us-east-1:111122223333:rule/x', ERROR_CODE: 'NO_PERMISSIONS' };
  stub.queues
    .get(queue)
    ?.push({ id: 'the-first', body: JSON.stringify(event(record())), attributes }, { id: 'other', body: 'x' });
  const { code, stdout } = await run(['redrive', '--queue', queue]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^2 received, 0 stored\. /);
  expect(stdout).toMatch(/^LEFT +TRY AGAIN +FOR EXAMPLE +WHY$/m);
  expect(stdout).toMatch(/^1 +no +the-first +an event of EventBridge.*--unverified-eventbridge/m);
  expect(stdout).toMatch(/^1 +no +other +neither a message of SNS/m);
});

test('--json is the whole result in one line', async () => {
  await withDatabase();
  stub.queues.get(queue)?.push({ id: 'other', body: 'x' });
  const { stdout } = await run(['redrive', '--queue', queue, '--json', '--limit', '1']);
  expect(JSON.parse(stdout)).toMatchObject({
    received: 1,
    stored: 0,
    ended: 'limit',
    left: [{ count: 1, messageIds: ['other'] }],
  });
});

test.each([
  [[], '--queue'],
  [['--queue', 'x'], '--queue must be the URL'],
  [['--queue', 'https://sqs.us-east-1.amazonaws.com/111122223333/x', '--limit', '0'], '--limit'],
  [['--queue', 'https://sqs.us-east-1.amazonaws.com/111122223333/x', '--limit', '1.5'], '--limit'],
  [['--queue', 'x', '--all'], '--all'],
])('redrive %j is a mistake: exit code 2', async (args, told) => {
  const { code, stderr } = await run(['redrive', ...args]);
  expect([code, stderr.includes(told), stderr.split('\n').length]).toEqual([2, true, 2]);
});

test('without a database it is a mistake, and no message is received', async () => {
  expect((await run(['redrive', '--queue', queue])).stderr).toContain('there is no database');
  expect(stub.calls).toEqual([]);
});

test('an SQS that cannot be reached is told in one line, with what Node says of it: exit code 1', async () => {
  await withDatabase();
  const { code, stderr } = await run(['redrive', '--queue', queue], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
  expect([code, stderr.split('\n').length]).toEqual([1, 2]);
  expect(stderr).toContain('ECONNREFUSED');
});
