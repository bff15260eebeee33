import fc from 'fast-check';
import { eventually, recordingLogger } from '../../../test/support/receiver.ts';
import {
  ACCOUNTS,
  except,
  gate,
  ids,
  MemoryOutbox,
  RecordingSink,
  signalsOf,
  storedSignal,
} from '../../../test/support/sinks.ts';
import type { StoredSignal } from '../store/signals.ts';
import type { Pace } from './pace.ts';
import { SinkRunner } from './runner.ts';
import { DeliveryError } from './sink.ts';
import type { SinkStore } from './sink-store.ts';

/** The outbox under test, with a way to store signals as the receiver would. */
interface Outbox {
  readonly store: SinkStore;
  add(...signals: readonly StoredSignal[]): Promise<void>;
  close(): Promise<void>;
}
async function openOutbox(): Promise<Outbox> {
  const store = new MemoryOutbox();
  return { store, add: (...signals) => store.add(...signals), close: async () => undefined };
}

const PACE: Pace = { leaseMs: 60_000, pollMs: 5, waitMs: 5, gatherMs: 0, retryMs: () => 1 };
/** Only {@link SinkRunner.wake} ends a pause. */
const NEVER = 1_000_000;
const log = recordingLogger();
let running: SinkRunner[] = [];
let outbox: Outbox;

beforeEach(async () => {
  outbox = await openOutbox();
  log.lines.length = 0;
});
afterEach(async () => {
  await Promise.all(running.map((runner) => runner.stop(0)));
  running = [];
  await outbox.close();
});

async function run(
  sinks: Readonly<Record<string, RecordingSink>>,
  { store = outbox.store, now = Date.now, ...pace }: Partial<Pace> & { store?: SinkStore; now?: () => number } = {},
): Promise<SinkRunner> {
  const named = Object.entries(sinks).map(([name, sink]) => ({ name, sink }));
  const runner = new SinkRunner(store, named, { log, now, pace: { ...PACE, ...pace } });
  running.push(runner);
  await runner.start();
  return runner;
}
const mark = async (name: string) => (await outbox.store.marks('sink')).get(name);
const has = (sink: RecordingSink, signals: readonly StoredSignal[]) =>
  eventually(async () => ids(signals).every((id) => sink.ids.includes(id)));
const isRemembered = (name: string) => eventually(async () => (await mark(name)) === (await outbox.store.latestCursor()));

describe('a sink of no process that stays', () => {
  const drained = async (sink: RecordingSink, ms = 10_000) => {
    const runner = new SinkRunner(outbox.store, [{ name: 'siem', sink }], { log, pace: PACE });
    await runner.begin();
    await runner.drain(ms);
    await runner.stop();
  };

  test('gets what is there, batch after batch, and the next process goes on behind it', async () => {
    const [first, second] = [new RecordingSink(), new RecordingSink()];
    await drained(first);
    const [some, more] = [signalsOf(ACCOUNTS[0], 1_200), signalsOf(ACCOUNTS[1], 3)];
    await outbox.add(...some);
    await drained(first);
    expect(first.ids).toEqual(ids(some));
    await outbox.add(...more);
    await drained(second);
    expect(second.ids).toEqual(ids(more));
  });

  test('that takes nothing gets it the next time', async () => {
    await drained(new RecordingSink());
    const signals = signalsOf(ACCOUNTS[0], 2);
    await outbox.add(...signals);
    const down = new RecordingSink(() => {
      throw new DeliveryError('it is down');
    });
    await drained(down);
    expect(down.tries).toHaveLength(1);
    const sink = new RecordingSink();
    await drained(sink);
    expect(sink.ids).toEqual(ids(signals));
  });

  test('that hangs is given up when the time is over', async () => {
    await drained(new RecordingSink());
    await outbox.add(storedSignal());
    const hanging = new RecordingSink(() => new Promise(() => undefined));
    await drained(hanging, 20);
    expect(hanging.tries).toHaveLength(1);
  });

  test('is left to the process that serves it', async () => {
    const serving = new RecordingSink();
    await run({ siem: serving });
    const signals = signalsOf(ACCOUNTS[0], 2);
    await outbox.add(...signals);
    const other = new RecordingSink();
    await drained(other);
    await has(serving, signals);
    expect(other.tries).toEqual([]);
  });
});

describe('a sink', () => {
  test('gets each new signal once, in the order in which they were stored', async () => {
    const sink = new RecordingSink();
    await run({ siem: sink });
    const signals = ACCOUNTS.flatMap((account) => signalsOf(account, 400));
    for (let at = 0; at < signals.length; at += 100) await outbox.add(...signals.slice(at, at + 100));
    await has(sink, signals);
    expect(sink.ids).toEqual(ids(signals));
  });

  test('that is new gets only what comes from then on', async () => {
    const before = storedSignal();
    await outbox.add(before);
    const sink = new RecordingSink();
    await run({ siem: sink });
    const after = storedSignal();
    await outbox.add(after);
    await has(sink, [after]);
    expect(sink.ids).toEqual(ids([after]));
  });

  test('gets what was stored while no process ran', async () => {
    const first = await run({ siem: new RecordingSink() });
    await first.stop();
    const missed = signalsOf(ACCOUNTS[0], 3);
    await outbox.add(...missed);
    const sink = new RecordingSink();
    await run({ siem: sink });
    await has(sink, missed);
    expect(sink.ids).toEqual(ids(missed));
  });

  test('gets what was stored as soon as the start has resolved, even if the process then ended at once', async () => {
    const sink = new RecordingSink(() => new Promise(() => undefined));
    await run({ siem: sink }, { store: except(outbox.store, { dropLease: async () => undefined }), leaseMs: 0 });
    const signal = storedSignal();
    await outbox.add(signal);
    const next = new RecordingSink();
    await run({ siem: next });
    await has(next, [signal]);
    expect(next.ids).toEqual(ids([signal]));
  });

  test('gets the same batch again, and nothing else before it, as long as it fails', async () => {
    let failures = 3;
    const sink = new RecordingSink(() => {
      if (failures-- > 0) throw new DeliveryError('the webhook answered 503');
    });
    await run({ siem: sink });
    const signals = signalsOf(ACCOUNTS[0], 3);
    await outbox.add(signals[0]!);
    await eventually(async () => sink.tries.length > 0);
    await outbox.add(...signals.slice(1));
    await has(sink, signals);
    expect(sink.ids).toEqual(ids(signals));
    expect(new Set(sink.tries.slice(0, 4)).size).toBe(1);
  });

  test('gets a batch again that arrived before the process could remember it', async () => {
    const forgetful = except(outbox.store, {
      setMarks: async (scope, values) => {
        if ((await mark('siem')) !== undefined) throw new Error('the process ended');
        await outbox.store.setMarks(scope, values);
      },
      dropLease: async () => undefined,
    });
    const first = new RecordingSink();
    await run({ siem: first }, { store: forgetful, leaseMs: 0 });
    const signals = signalsOf(ACCOUNTS[0], 2);
    await outbox.add(...signals);
    await has(first, signals);
    const second = new RecordingSink();
    await run({ siem: second });
    await has(second, signals);
    expect(second.ids).toEqual(ids(signals));
  });

  test('does not get a batch again only because the store could not remember it at once', async () => {
    let failures = 3;
    const store = except(outbox.store, {
      setMarks: async (scope, values) => {
        if ((await mark('siem')) !== undefined && failures-- > 0) throw new Error('no connection');
        await outbox.store.setMarks(scope, values);
      },
    });
    const sink = new RecordingSink();
    await run({ siem: sink }, { store });
    await outbox.add(storedSignal());
    await isRemembered('siem');
    expect(failures).toBeLessThan(0);
    expect(sink.batches).toHaveLength(1);
  });

  test('goes on by itself after the store was away', async () => {
    let isAway = false;
    const away = async <T>(answer: Promise<T>) => {
      if (isAway) throw new Error('no connection');
      return answer;
    };
    const store = except(outbox.store, {
      newSignals: (...all) => away(outbox.store.newSignals(...all)),
      takeLease: (...all) => away(outbox.store.takeLease(...all)),
    });
    const sink = new RecordingSink();
    await run({ siem: sink }, { store });
    isAway = true;
    await eventually(async () => log.lines.some(({ level }) => level === 'error'));
    const signal = storedSignal();
    await outbox.add(signal);
    isAway = false;
    await has(sink, [signal]);
    expect(sink.ids).toEqual(ids([signal]));
  });

  test('is not held up by another one that is slow or fails', async () => {
    const slow = new RecordingSink(() => new Promise(() => undefined));
    const broken = new RecordingSink(() => {
      throw new DeliveryError('the webhook answered 400', { hopeless: true });
    });
    const sink = new RecordingSink();
    await run({ slow, broken, siem: sink });
    for (const signal of signalsOf(ACCOUNTS[0], 3)) {
      await outbox.add(signal);
      await has(sink, [signal]);
    }
    expect(sink.ids).toHaveLength(3);
    expect([slow.batches, broken.batches]).toEqual([[], []]);
  });

  test('gets a signal at once when it is woken', async () => {
    const sink = new RecordingSink();
    const runner = await run({ siem: sink }, { pollMs: NEVER });
    for (const signal of signalsOf(ACCOUNTS[0], 3)) {
      await outbox.add(signal);
      runner.wake();
      await has(sink, [signal]);
    }
    expect(sink.ids).toHaveLength(3);
  });

  test('is not left asleep by a wake that comes while it looks', async () => {
    const sink = new RecordingSink();
    const late = storedSignal();
    let added = false;
    const store = except(outbox.store, {
      newSignals: async (...all) => {
        const answer = await outbox.store.newSignals(...all);
        if (!added) {
          added = true;
          await outbox.add(late);
          runner.wake();
        }
        return answer;
      },
    });
    const runner = new SinkRunner(store, [{ name: 'siem', sink }], { log, pace: { ...PACE, pollMs: NEVER } });
    running.push(runner);
    await runner.start();
    await has(sink, [late]);
    expect(sink.ids).toEqual(ids([late]));
  });

  test('that refuses is an error in the log with its name, once for each try, and a note when it takes signals again', async () => {
    let failures = 2;
    const sink = new RecordingSink(() => {
      if (failures-- > 0) throw new DeliveryError('the webhook answered 401', { hopeless: true });
    });
    await run({ siem: sink });
    await outbox.add(storedSignal());
    await isRemembered('siem');
    const told = log.lines.filter(({ about }) => about['sink'] === 'siem').map(({ level, about }) => [level, about['problem']]);
    expect(told).toEqual([
      ['info', undefined],
      ['error', 'the webhook answered 401'],
      ['error', 'the webhook answered 401'],
      ['info', undefined],
    ]);
  });
});

describe('several processes', () => {
  test('serve a sink one at a time, and the next goes on where the one before stopped', async () => {
    const first = new RecordingSink();
    const second = new RecordingSink();
    const runner = await run({ siem: first });
    await run({ siem: second });
    const early = signalsOf(ACCOUNTS[0], 5);
    await outbox.add(...early);
    await has(first, early);
    await runner.stop();
    const late = signalsOf(ACCOUNTS[0], 5);
    await outbox.add(...late);
    await has(second, late);
    expect(first.ids).toEqual(ids(early));
    expect(second.ids).toEqual(ids(late));
  });

  test('share the sinks, but not one sink', async () => {
    const sinks = { a: new RecordingSink(), b: new RecordingSink() };
    const others = { a: new RecordingSink(), b: new RecordingSink() };
    await run(sinks);
    await run(others);
    const signals = signalsOf(ACCOUNTS[0], 20);
    await outbox.add(...signals);
    for (const name of ['a', 'b'] as const) {
      await eventually(async () => sinks[name].ids.length + others[name].ids.length === 20);
      expect([...sinks[name].ids, ...others[name].ids]).toEqual(ids(signals));
    }
  });

  test('leave a sink to the one that serves it for as long as a delivery takes', async () => {
    const { promise, open } = gate();
    const first = new RecordingSink(() => promise);
    const second = new RecordingSink();
    let extended = 0;
    const store = except(outbox.store, {
      takeLease: async (...all) => {
        if (first.tries.length > 0) extended += 1;
        return outbox.store.takeLease(...all);
      },
    });
    await run({ siem: first }, { store, leaseMs: 300 });
    const signals = signalsOf(ACCOUNTS[0], 2);
    await outbox.add(...signals);
    await eventually(async () => first.tries.length > 0);
    await run({ siem: second });
    await eventually(async () => extended > 4);
    open();
    await has(first, signals);
    expect(second.tries).toEqual([]);
  });

  /** One that is gone for so long, in the middle of a delivery, that another one takes over; `comeBack` lets it finish that delivery. */
  async function goneForLong() {
    let time = 0;
    const now = () => time;
    const { promise, open } = gate();
    const first = new RecordingSink(() => promise);
    const remembered: string[] = [];
    const store = except(outbox.store, {
      setMarks: async (scope, values) => {
        remembered.push(...values.values());
        await outbox.store.setMarks(scope, values);
      },
    });
    await run({ siem: first }, { store, now });
    const signals = signalsOf(ACCOUNTS[0], 2);
    await outbox.add(...signals);
    await eventually(async () => first.tries.length > 0);
    const begun = [...remembered];
    time += PACE.leaseMs + 1;
    const second = new RecordingSink();
    const other = await run({ siem: second }, { now });
    signals.push(storedSignal());
    await outbox.add(...signals.slice(2));
    await has(second, signals);
    await isRemembered('siem');
    const comeBack = async () => {
      open();
      await eventually(async () => first.batches.length > 0);
    };
    return { first, second, other, signals, comeBack, remembersNothing: () => expect(remembered).toEqual(begun) };
  }

  test('take over from one that was gone for too long, which takes nothing back', async () => {
    const { first, second, signals, comeBack, remembersNothing } = await goneForLong();
    await comeBack();
    const later = storedSignal();
    await outbox.add(later);
    await has(second, [later]);
    await isRemembered('siem');
    expect(first.ids).toEqual(ids(signals.slice(0, 2)));
    expect(second.ids).toEqual(ids([...signals, later]));
    remembersNothing();
  });

  test('take over from one that was gone for too long, which goes on where they stopped', async () => {
    const { first, other, signals, comeBack } = await goneForLong();
    await other.stop();
    await comeBack();
    const later = storedSignal();
    await outbox.add(later);
    await has(first, [later]);
    await isRemembered('siem');
    expect(first.ids).toEqual(ids([...signals.slice(0, 2), later]));
  });

  test('break off a delivery once another one serves the sink', async () => {
    let time = 0;
    let isAborted = false;
    const first = new RecordingSink(
      (_, abort) =>
        new Promise((_resolve, reject) => {
          abort.addEventListener('abort', () => {
            isAborted = true;
            reject(new DeliveryError('it was given up'));
          });
        }),
    );
    const runner = await run({ siem: first }, { now: () => time, leaseMs: 60 });
    await outbox.add(storedSignal());
    await eventually(async () => first.tries.length > 0);
    expect(await outbox.store.takeLease('sink:siem', 'another', time + 61, time + NEVER)).toBe(true);
    time += 61;
    await eventually(async () => isAborted);
    expect((await runner.states())[0]).toMatchObject({ delivered: 0, failures: 0 });
  });
});

describe('a stop', () => {
  test('finishes the batch under way, remembers it, and closes the sink', async () => {
    const { promise, open } = gate();
    const sink = new RecordingSink(() => promise);
    const runner = await run({ siem: sink });
    await outbox.add(storedSignal());
    await eventually(async () => sink.tries.length > 0);
    const stopped = runner.stop();
    open();
    await stopped;
    expect(sink.batches).toHaveLength(1);
    expect(await mark('siem')).toBe(await outbox.store.latestCursor());
    expect(sink.closed).toBe(true);
  });

  test('does not wait for ever for a sink that takes nothing', async () => {
    const sink = new RecordingSink(
      (_, abort) =>
        new Promise((_resolve, reject) => abort.addEventListener('abort', () => reject(new DeliveryError('given up')))),
    );
    const runner = await run({ siem: sink });
    await outbox.add(storedSignal());
    await eventually(async () => sink.tries.length > 0);
    await runner.stop(1);
    expect(sink.batches).toEqual([]);
    expect(sink.closed).toBe(true);
  });

  test('ends a pause, however long', async () => {
    const runner = await run({ idle: new RecordingSink() }, { pollMs: NEVER });
    await expect(runner.stop()).resolves.toBeUndefined();
  });
});

describe('how a sink stands', () => {
  test('is how long the oldest signal that it lacks has waited, and what it last failed with', async () => {
    const sink = new RecordingSink(() => {
      throw new DeliveryError('the webhook answered 503');
    });
    const runner = await run({ siem: sink }, { now: () => Date.parse('2026-01-02T03:05:00Z') });
    expect(await runner.states()).toEqual([{ name: 'siem', delivered: 0, failures: 0, lagMs: 0 }]);
    await outbox.add(storedSignal({ receivedAt: '2026-01-02T03:04:00Z' }), storedSignal({ receivedAt: '2026-01-02T03:04:30Z' }));
    await eventually(async () => sink.tries.length > 0);
    expect((await runner.states())[0]).toMatchObject({ lagMs: 60_000, delivered: 0, problem: 'the webhook answered 503' });
  });

  test('is without lag and problem once it has got everything', async () => {
    let failures = 1;
    const sink = new RecordingSink(() => {
      if (failures-- > 0) throw new DeliveryError('the webhook answered 503');
    });
    const runner = await run({ siem: sink }, { now: () => 7 });
    await outbox.add(...signalsOf(ACCOUNTS[0], 2));
    await isRemembered('siem');
    expect(await runner.states()).toEqual([{ name: 'siem', delivered: 2, failures: 1, lastDeliveredAt: 7, lagMs: 0 }]);
  });
});

describe('how far each sink has come', () => {
  test('is nothing to wait for without sinks', async () => {
    expect(await (await run({})).cursors()).toEqual([]);
  });

  test('is not known while one has not begun', async () => {
    const sinks = ['a', 'b'].map((name) => ({ name, sink: new RecordingSink() }));
    await outbox.store.setMarks('sink', new Map([['a', await outbox.store.latestCursor()]]));
    expect(await new SinkRunner(outbox.store, sinks, { log }).cursors()).toBeUndefined();
  });

  test('leaves out those that are no longer configured', async () => {
    await outbox.store.setMarks('sink', new Map([['gone', await outbox.store.latestCursor()]]));
    await outbox.add(storedSignal());
    const slow = new RecordingSink(() => new Promise(() => undefined));
    const runner = await run({ slow, quick: new RecordingSink() });
    const begun = await outbox.store.latestCursor();
    await outbox.add(storedSignal());
    await isRemembered('quick');
    expect(await runner.cursors()).toEqual([begun, await outbox.store.latestCursor()]);
  });
});

test('whatever fails and ends in between, each signal arrives, and none before an earlier one of its account', async () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 1, max: 4 }), account: fc.constantFrom(...ACCOUNTS) }),
    fc.constantFrom('the sink fails', 'the store fails', 'the process ends', 'the process stops'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { store, add, close } = await openOutbox();
      let sinkFails = 0;
      let storeFails = 0;
      const arrived: StoredSignal[] = [];
      const added: StoredSignal[] = [];
      const flaky = (life: { isOver: boolean }) =>
        except(store, {
          setMarks: async (...all) => {
            if (life.isOver || storeFails-- > 0) throw new Error('no connection');
            await store.setMarks(...all);
          },
          dropLease: async (...all) => (life.isOver ? undefined : store.dropLease(...all)),
        });
      const begin = async () => {
        const sink = new RecordingSink((batch) => {
          // What arrived before it failed has arrived: the other end may have half of a batch.
          const fails = sinkFails-- > 0;
          arrived.push(...batch.slice(0, fails ? Math.floor(batch.length / 2) : batch.length));
          if (fails) throw new DeliveryError('the connection broke');
        });
        const life = { isOver: false };
        const runner = new SinkRunner(flaky(life), [{ name: 'siem', sink }], { log, pace: { ...PACE, pollMs: 1, leaseMs: 20 } });
        await runner.start();
        return { runner, life };
      };
      let it = await begin();
      for (const each of steps) {
        if (typeof each === 'object') {
          const signals = signalsOf(each.account, each.add);
          added.push(...signals);
          await add(...signals);
          it.runner.wake();
        } else if (each === 'the sink fails') sinkFails = 2;
        else if (each === 'the store fails') storeFails = 2;
        else {
          // One that ends remembers nothing more and gives nothing back: the next one waits until the lease has run out.
          it.life.isOver = each === 'the process ends';
          await it.runner.stop(0);
          storeFails = 0;
          it = await begin();
        }
      }
      await eventually(async () => ids(added).every((id) => ids(arrived).includes(id)));
      await it.runner.stop();
      await close();
      for (const account of ACCOUNTS) {
        const of = (signals: readonly StoredSignal[]) => ids(signals.filter(({ signal }) => signal.accountId === account));
        expect([...new Set(of(arrived))]).toEqual(of(added));
      }
    }),
    { numRuns: 40 },
  );
});
