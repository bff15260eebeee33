/** Signals to hand over, an outbox in memory, and a sink that remembers what it got. */
import { randomUUID } from 'node:crypto';
import type { SinkStore } from '../../receiver/src/sinks/sink-store.ts';
import { DeliveryError, type Sink } from '../../receiver/src/sinks/sink.ts';
import type { StoredSignal } from '../../receiver/src/store/signals.ts';

export const ACCOUNTS = ['111122223333', '444455556666', '777788889999'] as const;

/** A signal as stored, of an account, with a record of its own. */
export function storedSignal({
  accountId = ACCOUNTS[0],
  rawText = '{"eventName":"CreateUser"}',
  receivedAt = new Date().toISOString(),
}: { accountId?: string; rawText?: string; receivedAt?: string } = {}): StoredSignal {
  const eventId = randomUUID();
  return {
    signal: {
      id: `cloudtrail:${accountId}:us-east-1:${eventId}`,
      source: 'cloudtrail',
      kind: 'AwsApiCall',
      accountId,
      region: 'us-east-1',
      time: '2026-01-02T03:04:05.000Z',
      receivedAt,
      eventId,
      eventName: 'CreateUser',
      eventSource: 'iam.amazonaws.com',
      severityId: 1,
      title: 'CreateUser',
      actor: {},
      resources: [],
      provenance: [],
      rawSha256: '0'.repeat(64),
    },
    rawText,
  };
}

export const signalsOf = (accountId: string, count: number) => Array.from({ length: count }, () => storedSignal({ accountId }));
export const ids = (signals: readonly StoredSignal[]) => signals.map(({ signal }) => signal.id);

/** What sinks need of a store, in memory. A cursor is a number as text. */
export class MemoryOutbox implements SinkStore {
  private readonly stored: StoredSignal[] = [];
  private readonly leases = new Map<string, { owner: string; until: number }>();
  private readonly values = new Map<string, string>();

  public async add(...signals: readonly StoredSignal[]): Promise<void> {
    this.stored.push(...signals);
  }

  public async newSignals(cursor: string | undefined, limit: number) {
    const from = Number(cursor ?? 0);
    const signals = this.stored.slice(from, from + limit);
    return { signals, cursor: String(from + signals.length) };
  }

  public async latestCursor(): Promise<string> {
    return String(this.stored.length);
  }

  public async takeLease(name: string, owner: string, now: number, until: number): Promise<boolean> {
    const held = this.leases.get(name);
    if (held !== undefined && held.owner !== owner && held.until > now) return false;
    this.leases.set(name, { owner, until });
    return true;
  }

  public async dropLease(name: string, owner: string): Promise<void> {
    if (this.leases.get(name)?.owner === owner) this.leases.delete(name);
  }

  public async marks(scope: string): Promise<ReadonlyMap<string, string>> {
    const prefix = `${scope}/`;
    const of = [...this.values].filter(([name]) => name.startsWith(prefix));
    return new Map(of.map(([name, value]) => [name.slice(prefix.length), value]));
  }

  public async setMarks(scope: string, values: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, value] of values) this.values.set(`${scope}/${name}`, value);
  }
}

/** The same store, except for some of its methods. */
export function except(store: SinkStore, others: Partial<SinkStore>): SinkStore {
  return {
    newSignals: (...all) => store.newSignals(...all),
    latestCursor: () => store.latestCursor(),
    takeLease: (...all) => store.takeLease(...all),
    dropLease: (...all) => store.dropLease(...all),
    marks: (...all) => store.marks(...all),
    setMarks: (...all) => store.setMarks(...all),
    ...others,
  };
}

/** A sink that remembers. `answer` comes before it takes a batch, and may throw. */
export class RecordingSink implements Sink {
  public readonly batches: (readonly StoredSignal[])[] = [];
  public tries: (readonly StoredSignal[])[] = [];
  public closed = false;

  public constructor(
    private readonly answer: (batch: readonly StoredSignal[], abort: AbortSignal) => unknown = () => undefined,
  ) {}

  public get ids(): readonly string[] {
    return this.batches.flatMap(ids);
  }

  public async deliver(batch: readonly StoredSignal[], abort: AbortSignal): Promise<void> {
    this.tries.push(batch);
    await this.answer(batch, abort);
    this.batches.push(batch);
  }

  public async close(): Promise<void> {
    this.closed = true;
  }
}

/** What a delivery failed with. */
export async function failure(delivery: Promise<void>): Promise<DeliveryError> {
  const error = await delivery.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

/** A promise, and what settles it. */
export function gate<T = void>() {
  let open!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}
