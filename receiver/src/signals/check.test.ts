import { packageJson } from '../json.ts';
import { signalOf } from '../../../test/support/store-contract.ts';
import { signalProblem } from './check.ts';
import { SIGNAL_SOURCES } from './signal.ts';

test('the published schema has every source, and no other', () => {
  const { properties } = packageJson('schema/signal.schema.json') as { properties?: { source: { enum: string[] } } };
  expect(properties?.source.enum).toEqual([...SIGNAL_SOURCES]);
});

test('what is wrong with a signal is told without its values', () => {
  expect(signalProblem(signalOf('a'))).toBeUndefined();
  expect(signalProblem(signalOf('a', { accountId: 'secret' }))).toMatch(/\/accountId must match/);
  expect(signalProblem(signalOf('a', { accountId: 'secret' }))).not.toContain('secret');
});
