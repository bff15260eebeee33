import { acceptsAccount } from './accept-account.ts';

const [OURS, THEIRS] = ['111122223333', '999999999999'];

describe('row 38: the account of an event', () => {
  test('is taken when it is registered', () => {
    expect(acceptsAccount({}, OURS, new Set([OURS]))).toBe(true);
    expect(acceptsAccount({ accountIds: [THEIRS] }, OURS, new Set([OURS]))).toBe(true);
  });

  test('is not taken when others are registered and it is not', () => {
    expect(acceptsAccount({}, THEIRS, new Set([OURS]))).toBe(false);
    expect(acceptsAccount({ accountIds: ['444455556666'] }, THEIRS, new Set([OURS]))).toBe(false);
  });

  test('is taken when the monitor names it, or any', () => {
    expect(acceptsAccount({ accountIds: [THEIRS] }, THEIRS, new Set([OURS]))).toBe(true);
    expect(acceptsAccount({ accountIds: ['*'] }, THEIRS, new Set([OURS]))).toBe(true);
  });

  test('is any while none is registered, unless the monitor names some', () => {
    expect(acceptsAccount({}, THEIRS, new Set())).toBe(true);
    expect(acceptsAccount({ accountIds: [OURS] }, THEIRS, new Set())).toBe(false);
    expect(acceptsAccount({ accountIds: [OURS] }, OURS, new Set())).toBe(true);
  });
});
