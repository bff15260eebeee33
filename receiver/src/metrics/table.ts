/** What a metric is, but for its value. */
export interface MetricFact {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** @default - none */
  readonly labels?: readonly string[];
  /** Upper bounds, of a histogram. */
  readonly buckets?: readonly number[];
}

/** What every name below begins with, as it is served. */
export const METRIC_PREFIX = 'clarion_receiver_';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Every metric of the receiver. Names and units are part of the public API: dashboards and alerts are made of them. Those that tell of the
 * store tell the same of each of several receivers that share one: take the largest, not the sum.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export const METRICS = {
  messages_received_total: {
    type: 'counter',
    help: 'Deliveries to a webhook, before anything about them is proven.',
    labels: ['webhook'],
  },
  messages_stored_total: { type: 'counter', help: 'New messages that were stored, by what became of them.', labels: ['outcome'] },
  messages_duplicate_total: { type: 'counter', help: 'Messages that had been stored before, answered as the first time.' },
  message_duration_seconds: {
    type: 'histogram',
    help: 'From a delivery being read to its answer.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  refusals_total: { type: 'counter', help: 'Requests that were refused, by the code of the answer.', labels: ['code'] },
  signals_stored_total: {
    type: 'counter',
    help: 'New signals, by what they tell of and the way by which they came.',
    labels: ['source', 'path'],
  },
  signal_lag_seconds: {
    type: 'histogram',
    help: 'From an event to it being stored, each time it comes.',
    labels: ['source', 'path'],
    buckets: [1, 5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, 24 * HOUR],
  },
  last_event_timestamp_seconds: {
    type: 'gauge',
    help: 'When the latest event happened that came since the start.',
    labels: ['account', 'source'],
  },
  last_message_timestamp_seconds: {
    type: 'gauge',
    help: 'When a message of a trusted topic last came since the start; 0 when none did.',
    labels: ['topic'],
  },
  files_found_total: { type: 'counter', help: 'Log files that were new, by what told of them.', labels: ['by'] },
  files_read_total: { type: 'counter', help: 'Times that reading a log file came to an end, by which.', labels: ['result'] },
  records_total: { type: 'counter', help: 'Records of log files, by what became of them.', labels: ['result'] },
  jobs: { type: 'gauge', help: 'Jobs that wait for their turn, or run.', labels: ['kind', 'state'] },
  job_oldest_seconds: { type: 'gauge', help: 'How long ago the oldest job was queued.', labels: ['kind', 'state'] },
  dead_letters: { type: 'gauge', help: 'Jobs that were given up, for a person to look at.', labels: ['kind'] },
  confirmations: { type: 'gauge', help: 'The newest 1,000 subscriptions that asked to be confirmed.', labels: ['state'] },
  accounts: { type: 'gauge', help: 'Accounts, by whether their role was proven.', labels: ['state'] },
  sink_lag_seconds: {
    type: 'gauge',
    help: 'How long the oldest signal waits that a sink has not got.',
    labels: ['sink'],
  },
  sink_failures_total: { type: 'counter', help: 'Deliveries to a sink that did not work.', labels: ['sink'] },
  store_up: { type: 'gauge', help: '1 when the store can be read and written, else 0.' },
  store_disk_size_bytes: { type: 'gauge', help: 'The size of the disk that the SQLite file is on.' },
  store_disk_free_bytes: { type: 'gauge', help: 'What is free of it.' },
  build_info: { type: 'gauge', help: '1, with what runs.', labels: ['version', 'node'] },
} as const satisfies Record<string, MetricFact>;

/** A metric's name, without {@link METRIC_PREFIX}. */
export type MetricName = keyof typeof METRICS;
