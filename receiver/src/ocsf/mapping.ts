import type { JsonObject } from '../json.ts';
import type { StoredSignal } from '../store/store.ts';
import type { OcsfClass } from './classes.ts';
import type { Fits } from './fits.ts';

/** Where a member of a record goes as it is: from, to, and what it must be. Of several with one goal the first that fits wins. */
export type Row = readonly [from: string, to: string, fits: Fits];

/** What is said at a path where no row has put anything. `undefined` is nothing to say. */
export type Fact = readonly [path: string, value: unknown];

/** How one signal with its record becomes an event. */
export interface Mapping {
  readonly ocsfClass: OcsfClass;
  /** A word of the class, or the source's own where the class has none. */
  readonly activity: string;
  /** {@link activity} */
  readonly status?: string | undefined;
  readonly rows: readonly Row[];
  /** The first at a path wins. */
  readonly facts: readonly Fact[];
}

/** Says how signals of one source become events. The record has been parsed, and nothing of it is known. */
export type Mapper = (signal: StoredSignal['signal'], record: JsonObject) => Mapping;
