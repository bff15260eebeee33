import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import fc from 'fast-check';
import { record } from '../../../test/support/receiver.ts';
import { packageJson, type JsonObject } from '../json.ts';
import { signalProblem } from '../signals/check.ts';
import { cloudTrail } from './cloudtrail.ts';

const around = { account: '111122223333', region: 'us-east-1' };
/** The schema as anyone reads it who has it from the package, with every rule of its formats. */
const validate = ajvFormats.default(new Ajv2020()).compile(packageJson('schema/signal.schema.json'));
const complete = (facts: object, raw: JsonObject) => ({
  ...facts,
  receivedAt: '2026-01-02T03:05:00.000Z',
  provenance: [{ path: 'eventbridge', topicArn: 'arn:t', messageId: 'm' }],
  rawSha256: '0'.repeat(64),
  raw,
});

const text = fc.string({ unit: 'binary', maxLength: 40 });
const long = fc.string({ unit: 'binary', minLength: 2_000, maxLength: 3_000 });
const nested = fc.constantFrom(
  { state: 'Start', eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' },
  { type: 'Root', accountId: 5, arn: 'x'.repeat(3_000) },
  { sessionContext: { sessionIssuer: { userName: '\u{1F600}'.repeat(200) } } },
  [{ ARN: 'a' }, { arn: 'b', type: {} }, null, 7, ...Array.from({ length: 60 }, () => ({ accountId: '1' }))],
);
const time = fc.constantFrom(
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59-10:00',
  '0000-01-01 00:00:00',
  '2026-01-01T00:00:00+0100',
);
const member = fc.oneof(fc.jsonValue(), text, long, nested, time, fc.constantFrom('', null, '1.11', '3.0', '2'));
const NAMES = [
  ...Object.keys(record()),
  ...['insightDetails', 'resources', 'errorCode', 'errorMessage', 'responseElements', 'serviceEventDetails', '__proto__'],
];

test('whatever a record says, it is a signal by the published schema or a sentence that says why not', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...NAMES), member, { maxKeys: 4 }), (changes) => {
      const raw: JsonObject = { ...record(), ...changes };
      const mapped = cloudTrail(raw, around);
      if (typeof mapped === 'string') return expect(mapped).toMatch(/\w/);
      const signal = complete(mapped, raw);
      expect([validate(signal), validate.errors, signalProblem(signal)]).toEqual([true, null, undefined]);
    }),
    { numRuns: 1_000 },
  );
});

test('the same time as in the record before is read alike, and another one anew', () => {
  const timeOf = (eventTime: unknown) => {
    const mapped = cloudTrail(record({ eventTime }), around);
    return typeof mapped === 'string' ? mapped : mapped.time;
  };
  expect(['2026-03-06T12:00:00Z', '2026-03-06T12:00:00Z', '2026-03-06T12:00:01Z', 'no', 'no'].map(timeOf)).toEqual([
    '2026-03-06T12:00:00.000Z',
    '2026-03-06T12:00:00.000Z',
    '2026-03-06T12:00:01.000Z',
    'the record lacks a usable eventTime',
    'the record lacks a usable eventTime',
  ]);
});

test('what has no value has no member either', () => {
  const mapped = cloudTrail({ ...record(), userAgent: '', eventCategory: null, readOnly: 'yes', userIdentity: {} }, around);
  expect(Object.keys(mapped)).not.toEqual(expect.arrayContaining(['userAgent']));
  expect(mapped).toMatchObject({ actor: {} });
  expect(Object.values(mapped)).not.toContain(undefined);
});
