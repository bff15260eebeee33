import fc from 'fast-check';
import { compositeAlarm, metricAlarm } from '../../../test/support/alarm-events.ts';
import { mathAlarm } from '../../../test/support/alarm-notifications.ts';
import { finding } from '../../../test/support/findings.ts';
import { context } from '../../../test/support/interpret.ts';
import { event, record } from '../../../test/support/receiver.ts';
import { messageView } from './message-view.ts';
import { readMessage } from './read-message.ts';

const { receivedAt, monitors, ...place } = context;
const key = { ...place, webhook: 'w' };

const read = (text: string) => readMessage(text, { ...key, receivedAt, monitors });
const stored = (text: string) => ({ ...key, type: 'Notification', receivedAt, envelope: JSON.stringify({ Message: text }) });

/** What is in the place of a member: anything, as whoever sends it likes. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(null, '', 0, '1.08', { state: 'End' }, [{ ARN: 'a' }]),
);
const changed = (base: object) => fc.dictionary(fc.constantFrom(...Object.keys(base), 'x'), value, { maxKeys: 3 });

test.each<[string, Record<string, unknown>]>([
  ['a CloudTrail record', event(record())],
  ['a metric alarm', { ...metricAlarm }],
  ['a composite alarm', { ...compositeAlarm }],
  ["an alarm in SNS's own form", { ...mathAlarm }],
  ['a finding', { ...finding(5) }],
])('whatever %s says and is taken can be shown again, as the same signal', (_name, base) => {
  const detail = (base['detail'] ?? {}) as Record<string, unknown>;
  let shown = 0;
  fc.assert(
    fc.property(changed(detail), fc.option(changed(base), { freq: 4 }), fc.constantFrom(0, 2), (inside, around, spaces) => {
      const text = JSON.stringify(
        { ...base, ...('detail' in base ? { detail: { ...detail, ...inside } } : inside), ...around },
        null,
        spaces,
      );
      const taken = read(text);
      if (taken.outcome !== 'signals') return;
      const wanted = taken.signals!.map(({ signal: { raw: _raw, ...signal }, rawText }) => ({ signal, rawText }));
      expect(messageView(stored(text))).toEqual(wanted);
      shown += 1;
    }),
    { numRuns: 200 },
  );
  expect(shown).toBeGreaterThan(20);
});

test('a message that brought no signal has none to show, which is a fault of whoever asks', () => {
  expect(() => messageView(stored('{"AutoScaling": 1}'))).toThrow('a stored message cannot be read any more: it is quarantined');
});
