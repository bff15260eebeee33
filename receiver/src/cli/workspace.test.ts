import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { openStore } from '../open-store.ts';
import type { Proof } from '../registry/connect.ts';
import { account } from './account.ts';
import { apply } from './apply.ts';
import type { Command } from './context.ts';
import { jobs } from './jobs.ts';
import { monitor } from './monitor.ts';
import { USAGE } from './usage.ts';
import { webhook } from './webhook.ts';
import { workspace } from './workspace.ts';

const COMMANDS = { account, apply, jobs, monitor, webhook, workspace } satisfies Record<string, Command>;
const ARN = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';
const [A, B] = ['111122223333', '444455556666'];
const role = (id: string) => `arn:aws:iam::${id}:role/ClarionIntegrationRole`;

let folder: string;
let proof: Proof;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  proof = { state: 'connected' };
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command line, split at spaces. */
async function run(line: string, ...more: readonly string[]) {
  const [name = '', ...args] = line.split(' ').filter((word) => word !== '');
  let stdout = '';
  const code = await COMMANDS[name as keyof typeof COMMANDS]([...args, ...more], {
    env: { CLARION_DATABASE: join(folder, 'r.db'), CLARION_PUBLIC_URL: 'https://hooks.example.com' },
    print: (text) => void (stdout += text),
    prove: async () => proof,
  });
  return { code, stdout };
}
const output = async (...line: Parameters<typeof run>) => (await run(...line)).stdout;
const json = async (line: string): Promise<any> => JSON.parse(await output(line));
function file(content: unknown): string {
  const path = join(folder, 'workspace.yaml');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('--help names every verb of every command', async () => {
  for (const name of Object.keys(COMMANDS).filter((name) => name !== 'apply')) {
    const [, verbs = ''] = /takes (.*), got/.exec(await output(`${name} nonsense`).catch((error: Error) => error.message)) ?? [];
    for (const verb of verbs.split(/, | or /)) expect(USAGE).toContain(`clarion-receiver ${name} ${verb} `);
  }
  expect(USAGE).toContain('clarion-receiver apply ');
});

describe('monitor', () => {
  test('set makes one, changes what is said and nothing else, and resets what is asked for', async () => {
    const pin = `bucket=example-logs,prefix=AWSLogs/,accountId=${A}`;
    await run(`account add --role-arn ${role(A)} ${A}`);
    await run(`monitor set --kind cloudtrail --topic ${ARN} --exclude-event-name Describe* --account-id * --bucket ${pin} trail`);
    expect(await output('monitor set --event-name Create* --event-name Delete* --minimum-signature-version 2 trail')).toBe(
      '~ monitor trail minimumSignatureVersion: 1 -> 2\n' +
        '~ monitor trail eventNames: {"exclude":["Describe*"]} -> {"include":["Create*","Delete*"]}\n',
    );
    expect(await output('monitor set --reset accountIds --reset buckets trail')).toContain(
      '~ monitor trail accountIds: ["*"] -> (default)',
    );
    expect(await json('monitor show --json trail')).toEqual({
      ...{ name: 'trail', kind: 'cloudtrail', topicArns: [ARN], minimumSignatureVersion: 2, configured: false },
      eventNames: { include: ['Create*', 'Delete*'] },
    });
    expect(await output('monitor set trail')).toBe('nothing to change: it is so already\n');
  });

  test('set knows the kind of a monitor by its name, and list shows it though it has no topic', async () => {
    await run('monitor set guardduty');
    expect(await output('monitor list')).toMatch(/guardduty +guardduty +1 +no topic yet/);
    expect((await json('monitor list --json')).monitors).toMatchObject([{ name: 'guardduty', topicArns: [] }]);
  });

  test('add-topic takes a kind, and remove says what goes', async () => {
    await run(`monitor add-topic --monitor findings --kind guardduty ${ARN}`);
    expect(await output('monitor remove findings')).toBe(`- monitor findings\n- topic ${ARN} of monitor findings\n`);
  });

  test.each([
    ['monitor set trail', /`kind`|lacks "kind"/],
    ['monitor set --kind cloudtrail Trail', /`name` must be a name/],
    ['monitor set --kind cloudtrail --topic arn:x trail', /`topicArns\[0\]` must be the ARN of a standard SNS topic/],
    ['monitor set --kind cloudtrail --detail-type x trail', /`detailTypes\[0\]` must be a detail type/],
    ['monitor set --kind inspector trail', /--kind must be one of cloudtrail, cloudwatch, guardduty/],
    ['monitor set --kind cloudtrail --reset topics trail', /--reset must be one of detailTypes/],
    ['monitor set --kind cloudtrail --bucket logs trail', /--bucket must be bucket=NAME/],
    ['monitor set --kind cloudtrail --bucket bucket=a,bucket=b trail', /--bucket must be bucket=NAME/],
    ['monitor set --kind cloudtrail --bucket bucket=logs,prefix=AWSLogs/ trail', /`buckets\[0\]` lacks "accountId"/],
    ['monitor remove none', /no such monitor|there is no database/],
    ['monitor show none', /there is no/],
    ['monitor remove', /takes one name, got 0/],
  ])('%s is a mistake', async (line, sentence) => {
    await expect(run(line)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringMatching(sentence) });
  });
});

describe('account', () => {
  test('add prints what the role is made with, in each way to make it', async () => {
    const text = await output(`account add --role-arn ${role(A)} ${A}`);
    const externalId = (await output(`account external-id ${A}`)).trim();
    expect(externalId).toMatch(/^[0-9a-f]{64}$/);
    expect(text.split(externalId)).toHaveLength(5);
    for (const part of [
      `+ account ${A}, the primary`,
      `external_id = "${externalId}", role_name = "ClarionIntegrationRole", permission_groups = ["cloudtrail","cloudwatch","route53"]`,
      `ExternalId=${externalId}, RoleName=ClarionIntegrationRole`,
      `integration-role.sh --principal-arn ARN --external-id '${externalId}'`,
      '--permission-group cloudtrail --permission-group cloudwatch --permission-group route53',
    ])
      expect(text).toContain(part);
  });

  test('add again changes the role and keeps its own external ID', async () => {
    await run(`account add --generate-external-id --role-arn ${role(A)} ${A}`);
    const own = await output(`account external-id ${A}`);
    expect(await output(`account add --role-arn ${role(A)}2 ${A}`)).toContain(
      `~ account ${A} roleArn: ${role(A)} -> ${role(A)}2`,
    );
    expect(await output(`account external-id ${A}`)).toBe(own);
    expect(await output(`account external-id --generate-external-id ${A}`)).not.toBe(own);
    await run(`account external-id --workspace ${A}`);
    expect((await json('account list --json')).accounts).toMatchObject([{ id: A, ownExternalId: false }]);
    expect(await output(`account external-id --external-id its-own ${A}`)).toBe('its-own\n');
  });

  test('primary moves, and remove takes the last', async () => {
    await run(`account add --role-arn ${role(A)} ${A}`);
    await run(`account add --primary --role-arn ${role(B)} ${B}`);
    expect(await output('account list')).toMatch(new RegExp(`${B} +primary +unproven +workspace's`));
    await expect(run(`account remove ${B}`)).rejects.toThrow(/make another one the primary first/);
    expect(await output(`account primary ${A}`)).toBe(`~ primary account: ${B} -> ${A}\n`);
    expect(await output(`account remove ${B}`)).toBe(`- account ${B}\n`);
  });

  test('connect proves the role, and its exit code says whether it is', async () => {
    await run(`account add --role-arn ${role(A)} ${A}`);
    expect(await run(`account connect ${A}`)).toMatchObject({ code: 0, stdout: expect.stringContaining('is connected') });
    proof = { state: 'failed', code: 'role-not-assumable', reason: 'check \u001b[31mthe trust' };
    expect(await run(`account connect ${A}`)).toEqual({
      code: 1,
      stdout: `account ${A} is not connected: role-not-assumable: check ?[31mthe trust\n`,
    });
    expect(await output('account list')).toMatch(/failed .*role-not-assumable/);
    proof = { state: 'undecided', code: 'sts-unavailable', reason: 'away' };
    expect(await run(`account connect ${A}`)).toMatchObject({ code: 1, stdout: expect.stringContaining('could not be tried') });
  });

  test.each([
    [`account add ${A}`, /needs --role-arn/],
    [`account add --role-arn ${role(B)} ${A}`, /must be in that account/],
    [`account add --role-arn ${role(A)} 12`, /`id` must be an account id of 12 digits/],
    [`account add --role-arn ${role(A)} --external-id a ${A}`, /`externalId` must be 2 to 1,224/],
    [`account add --role-arn ${role(A)} --external-id ab --generate-external-id ${A}`, /give one of/],
    [`account external-id --workspace --generate-external-id ${A}`, /give one of/],
  ])('%s is a mistake', async (line, sentence) => {
    await expect(run(line)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringMatching(sentence) });
  });
});

test('webhook revoke takes one out of use, and list says since when', async () => {
  const { url } = await json('webhook create --json --name main');
  expect(url).toMatch(/^https:\/\/hooks\.example\.com\/hooks\/[\w-]{43}$/);
  expect(await output('webhook revoke main')).toBe('- webhook main, which takes nothing from now on\n');
  expect(await output('webhook list')).toMatch(/^NAME +CREATED +REVOKED\nmain +\d{4}-\S+ +\d{4}-/);
  expect((await json('webhook list --json')).webhooks).toMatchObject([{ name: 'main', revokedAt: expect.any(String) }]);
  await expect(run('webhook revoke none')).rejects.toThrow(/no webhook called none/);
});

describe('workspace', () => {
  test('show prints a file that can be applied, and changes nothing then', async () => {
    await run(`account add --generate-external-id --role-arn ${role(A)} ${A}`);
    await run(`monitor set --kind cloudtrail --topic ${ARN} --event-name * trail`);
    await run('webhook create');
    const shown = await output('workspace show');
    expect(shown).toMatch(/^# The external ID of the workspace: [0-9a-f]{64}\n/);
    expect(await output('apply --prune --no-connect', file(shown))).toBe('nothing to change\n');
    expect(await json('workspace show --json')).toMatchObject({ monitors: [{ name: 'trail' }], accounts: [{ id: A }] });
  });

  test('set rotates the external ID and chooses the permission groups', async () => {
    await run(`account add --role-arn ${role(A)} ${A}`);
    await run(`account connect ${A}`);
    const text = await output('workspace set --generate-external-id --permission-group athena');
    expect(text).toMatch(/~ workspace externalId: \w{6}… -> \w{6}…\n/);
    expect(text).toContain(`~ account ${A} state: connected -> unproven\n`);
    expect((await json('workspace show --json')).permissionGroups).toEqual(['athena']);
    await expect(run('workspace set')).rejects.toThrow(/needs --permission-group/);
    await expect(run('workspace set --permission-group root')).rejects.toThrow(/one of cloudtrail/);
  });
});

describe('apply', () => {
  const document = {
    monitors: [{ name: 'trail', kind: 'cloudtrail', topicArns: [ARN] }],
    accounts: [{ id: A, roleArn: role(A) }],
    webhooks: ['main'],
  };

  test('makes the workspace, shows URLs once, proves accounts, and then has nothing to change', async () => {
    const { code, stdout } = await run('apply', file(document));
    expect(code).toBe(0);
    expect(stdout).toMatch(/The URL of the webhook main:\n {2}https:\/\/hooks\.example\.com\/hooks\/[\w-]{43}\n/);
    expect(stdout).toContain(`account ${A} is connected`);
    expect(await run('apply', file(document))).toEqual({ code: 0, stdout: 'nothing to change\n' });
  });

  test('a dry run shows the difference, and its exit code where that is asked for', async () => {
    await run(`account add --role-arn ${role(B)} ${B}`);
    const dry = await run('apply --dry-run --exit-code', file(document));
    expect(dry.code).toBe(3);
    expect(dry.stdout).toContain('+ monitor trail\n');
    expect(dry.stdout).toContain(`  account ${B} is not in the file, and is left: --prune would remove it\n`);
    expect(dry.stdout).toContain('This was a dry run: nothing is changed.');
    expect((await run('apply --dry-run', file(document))).code).toBe(0);
    expect((await json('workspace show --json')).monitors).toEqual([]);
    await run('apply', file(document));
    expect(await run('apply --dry-run --exit-code', file(document))).toMatchObject({ code: 0 });
    await expect(run('apply --exit-code', file(document))).rejects.toThrow(/needs --dry-run/);
  });

  test('an account that fails is exit code 1, and the rest stands', async () => {
    proof = { state: 'failed', code: 'role-not-assumable', reason: 'no' };
    expect(await run('apply', file(document))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('role-not-assumable: no'),
    });
    expect((await json('workspace show --json')).accounts).toMatchObject([{ state: 'failed' }]);
    expect((await run('apply --no-connect', file(document))).code).toBe(0);
  });

  test('--json is what the API answers', async () => {
    file(document);
    const answer = await json(`apply --json ${join(folder, 'workspace.yaml')}`);
    expect(answer).toMatchObject({
      applied: true,
      webhooks: [{ name: 'main', url: expect.stringContaining('/hooks/') }],
      left: [],
    });
  });

  test('tells everything that is wrong with its line, and changes nothing', async () => {
    const path = file('monitors:\n  - { name: A, kind: x, topicArns: [] }\nwebhooks: [main]\n');
    await expect(run('apply', path)).rejects.toThrow(
      /cannot be applied:\n- line 2: `monitors\[0\]\.name` must be .*\n- line 2: `monitors\[0\]\.kind` must/,
    );
    const pinned = `webhooks: [main]\nmonitors:\n  - name: a\n    kind: cloudtrail\n    topicArns: []\n    buckets:\n      - { bucket: logs, prefix: a/, accountId: '${B}' }\n`;
    await expect(run('apply', file(pinned))).rejects.toThrow(
      /- line 7: the bucket logs is to be read by the role of account 4444/,
    );
    expect((await json('webhook list --json')).webhooks).toEqual([]);
  });

  test.each([
    ['that is not there', () => join(folder, 'none.yaml'), /must be one that can be read, got ENOENT/],
    ['that is too large', () => file(' '.repeat(1024 * 1024 + 1)), /must be of at most 1 MiB/],
    ['that is a folder', () => folder, /must be one that can be read, got EISDIR/],
  ])('a file %s is a mistake', async (_, path, sentence) => {
    await expect(run('apply', path())).rejects.toMatchObject({ name: 'Mistake', message: expect.stringMatching(sentence) });
  });
});

describe('jobs', () => {
  beforeEach(async () => {
    const store = openStore(join(folder, 'r.db'));
    const found = ['a', 'b'].map((key) => ({
      bucket: 'logs',
      key,
      monitor: 'trail',
      foundBy: 'notice' as const,
      foundAt: Date.now(),
    }));
    await store.addFiles(found);
    for (const job of await store.claimJobs('test', Date.now() + 10, 1_000, 9))
      await store.buryJob(job, Date.now(), 'object-gone: \u001b[31mit is gone');
    await store.close();
  });

  test('list shows what died and why, and text from outside cannot steer the terminal', async () => {
    expect(await output('jobs list --state dead')).toMatch(
      /ID +KIND +STATE +TRIES +AGE +KEY +REASON\n\d+ +file +dead +1 +\d+s .*object-gone: \?\[31mit/,
    );
    expect((await json('jobs list --json --limit 1')).jobs).toHaveLength(1);
    expect(await output('jobs list --state waiting')).toMatch(/^ID[^\n]*\n$/);
  });

  test('redrive and discard say how many', async () => {
    const ids = ((await json('jobs list --json')).jobs as { id: number }[]).map(({ id }) => String(id));
    expect(await output(`jobs discard ${ids[0]} 99999`)).toBe('1 dead job is dropped\n');
    expect(await output('jobs redrive --kind message')).toBe('0 dead jobs are due again\n');
    expect(await output('jobs redrive --all')).toBe('1 dead job is due again\n');
    expect(await output(`jobs redrive ${ids[1]}`)).toBe('0 dead jobs are due again\n');
  });

  test.each([
    ['jobs redrive', /takes ids of dead jobs, or --kind KIND, or --all/],
    ['jobs redrive --all 1', /takes ids of dead jobs/],
    ['jobs redrive x', /must be a whole number, got "x"/],
    ['jobs discard', /takes ids of dead jobs/],
    ['jobs list --state gone', /`state` must be one of waiting, running, dead/],
    ['jobs list --kind file --kind file', /`kind` must be given once/],
  ])('%s is a mistake', async (line, sentence) => {
    await expect(run(line)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringMatching(sentence) });
  });
});
