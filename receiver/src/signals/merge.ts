import { MAX_PROVENANCES, type Provenance, type Signal } from './signal.ts';

/** A signal as it is stored: the record's text lies beside it. */
type Stored = Omit<Signal, 'raw'>;

/**
 * What comes of a signal that is there when the same comes again.
 *
 * - `known`: it stays as it is, and `signal` is it with one provenance more, or the very same where there is no room.
 * - `updated`: its source has changed it since, so `signal` is what came, with the provenances of both.
 * - `differing`: it stays, but the same way brought another text, which is worth a warning.
 */
export interface Merged {
  readonly result: 'known' | 'updated' | 'differing';
  readonly signal: Stored;
}

/** Merges what came into what is there. Messages overtake each other, so what is older than what is there changes nothing. */
export function mergeSignal(there: Stored, came: Stored): Merged {
  const isSameText = there.rawSha256 === came.rawSha256;
  if (!isSameText && came.updatedAt !== undefined && came.updatedAt >= (there.updatedAt ?? '')) {
    // The last one is the way of the text that is shown.
    const provenance = [...there.provenance.slice(0, MAX_PROVENANCES - 1), ...came.provenance];
    return { result: 'updated', signal: { ...came, provenance } };
  }
  // What is changed over time has other texts, and each way has a form of its own for the same event.
  const isComparable = came.updatedAt === undefined && there.provenance[0]?.path === came.provenance[0]?.path;
  // A file that is read again is no further way; a message never comes here twice.
  const isNewWay = there.provenance.length < MAX_PROVENANCES && !came.provenance.every((way) => isKnown(way, there));
  return {
    result: isSameText || !isComparable ? 'known' : 'differing',
    signal: isNewWay ? { ...there, provenance: [...there.provenance, ...came.provenance] } : there,
  };
}

function isKnown(way: Provenance, { provenance }: Stored): boolean {
  return (
    way.path === 's3' && provenance.some((known) => known.path === 's3' && known.bucket === way.bucket && known.key === way.key)
  );
}
