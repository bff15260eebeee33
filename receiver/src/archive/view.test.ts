import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { LOG_FILE_KEY, LOG_FILE_PATH } from '../../../test/support/log-file.ts';
import { record } from '../../../test/support/receiver.ts';
import { signalProblem } from '../signals/check.ts';
import { recordReader } from './record-facts.ts';
import { recordView } from './view.ts';

const file = { bucket: 'logs', key: LOG_FILE_KEY };
const view = (value: object) => recordView(JSON.stringify(value), file, Date.UTC(2026, 0, 2, 3, 5));

test('a stored record is shown as the signal that it is', () => {
  const text = `{ "n": 1.0, ${JSON.stringify(record({ eventID: 'e-1', errorCode: 'AccessDenied' })).slice(1)}`;
  expect(recordView(text, file, Date.UTC(2026, 0, 2, 3, 5))).toMatchObject({
    id: 'cloudtrail:111122223333:us-east-1:e-1',
    receivedAt: '2026-01-02T03:05:00.000Z',
    rawSha256: createHash('sha256').update(text).digest('hex'),
    title: 'CreateUser on iam.amazonaws.com by arn:aws:iam::111122223333:user/ada failed: AccessDenied',
    sourceIpAddress: '203.0.113.7',
  });
});

test('where it names no account and Region, those of the file count', () => {
  expect(view(record({ recipientAccountId: undefined, awsRegion: '' }))).toMatchObject({
    accountId: '111122223333',
    region: 'us-east-1',
  });
});

test('whatever a log file brings and is taken can be shown, as the same signal, and by the published schema', () => {
  const read = recordReader({ path: LOG_FILE_PATH, kind: 'cloudtrail', settings: {} });
  const names = fc.constantFrom(...Object.keys(record()), 'insightDetails', 'resources', 'errorCode', 'responseElements', 'x');
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(null, '', '1.08', { state: 'End' }, [{ ARN: 'a' }]),
  );
  let shown = 0;
  fc.assert(
    fc.property(fc.dictionary(names, value, { maxKeys: 4 }), (changes) => {
      const raw = JSON.parse(JSON.stringify({ ...record(), ...changes })) as Record<string, unknown>;
      const facts = read(raw);
      if (facts === undefined || typeof facts === 'string') return;
      const signal = view(raw);
      expect(signal).toMatchObject(facts);
      expect(signalProblem({ ...signal, raw, provenance: [{ path: 'sns', topicArn: 'arn:t', messageId: 'm' }] })).toBeUndefined();
      shown += 1;
    }),
    { numRuns: 500 },
  );
  expect(shown).toBeGreaterThan(50);
});
