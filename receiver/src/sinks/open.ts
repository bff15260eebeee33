import type { Writable } from 'node:stream';
import { openKafka } from './kafka.ts';
import type { SinkOptions } from './options.ts';
import type { Sink } from './sink.ts';
import { StdoutSink } from './stdout.ts';
import { WebhookSink } from './webhook.ts';
import type { NamedSink } from './worker.ts';

/**
 * Opens the sinks of a configuration. None of them connects before it has something to deliver.
 *
 * @throws ConfigError when the package that Kafka needs is not installed.
 */
export async function openSinks(sinks: readonly SinkOptions[], output: Writable = process.stdout): Promise<readonly NamedSink[]> {
  return Promise.all(sinks.map(async (options) => ({ name: options.name, sink: await open(options, output) })));
}

async function open(options: SinkOptions, output: Writable): Promise<Sink> {
  switch (options.type) {
    case 'webhook':
      return new WebhookSink(options);
    case 'stdout':
      return new StdoutSink(output, options.format);
    case 'kafka':
      return openKafka(options);
  }
}
