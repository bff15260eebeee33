import { deliveryOf, signalOf } from '../../../test/support/store-contract.ts';
import type { ConfirmationState, FileBatch, JobCount } from '../store/store.ts';
import { createMetrics, type MetricsOptions } from './create.ts';
import { Latest } from './latest.ts';
import { Series, Value } from './series.ts';
import { METRIC_PREFIX, METRICS } from './table.ts';

const NOW = Date.parse('2026-01-02T03:05:05Z');
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';

/** Metrics of a store that answers as it is told. */
function metricsOf(more: Partial<MetricsOptions> & { counts?: JobCount[]; states?: ConfirmationState[] } = {}) {
  const { counts = [], states = [], ...options } = more;
  const store = { jobCounts: async () => counts, confirmations: async () => states.map((state) => ({ state }) as never) };
  return createMetrics({
    store,
    accounts: async () => [],
    topics: () => [TOPIC],
    ready: async () => true,
    now: () => NOW,
    ...options,
  });
}

/** The lines of a metric, without the prefix. */
const linesOf = (text: string, name: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${METRIC_PREFIX}${name}`))
    .map((line) => line.slice(METRIC_PREFIX.length));

/** Those that are not 0. */
const countedOf = (text: string, name: string) => linesOf(text, name).filter((line) => !line.endsWith(' 0'));

const batchOf = (times: readonly number[], more: Partial<FileBatch> = {}): FileBatch => ({
  lease: { id: 1, owner: 'x' },
  file: { bucket: 'b', key: 'k' },
  receivedAt: NOW,
  blocks: [
    {
      keys: new Uint8Array(),
      times: Float64Array.from(times),
      accountIds: times.map(() => '111122223333'),
      eventNames: times.map(() => 'x'),
      ends: new Uint32Array(),
      texts: new Uint8Array(),
    },
  ],
  bad: [],
  records: times.length,
  last: true,
  ...more,
});

describe('the names', () => {
  test.each(Object.entries(METRICS))("%s is by Prometheus' conventions", (name, { type, help, ...fact }) => {
    expect(METRIC_PREFIX + name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    if (/duration|lag|oldest|timestamp/.test(name)) expect(name).toMatch(/_seconds$/);
    if (/disk/.test(name)) expect(name).toMatch(/_bytes$/);
    expect(help).toMatch(/^[A-Z1].*\.$/);
    const buckets = 'buckets' in fact ? [...fact.buckets] : [];
    expect(buckets.length > 0).toBe(type === 'histogram');
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
  });

  test('each of the table is served with its help and type, and no other of ours', async () => {
    const text = await metricsOf().text();
    const served = [...text.matchAll(/^# TYPE clarion_receiver_(\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]);
    expect(Object.fromEntries(served)).toEqual(
      Object.fromEntries(Object.entries(METRICS).map(([name, { type }]) => [name, type])),
    );
    for (const [name, { help }] of Object.entries(METRICS)) expect(text).toContain(`# HELP ${METRIC_PREFIX}${name} ${help}\n`);
  });

  test("the process's own are there as every client of Prometheus has them", async () => {
    expect(await metricsOf().text()).toMatch(/^process_cpu_user_seconds_total \d/m);
  });
});

describe('what is told', () => {
  test('a new message counts by its outcome, its signals by source and path, and how old they were', async () => {
    const metrics = metricsOf();
    metrics.stored(deliveryOf('e', { topicArn: TOPIC, receivedAt: NOW }), { duplicate: false, newSignals: 1 });
    const text = await metrics.text();
    expect(linesOf(text, 'messages_stored_total{outcome="signals"}')).toEqual(['messages_stored_total{outcome="signals"} 1']);
    expect(countedOf(text, 'signals_stored_total')).toEqual(['signals_stored_total{source="cloudtrail",path="eventbridge"} 1']);
    expect(countedOf(text, 'signal_lag_seconds_sum')).toEqual([
      'signal_lag_seconds_sum{source="cloudtrail",path="eventbridge"} 60',
    ]);
    expect(linesOf(text, 'last_event_timestamp_seconds')).toEqual([
      `last_event_timestamp_seconds{account="111122223333",source="cloudtrail"} ${NOW / 1_000 - 60}`,
    ]);
    expect(linesOf(text, 'last_message_timestamp_seconds')).toEqual([
      `last_message_timestamp_seconds{topic="${TOPIC}"} ${NOW / 1_000}`,
    ]);
  });

  test('a message that came before is a duplicate and nothing else', async () => {
    const metrics = metricsOf();
    metrics.stored(deliveryOf('e'), { duplicate: true, newSignals: 0 });
    const text = await metrics.text();
    expect(linesOf(text, 'messages_duplicate_total')).toEqual(['messages_duplicate_total 1']);
    expect(linesOf(text, 'messages_stored_total').every((line) => line.endsWith(' 0'))).toBe(true);
    expect(countedOf(text, 'signals_stored_total')).toEqual([]);
  });

  test('an event that another way brought before is no new signal, and has its lag', async () => {
    const metrics = metricsOf();
    metrics.stored(deliveryOf('e'), { duplicate: false, newSignals: 0 });
    const text = await metrics.text();
    expect(countedOf(text, 'signals_stored_total')).toEqual([]);
    expect(countedOf(text, 'signal_lag_seconds_count')).toEqual([
      'signal_lag_seconds_count{source="cloudtrail",path="eventbridge"} 1',
    ]);
  });

  test('the last event of an account is the latest that happened, not the latest that came', async () => {
    const metrics = metricsOf();
    metrics.recordsStored(batchOf([NOW - 1_000, NOW - 9_000]), { newSignals: 2 }, 0);
    expect(linesOf(await metrics.text(), 'last_event')).toEqual([expect.stringMatching(` ${NOW / 1_000 - 1}$`)]);
  });

  test('records of a log file count by what became of them', async () => {
    const metrics = metricsOf();
    metrics.recordsStored(batchOf([NOW, NOW], { bad: [{ index: 2, reason: 'x', text: '' }] }), { newSignals: 1 }, 5);
    const text = await metrics.text();
    expect(linesOf(text, 'records_total')).toEqual([
      'records_total{result="stored"} 2',
      'records_total{result="dropped"} 5',
      'records_total{result="bad"} 1',
    ]);
    expect(countedOf(text, 'signals_stored_total')).toEqual(['signals_stored_total{source="cloudtrail",path="s3"} 1']);
  });

  test('an event of the future is no negative lag, and a time that JavaScript has no number for is left out', async () => {
    const metrics = metricsOf();
    metrics.stored(deliveryOf('e', { signals: [{ signal: signalOf('e', { time: '2030-01-01T00:00:00Z' }), rawText: '' }] }), {
      duplicate: false,
      newSignals: 1,
    });
    metrics.stored(deliveryOf('f', { signals: [{ signal: signalOf('f', { time: '2016-12-31T23:59:60Z' }), rawText: '' }] }), {
      duplicate: false,
      newSignals: 1,
    });
    const text = await metrics.text();
    expect(countedOf(text, 'signal_lag_seconds_sum')).toEqual([]);
    expect(countedOf(text, 'signal_lag_seconds_count')).toEqual([expect.stringMatching(/ 1$/)]);
  });

  test('a bucket has all that is no larger than its bound', async () => {
    const metrics = metricsOf();
    for (const seconds of [0.001, 0.002, 99]) metrics.answered(seconds);
    const lines = linesOf(await metrics.text(), 'message_duration_seconds');
    expect(lines).toHaveLength(METRICS.message_duration_seconds.buckets.length + 3);
    expect(lines).toEqual(
      expect.arrayContaining([
        'message_duration_seconds_bucket{le="0.001"} 1',
        'message_duration_seconds_bucket{le="0.0025"} 2',
        'message_duration_seconds_bucket{le="10"} 2',
        'message_duration_seconds_bucket{le="+Inf"} 3',
        'message_duration_seconds_count 3',
      ]),
    );
  });

  test('a refusal, a result and a failure count from nothing, or their first would be no rise', async () => {
    const metrics = metricsOf();
    metrics.sinkWaits('splunk', undefined);
    const before = await metrics.text();
    metrics.refused('signature-mismatch');
    metrics.fileRead('dead');
    metrics.filesFound('listing', 3);
    metrics.sinkFailed('splunk');
    const after = await metrics.text();
    for (const [line, value] of [
      ['refusals_total{code="signature-mismatch"}', 1],
      ['files_read_total{result="dead"}', 1],
      ['files_found_total{by="listing"}', 3],
      ['sink_failures_total{sink="splunk"}', 1],
    ] as const) {
      expect([linesOf(before, line), linesOf(after, line)]).toEqual([[`${line} 0`], [`${line} ${value}`]]);
    }
  });

  test('a sink lags by what waits for it longest, and not at all when it has all; one that another serves is not told of', async () => {
    const metrics = metricsOf();
    metrics.sinkWaits('late', NOW - 5_000);
    metrics.sinkWaits('done', undefined);
    metrics.sinkWaits('gone', NOW);
    metrics.sinkLeft('gone');
    expect(linesOf(await metrics.text(), 'sink_lag_seconds')).toEqual([
      'sink_lag_seconds{sink="late"} 5',
      'sink_lag_seconds{sink="done"} 0',
    ]);
  });

  test('a trusted topic that was never heard is 0, and one that is no longer trusted is gone', async () => {
    const topics = [TOPIC, `${TOPIC}-2`];
    const metrics = metricsOf({ topics: () => topics });
    metrics.stored(deliveryOf('e', { topicArn: TOPIC, receivedAt: NOW }), { duplicate: true, newSignals: 0 });
    topics.shift();
    expect(linesOf(await metrics.text(), 'last_message')).toEqual([`last_message_timestamp_seconds{topic="${TOPIC}-2"} 0`]);
  });

  test('receivers of one process keep their numbers apart', async () => {
    const [one, other] = [metricsOf(), metricsOf()];
    one.received('default');
    expect(linesOf(await one.text(), 'messages_received_total')).toEqual(['messages_received_total{webhook="default"} 1']);
    expect(linesOf(await other.text(), 'messages_received_total')).toEqual([]);
  });

  test('a label is written so that it ends where it should', async () => {
    const metrics = metricsOf();
    metrics.received('a"} 1\nb\\');
    expect(linesOf(await metrics.text(), 'messages_received_total')).toEqual([
      String.raw`messages_received_total{webhook="a\"} 1\nb\\"} 1`,
    ]);
  });

  test('no more combinations of labels are kept than is said: the oldest goes', async () => {
    const series = new Series('messages_received_total', () => new Value(), 2);
    for (const webhook of ['one', 'two', 'one', 'three']) series.of(webhook).add(1);
    expect(linesOf(series.text(), 'messages_received_total')).toEqual([
      'messages_received_total{webhook="two"} 1',
      'messages_received_total{webhook="three"} 1',
    ]);
  });
});

test('no more names are kept than is said, and one that went comes again', () => {
  const latest = new Latest(2);
  for (const name of ['one', 'two', 'three', 'one']) latest.see(name, 5);
  expect([...latest.entries()]).toEqual([
    ['three', 5],
    ['one', 5],
  ]);
});

describe('what is asked of the store', () => {
  test('jobs by state and age, dead letters, confirmations and accounts, with those of which there are none', async () => {
    const metrics = metricsOf({
      counts: [
        { kind: 'file', state: 'waiting', count: 3, oldest: NOW - 60_000 },
        { kind: 'record', state: 'dead', count: 2, oldest: 0 },
      ],
      states: ['confirmed', 'confirmed', 'failed'],
      accounts: async () => [{ state: 'connected' }],
    });
    const text = await metrics.text();
    expect(linesOf(text, 'jobs')).toEqual(
      expect.arrayContaining(['jobs{kind="file",state="waiting"} 3', 'jobs{kind="file",state="running"} 0']),
    );
    expect(linesOf(text, 'job_oldest_seconds')).toEqual(['job_oldest_seconds{kind="file",state="waiting"} 60']);
    expect(linesOf(text, 'dead_letters')).toEqual([
      'dead_letters{kind="file"} 0',
      'dead_letters{kind="message"} 0',
      'dead_letters{kind="record"} 2',
    ]);
    expect(linesOf(text, 'confirmations')).toEqual(
      expect.arrayContaining([
        'confirmations{state="confirmed"} 2',
        'confirmations{state="failed"} 1',
        'confirmations{state="pending"} 0',
      ]),
    );
    expect(linesOf(text, 'accounts')).toEqual(
      expect.arrayContaining(['accounts{state="connected"} 1', 'accounts{state="failed"} 0']),
    );
  });

  test('is asked once, however often somebody looks', async () => {
    let asked = 0;
    const metrics = metricsOf({
      accounts: async () => {
        asked += 1;
        return [];
      },
    });
    await Promise.all([metrics.text(), metrics.text()]);
    await metrics.text();
    expect(asked).toBe(1);
  });

  test('a store that does not answer is down, and all else is told as ever', async () => {
    const metrics = metricsOf({ ready: async () => false, accounts: () => Promise.reject(new Error('gone')) });
    metrics.received('default');
    const text = await metrics.text();
    expect(linesOf(text, 'store_up')).toEqual(['store_up 0']);
    expect(linesOf(text, 'messages_received_total')).toHaveLength(1);
    for (const name of ['jobs', 'dead_letters', 'confirmations', 'accounts']) expect(linesOf(text, name)).toEqual([]);
  });

  test('of a store in a file, the disk is told; of any other, nothing', async () => {
    const sizes = (text: string) => linesOf(text, 'store_disk_').map((line) => Number(line.split(' ')[1]));
    const [size, free] = sizes(await metricsOf({ file: import.meta.filename }).text());
    expect(free).toBeGreaterThan(0);
    expect(size).toBeGreaterThan(free!);
    expect(sizes(await metricsOf().text())).toEqual([]);
    expect(sizes(await metricsOf({ file: '/nowhere/at/all' }).text())).toEqual([]);
  });
});
