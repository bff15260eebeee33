/** Records with anything in them, most of all where a table of the mapping looks. */
import fc from 'fast-check';
import { ALARM_ROWS } from '../../receiver/src/ocsf/alarm.ts';
import { CALL_ROWS, INSIGHT_ROWS, OWN_USER_ROWS, ROLE_USER_ROWS, SIGN_IN_ROWS } from '../../receiver/src/ocsf/cloudtrail-rows.ts';
import { FINDING_ROWS } from '../../receiver/src/ocsf/guardduty.ts';
import { put } from '../../receiver/src/ocsf/tree.ts';

const TABLES = [CALL_ROWS, SIGN_IN_ROWS, ROLE_USER_ROWS, OWN_USER_ROWS, INSIGHT_ROWS, ALARM_ROWS, FINDING_ROWS];
const path = fc.constantFrom(...new Set(TABLES.flat().map(([from]) => from)), 'userIdentity', 'additionalEventData.MFAUsed');
const value = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom('', null, {}, [], true, 'true', 'Yes', '2026-01-02T03:04:05Z', 1e300, -0, 3),
  fc.ipV4(),
  fc.ipV6(),
  fc.jsonValue(),
);

const mostlyKnown = fc.tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.tuple(path, value), { maxLength: 40 }));

/** The text of a record: an object with members of a table, or any JSON at all. */
export const anyRecord: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: mostlyKnown.map(([rest, members]) => {
      const record: Record<string, unknown> = { ...rest };
      for (const [name, member] of members) {
        try {
          put(record, name, structuredClone(member));
        } catch {
          // Another member of this record is a text on the way there.
        }
      }
      return JSON.stringify(record);
    }),
  },
  { weight: 1, arbitrary: fc.json() },
);
