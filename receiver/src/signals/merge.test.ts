import { signalOf } from '../../../test/support/store-contract.ts';
import { mergeSignal } from './merge.ts';
import type { Path } from './signal.ts';

const by = (path: Exclude<Path, 's3'>, messageId = 'm') => [{ path, topicArn: 'arn:t', messageId }];
const text = (digit: string) => ({ rawSha256: digit.repeat(64) });
const finding = (updatedAt: string, digit: string, more: object = {}) =>
  signalOf('a', { updatedAt: `2026-01-02T0${updatedAt}:00:00.000Z`, ...text(digit), ...more });

describe('the same signal again', () => {
  test('with the same text is known, and gains a provenance', () => {
    const merged = mergeSignal(signalOf('a'), signalOf('a', { provenance: by('eventbridge', 'n') }));
    expect(merged).toMatchObject({ result: 'known', signal: { provenance: [{ messageId: 'm' }, { messageId: 'n' }] } });
  });

  test('by the same way with another text differs, and the first is kept', () => {
    const merged = mergeSignal(signalOf('a', text('1')), signalOf('a', { ...text('2'), title: 'another' }));
    expect(merged).toMatchObject({ result: 'differing', signal: { ...text('1'), title: signalOf('a').title } });
  });

  test('by another way has another text, as each way has its form', () => {
    const merged = mergeSignal(signalOf('a', text('1')), signalOf('a', { ...text('2'), provenance: by('sns') }));
    expect(merged).toMatchObject({
      result: 'known',
      signal: { ...text('1'), provenance: [{ path: 'eventbridge' }, { path: 'sns' }] },
    });
  });

  test('is the very same where ten ways are remembered', () => {
    const there = signalOf('a', { provenance: Array.from({ length: 10 }, () => by('sns')[0]!) });
    expect(mergeSignal(there, signalOf('a')).signal).toBe(there);
  });
});

describe('a signal that its source changes', () => {
  test.each(['2', '3'])('is updated by what is not older (%s)', (updatedAt) => {
    const merged = mergeSignal(finding('2', '1'), finding(updatedAt, '2', { severityId: 5 }));
    expect(merged).toMatchObject({ result: 'updated', signal: { severityId: 5, ...text('2') } });
    expect(merged.signal.provenance).toHaveLength(2);
  });

  test('is not set back by what is older and came late', () => {
    const merged = mergeSignal(finding('3', '1'), finding('2', '2', { severityId: 5 }));
    expect(merged).toMatchObject({ result: 'known', signal: { severityId: 1, ...text('1') } });
    expect(merged.signal.provenance).toHaveLength(2);
  });

  test('keeps its first ways and the one of its last text, ten in all', () => {
    const provenance = Array.from({ length: 10 }, (_, index) => by('eventbridge', `m${index}`)[0]!);
    const merged = mergeSignal(finding('2', '1', { provenance }), finding('3', '2', { provenance: by('eventbridge', 'last') }));
    expect(merged.signal.provenance.map((way) => 'messageId' in way && way.messageId)).toEqual([
      ...provenance.slice(0, 9).map(({ messageId }) => messageId),
      'last',
    ]);
  });
});
