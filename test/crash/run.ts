import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../receiver/lib/open-store.js';
import type { Store } from '../../receiver/lib/store/store.js';
import { Replica } from './replica.ts';
import { createWorld, type Sent } from './world.ts';

/** What a run found. */
export interface Found {
  readonly kills: number;
  readonly messages: number;
  readonly files: number;
  readonly events: number;
  /** Messages that were sent again, as SNS does, since there was no 200. */
  readonly sentAgain: number;
  /** Events of messages that were answered 200, and are no signals at the end. */
  readonly lost: number;
  /** Signals beyond one for each event. */
  readonly doubled: number;
  /** Messages that were answered 200 and not in the store right after. */
  readonly acknowledgedButAbsent: number;
}

const SENDERS = 12;
/** A log file comes about so often, in messages. */
const FILE_EVERY = 25;
const DONE_WITHIN_MS = 120_000;

/** Kills receivers at random moments while messages and files arrive, then counts what is there. */
export async function crash(database: string, replicas: number, kills: number): Promise<Found> {
  const world = await createWorld();
  await setUp(database, world.workspace);
  const { pem, endpoint, tokenSha256, path } = world;
  const all: Replica[] = [];
  for (let each = 0; each < replicas; each += 1) all.push(await Replica.create({ database, pem, endpoint, tokenSha256 }, path));
  await Promise.all(all.map((replica) => replica.start()));

  const answered: Sent[] = [];
  let [sent, files, sentAgain, running] = [0, 0, 0, true];
  const sender = async (index: number) => {
    while (running) {
      sent += 1;
      const isFile = sent % FILE_EVERY === 0;
      if (isFile) files += 1;
      const message = isFile ? world.nextFile() : world.nextEvent();
      // As SNS does: to any of them, until one has answered.
      for (let tries = 0; (await all[(index + tries) % all.length]!.post(message.body)) !== 200; tries += 1) {
        sentAgain += 1;
        await sleep(100);
      }
      answered.push(message);
    }
  };
  const senders = Array.from({ length: SENDERS }, (_, index) => sender(index));
  let absent = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(Math.random() * 700);
    const victim = all[Math.floor(Math.random() * all.length)]!;
    await victim.kill();
    // What was answered until now, by whichever of them, must be there while the one that answered is not.
    absent += await missing(database, answered.slice());
    await victim.start();
  }
  running = false;
  await Promise.all(senders);
  try {
    return {
      kills,
      messages: answered.length,
      files,
      sentAgain,
      ...(await count(database, answered)),
      acknowledgedButAbsent: absent,
    };
  } finally {
    await Promise.all(all.map((replica) => replica.kill()));
    await world.stop();
  }
}

async function setUp(
  database: string,
  { monitor, account }: Awaited<ReturnType<typeof createWorld>>['workspace'],
): Promise<void> {
  const store = openStore(database);
  const problem = await store.changeWorkspace([
    { set: 'account', value: account },
    { set: 'monitor', value: monitor },
  ]);
  await store.close();
  if (problem !== undefined) throw new Error(problem);
}

/** How many of the last messages that were answered 200 are not in the store. */
async function missing(database: string, answered: readonly Sent[]): Promise<number> {
  const store = openStore(database);
  const found = await Promise.all(answered.slice(-200).map(({ key }) => store.message(key)));
  await store.close();
  return found.filter((message) => message === undefined).length;
}

async function count(database: string, answered: readonly Sent[]) {
  const store = openStore(database);
  try {
    const deadline = Date.now() + DONE_WITHIN_MS;
    for (;;) {
      const open = (await store.jobCounts(Date.now())).filter(({ state }) => state !== 'dead');
      if (open.length === 0) break;
      if (Date.now() > deadline) throw new Error(`jobs did not end: ${JSON.stringify(open)}`);
      await sleep(200);
    }
    const expected = new Set(answered.flatMap(({ eventIds: ids }) => ids));
    const there = await eventIds(store);
    const unique = new Set(there);
    const dead = (await store.jobCounts(Date.now())).length;
    if (dead > 0) throw new Error(`there are dead letters: ${JSON.stringify(await store.jobs({ limit: 5, now: Date.now() }))}`);
    const lost = [...expected].filter((id) => !unique.has(id)).length;
    return { events: expected.size, lost, doubled: there.length - unique.size };
  } finally {
    await store.close();
  }
}

/** The event id of every signal. */
async function eventIds(store: Store): Promise<string[]> {
  const found: string[] = [];
  let page = await store.signals({ limit: 500 });
  for (;;) {
    found.push(...page.signals.map(({ signal }) => signal.eventId));
    if (page.next === undefined) return found;
    page = await store.signals({ limit: 500, after: page.next });
  }
}
