import { report, skippedLines } from '../../examples/demo/report.ts';
import { lost, type Result } from '../../examples/demo/result.ts';
import { toMessages } from '../../examples/demo/messages.ts';

const result: Result = {
  sent: 10,
  repeated: 2,
  stored: 6,
  deduplicated: 2,
  dropped: 1,
  quarantined: 1,
  quarantineReasons: ['the record lacks a usable eventID'],
  undelivered: [],
  retries: 0,
  seconds: 2,
  counts: [{ eventName: 'CreateUser', service: 'iam', accountId: '111122223333', signals: 6 }],
};

describe('lost', () => {
  test('is 0 when every message is stored, merged, dropped or put aside', () => {
    expect(lost(result)).toBe(0);
  });
  test('counts messages that are nowhere', () => {
    expect(lost({ ...result, stored: 5 })).toBe(1);
  });
  test('counts events that were taken for another', () => {
    expect(lost({ ...result, stored: 5, deduplicated: 3 })).toBe(1);
  });
});

describe('report', () => {
  test('has the table, the totals and the rate', () => {
    const text = report(result);
    expect(text).toContain('(1 event name, 1 account)');
    expect(text).toMatch(/^ {2}CreateUser {2}iam +111122223333 +6$/m);
    expect(text).toMatch(/^ {2}sent +10 {2}messages, in 2\.0 s: 5 a second$/m);
    expect(text).toMatch(/^ {2}quarantined +1 {2}.*: the record lacks a usable eventID$/m);
  });

  test('says what is missing, and why', () => {
    const text = report({ ...result, stored: 4, undelivered: ['403', '403'] });
    expect(text).toContain('2 of 10 messages are not accounted for');
    expect(text).toMatch(/undelivered +2 +messages that SNS gave up on: 403$/m);
  });

  test('shows 25 rows, the most frequent first, and sums up the rest', () => {
    const counts = Array.from({ length: 30 }, (_, n) => ({
      eventName: `Event${n}`,
      service: 's',
      accountId: '1',
      signals: n + 1,
    }));
    const text = report({ ...result, counts });
    expect(text.match(/^ {2}Event\d+ /gm)).toHaveLength(25);
    expect(text).toMatch(/SIGNALS\n {2}Event29 /);
    expect(text).toContain('  and 5 more, with 15 signals');
  });

  test('lets no text from a record steer the terminal', () => {
    const counts = [{ ...result.counts[0]!, eventName: '\u001b[2J\u202eevil' }];
    expect(report({ ...result, counts })).toContain('  ?[2J?evil');
  });

  test('names ten skipped files, and counts the others', () => {
    const skipped = Array.from({ length: 12 }, (_, n) => ({ file: `${n}.txt`, reason: 'it is empty' }));
    expect(skippedLines(skipped)).toHaveLength(11);
    expect(skippedLines(skipped).at(-1)).toBe('  and 2 more were skipped');
  });
});

describe('toMessages', () => {
  const record = { eventID: 'a', awsRegion: 'us-east-1', recipientAccountId: '111122223333' };
  test('counts which records tell of the same event', () => {
    const records = [record, record, { ...record, awsRegion: 'eu-west-1' }, { eventVersion: '1.11' }, { eventVersion: '1.11' }];
    expect(toMessages(records)).toMatchObject({ repeated: 1, tooLarge: 0 });
  });
  test('leaves out what is larger than EventBridge gets', () => {
    expect(toMessages([record, { ...record, requestParameters: 'x'.repeat(256 * 1024) }])).toMatchObject({
      repeated: 0,
      tooLarge: 1,
    });
  });
});
