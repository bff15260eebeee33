import fc from 'fast-check';
import { inOrder, listPage } from '../../../test/support/s3-listing.ts';
import type { ListedObject, ListPage, ListRequest } from './bucket.ts';
import { findGaps, type GapContext, type Gaps } from './gaps.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-10T12:00:00Z');
const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
const [ACCOUNT = ''] = ACCOUNTS;
const ORGANIZATION = 'o-a1b2c3d4e5';

/** The name of a log file of a time. */
let made = 0;
function file(time: number, folder = `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`): string {
  const [day = '', clock = ''] = new Date(time).toISOString().split('T');
  const [, account = '', kind = '', region = ''] = /(\d{12})\/([^/]+)\/([^/]+)\/$/.exec(folder) ?? [];
  const minute = `${day.replaceAll('-', '')}T${clock.slice(0, 5).replace(':', '')}Z`;
  return `${folder}${day.replaceAll('-', '/')}/${account}_${kind}_${region}_${minute}_${String((made += 1)).padStart(16, '0')}.json.gz`;
}

/** A bucket and what is known of it, as the receiver keeps it. */
class World {
  readonly objects = new Map<string, ListedObject>();
  readonly known = new Set<string>();
  readonly marks = new Map<string, string>();
  readonly asked: ListRequest[] = [];
  pageSize = 1_000;
  now = NOW;

  put(key: string, { at = this.now - HOUR, announced = false } = {}): string {
    this.objects.set(key, { key, size: 1, etag: 'e', lastModified: at });
    if (announced) this.known.add(key);
    return key;
  }

  context(more: Partial<GapContext> = {}): GapContext {
    return {
      list: (request) => this.#list(request),
      knownKeys: async (_, keys) => new Set(keys.filter((key) => this.known.has(key))),
      marks: new Map(this.marks),
      now: this.now,
      ...more,
    };
  }

  async *#list(request: ListRequest): AsyncGenerator<ListPage> {
    const { startAfter, ...listing } = request;
    const sorted = [...this.objects.values()].sort((a, b) => inOrder(a.key, b.key));
    let after = startAfter;
    for (;;) {
      this.asked.push(request);
      const { next, ...page } = listPage(sorted, { ...listing, limit: this.pageSize, ...(after !== undefined && { after }) });
      yield page;
      if (next === undefined) return;
      after = next;
    }
  }
}

/** One run, with what a caller does: queue, then remember. Gives the keys, and the last word. */
async function run(world: World, prefix = 'AWSLogs/', more: Partial<GapContext> = {}): Promise<{ keys: string[]; last: Gaps }> {
  const keys: string[] = [];
  let last: Gaps | undefined;
  for await (last of findGaps({ bucket: 'logs', prefix }, world.context(more))) {
    for (const { key } of last.keys) {
      keys.push(key);
      world.known.add(key);
    }
    for (const [name, value] of last.marks) world.marks.set(name, value);
  }
  if (last === undefined) throw new Error('a run says something');
  return { keys, last };
}

/** Runs until all was looked through so often. */
async function rounds(of: World, count: number, more: Partial<GapContext> = {}): Promise<void> {
  for (let runs = 0, complete = 0; complete < count; runs += 1) {
    if (runs > 60) throw new Error('the runs come no further');
    if ((await run(of, 'AWSLogs/', more)).last.complete) complete += 1;
  }
}

let world: World;
beforeEach(() => (world = new World()));

test('files that no notice announced are found, and no others', async () => {
  world.put(file(NOW - 3 * HOUR), { announced: true });
  const missing = [world.put(file(NOW - 2 * HOUR)), world.put(file(NOW - HOUR))];
  const { keys, last } = await run(world);
  expect(keys).toEqual(missing);
  expect(last).toMatchObject({ complete: true, folders: 1 });
  expect((await run(world)).keys).toEqual([]);
});

test("a gap comes with the file's digest and time, by which it is queued", async () => {
  const key = world.put(file(NOW - HOUR));
  const { value } = await findGaps({ bucket: 'logs', prefix: 'AWSLogs/' }, world.context()).next();
  expect((value as Gaps).keys).toEqual([{ key, size: 1, etag: 'e', lastModified: NOW - HOUR }]);
});

test.each([
  ['of one account', 'AWSLogs/', `AWSLogs/${ACCOUNT}/`],
  ['of an organization', 'AWSLogs/', `AWSLogs/${ORGANIZATION}/${ACCOUNT}/`],
  ['of an organization that the prefix names', `AWSLogs/${ORGANIZATION}/`, `AWSLogs/${ORGANIZATION}/${ACCOUNT}/`],
  ['of Control Tower', `${ORGANIZATION}/AWSLogs/${ORGANIZATION}/`, `${ORGANIZATION}/AWSLogs/${ORGANIZATION}/${ACCOUNT}/`],
  ['with a prefix of its own', 'trail/of/ours/', `trail/of/ours/AWSLogs/${ACCOUNT}/`],
  ['with a prefix whose slash was left off', 'trail/of/ours', `trail/of/ours/AWSLogs/${ACCOUNT}/`],
  ['in a bucket of its own', '', `AWSLogs/${ACCOUNT}/`],
  ['whose first letters are given', 'AWSL', `AWSLogs/${ACCOUNT}/`],
  ['whose accounts begin with given digits', `AWSLogs/${ACCOUNT.slice(0, 4)}`, `AWSLogs/${ACCOUNT}/`],
  ['of one account that is given', `AWSLogs/${ACCOUNT}/`, `AWSLogs/${ACCOUNT}/`],
])('the log files of a trail %s are found', async (_, prefix, account) => {
  const kinds = ['CloudTrail', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity'];
  const files = kinds.flatMap((kind) => ['eu-west-1', 'us-gov-west-1'].map((region) => `${account}${kind}/${region}/`));
  for (const folder of files) world.put(file(NOW - HOUR, folder));
  const { keys, last } = await run(world, prefix);
  expect(keys).toEqual([...world.objects.keys()].sort(inOrder));
  expect(last).toMatchObject({ complete: true, folders: 6 });
  for (const request of world.asked) expect(request.prefix.startsWith(prefix)).toBe(true);
});

test.each([
  ['one Region', `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`],
  ['a month of it', `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2026/03/`],
])('where the prefix names %s, only that is listed, in one call', async (_, prefix) => {
  const key = world.put(file(NOW - HOUR));
  world.put(file(NOW - HOUR, `AWSLogs/${ACCOUNT}/CloudTrail/us-east-2/`));
  expect(await run(world, prefix)).toMatchObject({ keys: [key], last: { calls: 1, folders: 1 } });
});

test('where the prefix names a kind, the others are left', async () => {
  const key = world.put(file(NOW - HOUR));
  world.put(file(NOW - HOUR, `AWSLogs/${ACCOUNT}/CloudTrail-Insight/us-east-1/`));
  expect((await run(world, `AWSLogs/${ACCOUNT}/CloudTrail/`)).keys).toEqual([key]);
});

test.each([
  `AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/2026/03/10/x.json.gz`,
  `AWSLogs/${ACCOUNT}/CloudTrail-Aggregated/us-east-1/2026/03/10/x.json.gz`,
  `AWSLogs/${ACCOUNT}/Config/us-east-1/2026/3/10/x.json.gz`,
  `AWSLogs/${ACCOUNT}/vpcflowlogs/us-east-1/2026/03/10/x.log.gz`,
  `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2026/03/10/x.json`,
  `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2026/03/10/deeper/x.json.gz`,
  `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/x.json.gz`,
  `AWSLogs/${ACCOUNT}/CloudTrail/x/2026/03/10/x.json.gz`,
  'AWSLogs/AWSLogs/2026/03/10/x.json.gz',
  `AWSLogs/o-X/${ACCOUNT}/CloudTrail/us-east-1/2026/03/10/x.json.gz`,
  `other/${ACCOUNT}/CloudTrail/us-east-1/2026/03/10/x.json.gz`,
])('%s is no log file of the trail', async (key) => {
  world.put(key);
  expect(await run(world)).toMatchObject({ keys: [], last: { complete: true } });
});

test('a prefix under which no trail writes has no folder, which a caller can tell', async () => {
  world.put(`elsewhere/${file(NOW - HOUR)}`);
  expect(await run(world, 'trail/')).toMatchObject({ keys: [], last: { complete: true, folders: 0 } });
});

describe('the first run', () => {
  test('begins a day ago', async () => {
    world.put(file(NOW - 3 * DAY));
    const key = world.put(file(NOW - DAY + HOUR));
    expect((await run(world)).keys).toEqual([key]);
  });

  test('begins when it is told to', async () => {
    world.put(file(NOW - 9 * DAY));
    const keys = [world.put(file(NOW - 7 * DAY)), world.put(file(NOW - HOUR))];
    expect((await run(world, 'AWSLogs/', { since: NOW - 7 * DAY })).keys).toEqual(keys);
  });

  test('says from when on files are wanted of accounts that come later, too', async () => {
    await run(world);
    world.now += 7 * DAY;
    const folder = `AWSLogs/${ACCOUNTS[1]}/CloudTrail/us-east-1/`;
    world.put(file(NOW - 3 * DAY, folder));
    const keys = [world.put(file(NOW + HOUR, folder)), world.put(file(NOW + 5 * DAY, folder))];
    expect((await run(world)).keys).toEqual(keys);
  });
});

describe('a later run', () => {
  test('begins a day before the newest file of a folder, since files come late under older names', async () => {
    world.put(file(NOW - HOUR));
    await run(world);
    world.now += HOUR;
    const late = world.put(file(NOW - DAY));
    expect((await run(world)).keys).toEqual([late]);
    expect(world.asked.at(-1)?.startAfter).toMatch(/us-east-1\/2026\/03\/09$/);
  });

  test('begins there however long ago it was: a bucket that is filled from elsewhere may lag behind', async () => {
    world.put(file(NOW - HOUR));
    await run(world);
    world.now += 20 * DAY;
    const keys = [world.put(file(NOW + HOUR)), world.put(file(NOW + 19 * DAY))];
    expect((await run(world)).keys).toEqual(keys);
  });

  test('is not led past anything by a file with a name of the future', async () => {
    world.put(file(Date.parse('2999-01-01T00:00:00Z')));
    world.put(`AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/9999/99/99/x.json.gz`);
    await run(world);
    world.now += DAY;
    const key = world.put(file(NOW + HOUR));
    expect((await run(world)).keys).toEqual([key]);
  });

  test('goes by no mark that it could not have made', async () => {
    const key = world.put(file(NOW - HOUR));
    world.marks.set(`AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`, 'zzz').set('since', '2026/13/77');
    expect((await run(world)).keys).toEqual([key]);
  });
});

test('a file whose notice may still be under way is no gap yet, and is one later', async () => {
  const key = world.put(file(NOW), { at: NOW - 60_000 });
  world.put(file(NOW), { at: NOW - HOUR, announced: true });
  expect((await run(world)).keys).toEqual([]);
  world.now += HOUR;
  expect((await run(world)).keys).toEqual([key]);
});

test('a file that comes late, while a run rests for days behind where it belongs, is found by the round after', async () => {
  world.pageSize = 1;
  for (let hour = 1; hour < 12; hour += 1) world.put(file(NOW - hour * HOUR), { announced: true });
  await run(world, 'AWSLogs/', { maxCalls: 10 });
  world.now += 20 * HOUR;
  const late = world.put(file(NOW - 11.5 * HOUR + HOUR), { at: world.now });
  world.now += 3 * DAY;
  world.put(file(world.now), { at: world.now, announced: true });
  await rounds(world, 2);
  expect(world.known).toContain(late);
});

test('a file that came a day late just before midnight, and was no gap yet just after it, is found by the round after', async () => {
  world.now = Date.parse('2026-03-10T00:05:00Z');
  world.put(file(world.now - 60_000), { announced: true });
  const late = world.put(file(world.now - DAY - 8 * 60_000), { at: world.now - 8 * 60_000 });
  world.put(file(world.now), { at: world.now, announced: true });
  await rounds(world, 1, { since: world.now - 3 * DAY });
  world.now += HOUR;
  await rounds(world, 1);
  expect(world.known).toContain(late);
});

describe('a bounded run', () => {
  const fill = () => {
    world.pageSize = 3;
    const folders = ACCOUNTS.flatMap((account) =>
      ['CloudTrail', 'CloudTrail-Insight'].flatMap((kind) =>
        ['eu-west-1', 'us-east-1'].map((region) => `AWSLogs/${account}/${kind}/${region}/`),
      ),
    );
    for (const folder of folders) for (let hour = 1; hour < 9; hour += 1) world.put(file(NOW - hour * HOUR, folder));
  };

  test('makes no more calls than it may, and the next goes on from there, until all is looked through', async () => {
    fill();
    const found: string[] = [];
    for (let runs = 1; ; runs += 1) {
      const before = world.asked.length;
      const { keys, last } = await run(world, 'AWSLogs/', { maxCalls: 10 });
      expect(world.asked.length - before).toBeLessThanOrEqual(10);
      found.push(...keys);
      if (last.complete) break;
      expect(keys.length).toBeGreaterThan(0);
      expect(runs).toBeLessThan(30);
    }
    expect(found).toEqual([...world.objects.keys()].sort(inOrder));
  });

  test('comes further even where its calls end within one folder, and within strangers', async () => {
    world.pageSize = 1;
    for (let stranger = 0; stranger < 50; stranger += 1) world.put(`AWSLogs/0-stranger-${stranger}/x`);
    for (let minute = 0; minute < 50; minute += 1) world.put(file(NOW - HOUR - minute * 60_000));
    await rounds(world, 1, { maxCalls: 1 });
    expect([...world.known].length).toBe(50);
  });

  test('goes through no kind twice, whose name comes before one that it begins like', async () => {
    for (const kind of ['CloudTrail', 'CloudTrail-Insight'])
      for (let region = 1; region < 20; region += 1) world.put(file(NOW - HOUR, `AWSLogs/${ACCOUNT}/${kind}/us-east-${region}/`));
    await rounds(world, 1, { maxCalls: 10 });
    // 2 + 2 kinds + 38 folders, and the way back to where it was for each of the runs.
    expect(world.asked.length).toBeLessThan(70);
    expect(world.known.size).toBe(38);
  });

  test('gives at most a page at once, and remembers nothing before it was given', async () => {
    fill();
    const marks = new Map<string, string>();
    const given = new Set<string>();
    for await (const gaps of findGaps({ bucket: 'logs', prefix: 'AWSLogs/' }, world.context())) {
      expect(gaps.keys.length).toBeLessThanOrEqual(3);
      for (const { key } of gaps.keys) given.add(key);
      for (const [name, value] of gaps.marks) marks.set(name, value);
      const at = marks.get('at') ?? '';
      if (!gaps.complete) for (const key of world.objects.keys()) if (inOrder(key, at) <= 0) expect(given.has(key)).toBe(true);
    }
  });
});

test('what a crash between queueing and remembering leaves is found again, and nothing is lost', async () => {
  const keys = [NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR].map((time) => world.put(file(time)));
  world.pageSize = 1;
  for await (const gaps of findGaps({ bucket: 'logs', prefix: 'AWSLogs/' }, world.context())) {
    expect(gaps.keys).toHaveLength(1);
    break;
  }
  expect((await run(world)).keys).toEqual(keys);
});

test('a round over 3 accounts in 4 Regions costs 1 call for AWSLogs/, 2 for each account, and 1 for each folder', async () => {
  for (const account of ACCOUNTS)
    for (const region of ['eu-west-1', 'eu-west-2', 'us-east-1', 'us-east-2'])
      world.put(file(NOW - HOUR, `AWSLogs/${account}/CloudTrail/${region}/`));
  expect((await run(world)).last.calls).toBe(1 + 3 * 2 + 3 * 4);
  expect(world.asked).toHaveLength(19);
});

test('whatever arrives when and in which order, announced or not, in the end nothing is missing', async () => {
  const folders = [
    `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`,
    `AWSLogs/${ACCOUNT}/CloudTrail/us-east-2/`,
    `AWSLogs/${ACCOUNT}/CloudTrail-Insight/us-east-1/`,
    `AWSLogs/${ORGANIZATION}/${ACCOUNTS[1]}/CloudTrail/eu-west-1/`,
    `AWSLogs/${ACCOUNTS[2]}/CloudTrail-NetworkActivity/eu-west-1/`,
  ];
  const arrive = fc.record({
    folder: fc.constantFrom(...folders),
    // As late as may be, or not at all: what lies between hides no mistake of a bound.
    late: fc.oneof(fc.constantFrom(0, DAY, DAY / 2), fc.integer({ min: 0, max: DAY })),
    announced: fc.boolean(),
  });
  const wait = fc.oneof(fc.integer({ min: 0, max: 2 * HOUR }), fc.integer({ min: 0, max: 4 * DAY }));
  const step = fc.record({
    wait,
    arrive: fc.array(arrive, { maxLength: 12 }),
    run: fc.option(fc.record({ maxCalls: fc.constantFrom(1, 11, 13, 40), crash: fc.nat(4) }), { freq: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), async (steps, pageSize) => {
      const it = new World();
      it.pageSize = pageSize;
      await run(it);
      for (const what of steps) {
        it.now += what.wait;
        for (const { folder, late, announced } of what.arrive) it.put(file(it.now - late, folder), { at: it.now, announced });
        if (what.run === null) continue;
        let { crash } = what.run;
        for await (const { keys, marks } of findGaps({ bucket: 'logs', prefix: 'AWSLogs/' }, it.context(what.run))) {
          for (const { key } of keys) it.known.add(key);
          if ((crash -= 1) === 0) break;
          for (const [name, value] of marks) it.marks.set(name, value);
        }
      }
      it.now += HOUR;
      // The round that is under way, and a whole one after it.
      await rounds(it, 2);
      expect([...it.objects.keys()].filter((key) => !it.known.has(key))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
