import { REFUSALS } from '../error.ts';
import { packageJson } from '../json.ts';
import { SIGNAL_SOURCES, type Path, type SignalSource } from '../signals/signal.ts';
import type { Outcome } from '../store/store.ts';
import { Latest } from './latest.ts';
import type { FileResult, Metrics } from './metrics.ts';
import { processMetrics } from './process.ts';
import { Distribution, Series, Value } from './series.ts';
import { storedMetrics, type StoredOptions } from './stored.ts';
import type { MetricName } from './table.ts';

/** What metrics are made of. */
export interface MetricsOptions extends StoredOptions {
  /** The topics that are trusted now. */
  readonly topics: () => readonly string[];
}

/** Webhooks and topics that are told apart: more, and those that came first are forgotten. */
const MAX_NAMES = 1_000;
/** The same of accounts. */
const MAX_ACCOUNTS = 10_000;
/** The ways that there are. */
const WAYS: readonly (readonly [SignalSource, Path])[] = [
  ['cloudtrail', 'eventbridge'],
  ['cloudtrail', 's3'],
  ['cloudwatch', 'eventbridge'],
  ['cloudwatch', 'sns'],
  ['guardduty', 'eventbridge'],
];
const OUTCOMES: readonly Outcome[] = ['signals', 'queued', 'control', 'dropped', 'quarantined', 'confirmation', 'unsubscribed'];
const FOUND_BY = ['notice', 'listing'] as const;
const FILE_RESULTS: readonly FileResult[] = ['done', 'retry', 'dead'];
const RECORD_RESULTS = ['stored', 'dropped', 'bad'] as const;

/** A receiver's own metrics, apart from those of another in the same process. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { now } = options;
  const all: { text(): string }[] = [];
  const made = <T extends { text(): string }>(series: T): T => {
    all.push(series);
    return series;
  };
  const values = (name: MetricName, limit?: number) => made(new Series(name, () => new Value(), limit));
  const distributions = (name: MetricName) => made(new Series(name, (fact) => new Distribution(fact)));

  const received = values('messages_received_total', MAX_NAMES);
  const messages = values('messages_stored_total');
  const duplicates = values('messages_duplicate_total').of();
  const duration = distributions('message_duration_seconds').of();
  const refusals = values('refusals_total');
  const [signals, lag] = [values('signals_stored_total'), distributions('signal_lag_seconds')];
  const [lastEvent, lastMessage] = [values('last_event_timestamp_seconds'), values('last_message_timestamp_seconds')];
  const [found, read, records] = [values('files_found_total'), values('files_read_total'), values('records_total')];
  const [sinkLag, sinkFailures] = [values('sink_lag_seconds'), values('sink_failures_total')];
  values('build_info')
    .of(String(packageJson('package.json')['version']), process.version)
    .set(1);
  // What counts is there from the start: a series that begins with 1 never rose, as Prometheus sees it.
  for (const code of Object.keys(REFUSALS)) refusals.of(code);
  for (const outcome of OUTCOMES) messages.of(outcome);
  for (const by of FOUND_BY) found.of(by);
  for (const result of FILE_RESULTS) read.of(result);
  for (const result of RECORD_RESULTS) records.of(result);
  const storedText = storedMetrics(options);

  const heard = new Latest(MAX_NAMES);
  const sinks = new Map<string, number | undefined>();
  const accounts = new Map(SIGNAL_SOURCES.map((source) => [source, new Latest(MAX_ACCOUNTS)]));
  const ways = new Map<SignalSource, Map<Path, { readonly signals: Value; readonly lag: Distribution }>>();
  const way = (source: SignalSource, path: Path) => {
    const known = ways.get(source)?.get(path);
    if (known !== undefined) return known;
    const added = { signals: signals.of(source, path), lag: lag.of(source, path) };
    ways.set(source, (ways.get(source) ?? new Map<Path, typeof added>()).set(path, added));
    return added;
  };
  for (const [source, path] of WAYS) way(source, path);

  function event(source: SignalSource, path: Path, account: string, time: number): void {
    // A leap second is a time to AWS and none to JavaScript.
    if (Number.isNaN(time)) return;
    way(source, path).lag.observe(Math.max(0, now() - time) / 1_000);
    accounts.get(source)?.see(account, time);
  }

  function update(): void {
    lastMessage.clear();
    for (const arn of options.topics().slice(0, MAX_NAMES)) lastMessage.of(arn).set((heard.get(arn) ?? 0) / 1_000);
    lastEvent.clear();
    for (const [source, latest] of accounts)
      for (const [account, time] of latest.entries()) lastEvent.of(account, source).set(time / 1_000);
    sinkLag.clear();
    for (const [sink, since] of sinks) sinkLag.of(sink).set(since === undefined ? 0 : Math.max(0, now() - since) / 1_000);
  }

  return {
    received: (webhook) => received.of(webhook).add(1),
    answered: (seconds) => duration.observe(seconds),
    refused: (code) => refusals.of(code).add(1),
    stored({ topicArn, outcome, receivedAt, signals: told = [] }, { duplicate, newSignals }) {
      heard.see(topicArn, receivedAt);
      if (duplicate) return duplicates.add(1);
      messages.of(outcome).add(1);
      for (const { signal } of told) event(signal.source, pathOf(signal), signal.accountId, Date.parse(signal.time));
      const [first] = told;
      if (first !== undefined) way(first.signal.source, pathOf(first.signal)).signals.add(newSignals);
    },
    filesFound: (by, count) => found.of(by).add(count),
    recordsStored({ blocks, bad }, { newSignals }, dropped) {
      for (const { times, accountIds } of blocks) {
        records.of('stored').add(times.length);
        for (const [index, account] of accountIds.entries()) event('cloudtrail', 's3', account, times[index] ?? NaN);
      }
      records.of('bad').add(bad.length);
      records.of('dropped').add(dropped);
      way('cloudtrail', 's3').signals.add(newSignals);
    },
    fileRead: (result) => read.of(result).add(1),
    sinkWaits(sink, since) {
      sinkFailures.of(sink);
      sinks.set(sink, since);
    },
    sinkLeft: (sink) => void sinks.delete(sink),
    sinkFailed: (sink) => sinkFailures.of(sink).add(1),
    async text() {
      update();
      return [...all.map((each) => each.text()), await storedText(), await processMetrics()].join('');
    },
  };
}

/** A message's signals came by one way, the first that each has. */
const pathOf = ({ provenance }: { readonly provenance: readonly { readonly path: Path }[] }): Path =>
  provenance[0]?.path ?? 'sns';
