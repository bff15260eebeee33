/** Chance that is the same each time. */
export interface Random {
  /** A whole number from 0, below this. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  hex(length: number): string;
  /** Capitals and digits, as in the ids of keys and roles. */
  id(length: number): string;
  uuid(): string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Mulberry32: small, and good enough for made-up names. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const text = (alphabet: string, length: number) => {
    let made = '';
    while (made.length < length) made += alphabet[below(alphabet.length)];
    return made;
  };
  const hex = (length: number) => text('0123456789abcdef', length);
  return {
    below,
    pick: (from) => from[below(from.length)]!,
    hex,
    id: (length) => text(ALPHABET, length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
