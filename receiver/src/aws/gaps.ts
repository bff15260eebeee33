import type { BucketPin } from '../store/workspace.ts';
import type { ListedObject, ListPage, ListRequest } from './bucket.ts';
import { logFolders, past } from './log-folders.ts';

/** What finding gaps needs. */
export interface GapContext {
  /** Lists the bucket; each page is one call. */
  list(request: ListRequest): AsyncIterable<ListPage>;
  /** Which keys are known, queued or done. */
  knownKeys(bucket: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** What was remembered of this bucket and prefix. */
  readonly marks: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From when on files are wanted, in milliseconds since 1970. Only the first run asks. @default - a day ago */
  readonly since?: number;
  /** How many calls a run makes, at least 10. @default 1,000 */
  readonly maxCalls?: number;
}

/** What was found so far. First queue the keys, then remember the marks: then whatever happens in between is done again, and nothing is lost. */
export interface Gaps {
  /** Files that nobody announced, oldest first within a folder. At most 1,000. */
  readonly keys: readonly ListedObject[];
  readonly marks: ReadonlyMap<string, string>;
  /** Whether all was looked through. Otherwise the next run goes on from here. */
  readonly complete: boolean;
  /** How many folders of an account and Region this run looked into. None at the end of a whole round: the prefix is not the trail's. */
  readonly folders: number;
  readonly calls: number;
}

const DAY_MS = 86_400_000;
/** A notice may still be under way: so young a file is no gap yet. */
const SETTLED_MS = 10 * 60_000;
const LOG_FILE = /^(\d{4}\/\d\d\/\d\d)\/[^/]+\.json\.gz$/;
/** Marks have names beside folders, which end in a slash. */
const AT = 'at';
const SINCE = 'since';
const BEGUN = 'begun';
/** Folders beyond these are listed from the first day on every time: so many are nobody's accounts. */
const MAX_MARKS = 100_000;
const SAVE_EVERY_CALLS = 100;
/** More than it takes to get from the bucket to a file: with fewer, a run would come no further than the one before. */
const LEAST_CALLS = 10;

/**
 * Finds log files that no notice announced: goes through the folders of each account and Region in order, and lists each from the day
 * before the newest file that it had last time, since a file may come late under an older name. What the store does not know is a gap.
 *
 * A round costs a call for `AWSLogs/`, one for each organization, 1 + kinds for each account (a kind is CloudTrail, its Insight or network
 * activity), and one for each thousand files in each folder's last one or two days, at least one. 100 accounts in 17 Regions are about
 * 1,900 calls, which AWS sells for a cent.
 */
export async function* findGaps(pin: Pick<BucketPin, 'bucket' | 'prefix'>, context: GapContext): AsyncGenerator<Gaps> {
  const { now, marks } = context;
  const maxCalls = Math.max(context.maxCalls ?? 1_000, LEAST_CALLS);
  const settled = now - SETTLED_MS;
  const since = validDay(marks.get(SINCE)) ?? dayOf(context.since ?? now - DAY_MS);
  const changed = new Map<string, string>();
  if (marks.get(SINCE) !== since) changed.set(SINCE, since);
  let [at, calls, saved, folders, stopped] = [marks.get(AT) ?? '', 0, 0, 0, false];

  const reach = (position: string) => changed.set(AT, (at = position));
  const found = (keys: readonly ListedObject[], complete = false): Gaps => {
    const result = { keys, marks: new Map(changed), complete, folders, calls };
    changed.clear();
    saved = calls;
    return result;
  };
  /** Pages, until there is none or the run has made its calls. */
  async function* pages(request: ListRequest): AsyncGenerator<ListPage> {
    const listing = context.list(request)[Symbol.asyncIterator]();
    for (;;) {
      if (calls >= maxCalls) return void (stopped = true);
      const next: IteratorResult<ListPage, unknown> = await listing.next();
      if (next.done === true) return;
      calls += 1;
      yield next.value;
    }
  }
  const walk = {
    prefix: pin.prefix,
    at,
    stopped: () => stopped,
    passed: (path: string) => void reach(past(path)),
    async *folders(prefix: string, startAfter: string | undefined) {
      for await (const page of pages({ prefix, delimiter: '/', ...(startAfter !== undefined && { startAfter }) }))
        yield* page.prefixes;
    },
  };

  for await (const { path, prefix } of logFolders(walk)) {
    folders += 1;
    const mark = validDay(marks.get(path));
    const first = mark === undefined ? since : dayBefore(mark);
    const resumed = at.startsWith(path);
    const startAfter = resumed ? at : path + first;
    // What was not settled yet, or came while a run rested in the middle of a folder, may lie behind it. So no mark is later than the day of
    // which all was there when the folder was begun.
    const begun = resumed ? (validDay(marks.get(BEGUN)) ?? first) : dayOf(settled);
    if (begun !== marks.get(BEGUN)) changed.set(BEGUN, begun);
    let newest = later(mark ?? since, dayIn(path, startAfter), begun);
    for await (const { objects } of pages({ prefix, startAfter })) {
      const files = objects.filter(({ key, lastModified }) => isLogFile(path, key) && lastModified <= settled);
      const names = files.map(({ key }) => key);
      const known = names.length === 0 ? new Set() : await context.knownKeys(pin.bucket, names);
      const keys = files.filter(({ key }) => !known.has(key));
      for (const { key } of objects) newest = later(newest, dayIn(path, key), begun);
      const last = objects.at(-1);
      if (last !== undefined) reach(last.key);
      if (keys.length > 0 || calls - saved >= SAVE_EVERY_CALLS) yield found(keys);
    }
    if (stopped) break;
    if (newest !== marks.get(path) && (marks.has(path) || marks.size < MAX_MARKS)) changed.set(path, newest);
  }
  if (!stopped) reach('');
  yield found([], !stopped);
}

/** The later of two days, but none after the last: one file with a name of the future must not have all others skipped. */
function later(day: string, other: string | undefined, last: string): string {
  return other !== undefined && other > day && other <= last ? other : day;
}

const isLogFile = (path: string, key: string) => key.startsWith(path) && LOG_FILE.test(key.slice(path.length));
const dayIn = (path: string, key: string) => validDay(LOG_FILE.exec(key.slice(path.length))?.[1]);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
const timeOf = (day: string) => Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`);
const dayBefore = (day: string) => dayOf(timeOf(day) - DAY_MS);

function validDay(day: string | undefined): string | undefined {
  return day !== undefined && /^\d{4}\/\d\d\/\d\d$/.test(day) && Number.isFinite(timeOf(day)) ? day : undefined;
}
