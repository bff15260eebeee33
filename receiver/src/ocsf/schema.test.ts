import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readFindings } from '../../../test/support/findings.ts';
import { needs, SHARED_DATA } from '../../../test/support/needs.ts';
import { lostLeaves, MESSAGES, storedSignal } from '../../../test/support/ocsf.ts';
import { anyRecord } from '../../../test/support/ocsf-records.ts';
import { event } from '../../../test/support/receiver.ts';
import type { OcsfEvent } from './event.ts';
import { toOcsf } from './to-ocsf.ts';

const SCHEMAS: Readonly<Record<number, string>> = { 2004: 'detection_finding', 3002: 'authentication', 6003: 'api_activity' };
const compiled = new Map<number, ValidateFunction>();

/** What is wrong with an event by the schema of its class; nothing when it is valid. */
function ocsfProblems(given: OcsfEvent): readonly string[] {
  let validate = compiled.get(given.class_uid);
  if (validate === undefined) {
    // Its titles and profiles are for readers.
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    validate = ajv.compile(JSON.parse(readFileSync(`${SHARED_DATA}ocsf/${SCHEMAS[given.class_uid]}.schema.json`, 'utf8')));
    compiled.set(given.class_uid, validate);
  }
  // What is sent is JSON, where `undefined` is nothing.
  if (validate(JSON.parse(JSON.stringify(given)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const problems = (message: unknown) => {
  const stored = storedSignal(message);
  const given = toOcsf(stored);
  return { invalid: ocsfProblems(given), lost: lostLeaves(JSON.parse(stored.rawText), given) };
};
const NONE = { invalid: [], lost: [] };

needs(['shared data'], 'an OCSF event, by the schema of its class', () => {
  test('is valid for every real CloudTrail record, and nothing of one is lost', () => {
    const folder = `${SHARED_DATA}cloudtrail/`;
    const records = readdirSync(folder).flatMap(
      (name) => JSON.parse(readFileSync(folder + name, 'utf8')) as { recipientAccountId?: string }[],
    );
    expect(records.length).toBeGreaterThan(100);
    for (const detail of records) {
      expect(problems(event(detail, { account: detail.recipientAccountId ?? '111122223333' }))).toEqual(NONE);
    }
  });

  test('is valid for every real GuardDuty finding, and nothing of one is lost', () => {
    const findings = Object.values(readFindings(`${SHARED_DATA}guardduty/`));
    expect(findings.length).toBeGreaterThan(3);
    for (const message of findings) expect(problems(message)).toEqual(NONE);
  });

  test.each(Object.entries(MESSAGES))('is valid for a message of the kind %s, and nothing of it is lost', (_kind, message) => {
    expect(problems(message)).toEqual(NONE);
  });

  test.each(Object.entries(MESSAGES))('is valid whatever JSON the record of a %s holds', (_kind, message) => {
    const { signal } = storedSignal(message);
    fc.assert(
      fc.property(anyRecord, (text) => {
        expect(ocsfProblems(toOcsf({ signal, rawText: text }))).toEqual([]);
      }),
    );
  });
});
