import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { needs, SHARED_DATA } from './support/needs.ts';

// Each run starts a process, a receiver and an SNS, and waits for a handshake.
jest.setTimeout(60_000);

const MAIN = fileURLToPath(new URL('../examples/demo/main.ts', import.meta.url));

let folder: string;
let temporary: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  temporary = join(folder, 'tmp');
  mkdirSync(temporary);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the demo as a person would, with a temporary folder of its own, so that what it leaves there can be seen. */
async function demo(...args: string[]) {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args], {
    env: { ...process.env, TMPDIR: temporary },
    cwd: folder,
  });
  const [out, errors]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out!.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors!.push(text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out!.join(''), errors: errors!.join('') };
}

/** The totals at the end of the demo. */
function totals(out: string): Record<string, number> {
  const lines = out.matchAll(/^ {2}(sent|stored|deduplicated|dropped|quarantined|undelivered) +(\d+) /gm);
  return Object.fromEntries([...lines].map(([, name, count]) => [name!, Number(count)]));
}

const record = (eventID: string, more: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
  eventTime: '2026-03-02T08:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  eventID,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
  ...more,
});

describe('npm run demo', () => {
  test('stores every record of the sample set once, across a stop of the receiver', async () => {
    const { code, out, errors } = await demo();
    expect(errors).toBe('');
    expect(totals(out)).toEqual({ sent: 267, stored: 259, deduplicated: 8 });
    expect(out).toMatch(/^ {2}ConsoleLogin +signin +555555555555 +6$/m);
    expect(out).toMatch(/^ {2}and \d+ more, with \d+ signals$/m);
    expect(out).toContain('Every message that was sent is accounted for.');
    expect(out).toContain('clarion-receiver monitor add-topic');
    expect(code).toBe(0);
  });

  test('starts clean each time, and leaves nothing behind', async () => {
    writeFileSync(join(folder, 'one.json'), JSON.stringify(record('a')));
    for (const _run of ['first', 'second']) {
      const { code, out } = await demo('--records', folder);
      expect(totals(out)).toEqual({ sent: 1, stored: 1, deduplicated: 0 });
      expect(code).toBe(0);
    }
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('takes log files, gzipped or not, arrays, lines and events, and names what it skips', async () => {
    const day = join(folder, 'AWSLogs', '111122223333');
    mkdirSync(day, { recursive: true });
    writeFileSync(join(day, 'log.json.gz'), gzipSync(JSON.stringify({ Records: [record('a'), record('b')] })));
    writeFileSync(join(folder, 'array.json'), JSON.stringify([record('b'), record('c', { eventName: 'DeleteUser' })]));
    writeFileSync(join(folder, 'lines.ndjson'), `${JSON.stringify(record('d'))}\n${JSON.stringify(record('e'))}\n`);
    writeFileSync(
      join(folder, 'event.json'),
      JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record('f') }),
    );
    writeFileSync(join(folder, 'notes.txt'), 'not a log');
    const { code, out } = await demo('--records', '.');
    expect(totals(out)).toEqual({ sent: 7, stored: 6, deduplicated: 1 });
    expect(out).toContain('7 CloudTrail records in 4 files');
    expect(out).toContain('skipped notes.txt: it is neither JSON nor JSON lines');
    expect(out).toMatch(/^ {2}CreateUser +iam +111122223333 +5$/m);
    expect(out).toMatch(/^ {2}DeleteUser +iam +111122223333 +1$/m);
    expect(code).toBe(0);
  });

  test('loses nothing when the receiver stops with all that SNS may have under way', async () => {
    const records = Array.from({ length: 3_000 }, (_, n) => JSON.stringify(record(`e-${n}`)));
    writeFileSync(join(folder, 'records.ndjson'), records.join('\n'));
    const { code, out } = await demo('--records', folder);
    expect(totals(out)).toEqual({ sent: 3_000, stored: 3_000, deduplicated: 0 });
    expect(code).toBe(0);
  });

  test('accounts for records that the receiver cannot read, with its reason', async () => {
    writeFileSync(join(folder, 'records.json'), JSON.stringify([record('a'), record('b', { eventTime: 'yesterday' })]));
    const { code, out } = await demo('--records', folder);
    expect(totals(out)).toEqual({ sent: 2, stored: 1, deduplicated: 0, quarantined: 1 });
    expect(out).toMatch(/quarantined +1 +messages kept aside: .*eventTime/);
    expect(code).toBe(0);
  });

  test('tells records of different Regions and accounts apart, whatever their ids', async () => {
    const records = [record('a'), record('a', { awsRegion: 'eu-west-1' }), record('a', { recipientAccountId: '444455556666' })];
    writeFileSync(join(folder, 'records.json'), JSON.stringify(records));
    expect(totals((await demo('--records', folder)).out)).toEqual({ sent: 3, stored: 3, deduplicated: 0 });
  });

  test.each([
    [
      'a folder that is missing',
      ['--records', 'nowhere'],
      /^--records needs a folder of CloudTrail records, got \S+nowhere: there is no such folder$/,
    ],
    ['a folder without records', ['--records', 'tmp'], /^no CloudTrail record in \S+tmp: it is empty$/],
    ['an option that does not exist', ['--record', 'x'], /^Unknown option '--record': see npm run demo -- --help$/],
  ])('says one sentence about %s, and exits with 2', async (_what, args, sentence) => {
    const { code, out, errors } = await demo(...args);
    expect(errors.trimEnd()).toMatch(sentence);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('ends quietly, and leaves nothing behind, when who reads has had enough', async () => {
    const child = spawn(process.execPath, ['--no-warnings', MAIN], { env: { ...process.env, TMPDIR: temporary }, cwd: folder });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'close')) as [number];
    expect([code, errors, readdirSync(temporary)]).toEqual([0, '', []]);
  });

  test('explains itself with --help', async () => {
    const { code, out } = await demo('--help');
    expect(out).toContain('npm run demo -- --records DIR');
    expect(code).toBe(0);
  });
});

needs(['shared data'], 'npm run demo with CloudTrail logs of others', () => {
  test('stores each event of 142 real records once', async () => {
    const logs = join(SHARED_DATA, 'cloudtrail');
    const records = readdirSync(logs)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => JSON.parse(readFileSync(join(logs, name), 'utf8')) as Record<string, string>[]);
    const events = new Set(
      records.map(({ recipientAccountId, awsRegion, eventID }) => [recipientAccountId, awsRegion, eventID].join()),
    );
    const { code, out } = await demo('--records', logs);
    expect(records).toHaveLength(142);
    expect(totals(out)).toEqual({ sent: 142, stored: events.size, deduplicated: records.length - events.size });
    expect(code).toBe(0);
  });
});
