import { spawn } from 'node:child_process';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ACCOUNTS, gate, ids, signalsOf, storedSignal } from '../../../test/support/sinks.ts';
import { DeliveryError } from './sink.ts';
import { StdoutSink } from './stdout.ts';

const never = new AbortController().signal;
const linesOf = (text: string) => text.split('\n').slice(0, -1);

test('each signal is one line of JSON, with its record as it came, wherever that broke its lines', async () => {
  const output = new PassThrough();
  const sink = new StdoutSink(output);
  const signals = [storedSignal({ rawText: '{\r\n  "amount": 12345678901234567890\n}' }), storedSignal()];
  await sink.deliver(signals, never);
  const lines = linesOf(String(output.read()));
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids(signals));
  expect(lines[0]).toContain('"amount": 12345678901234567890');
});

test('a line is an event of OCSF where that is asked for', async () => {
  const output = new PassThrough();
  await new StdoutSink(output, 'ocsf').deliver([storedSignal()], never);
  expect(JSON.parse(String(output.read()))).toMatchObject({ class_uid: 6003 });
});

test('signals are delivered only when they have been taken', async () => {
  const { promise, open } = gate();
  const output = new Writable({ write: (_chunk, _encoding, done) => void promise.then(() => done()) });
  let isDelivered = false;
  const delivery = new StdoutSink(output).deliver([storedSignal()], never).then(() => (isDelivered = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDelivered).toBe(false);
  open();
  await delivery;
  expect(isDelivered).toBe(true);
});

test('a reader who takes nothing is not written to any further, however often it is tried', async () => {
  const output = new Writable({ highWaterMark: 1, write: () => undefined });
  const sink = new StdoutSink(output);
  for (let tries = 0; tries < 3; tries += 1) {
    const abort = new AbortController();
    const delivery = sink.deliver(signalsOf(ACCOUNTS[0], 3), abort.signal);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await expect(delivery).rejects.toThrow(DeliveryError);
  }
  const once = new PassThrough();
  await new StdoutSink(once).deliver(signalsOf(ACCOUNTS[0], 3), never);
  expect(output.writableLength).toBe(once.readableLength);
});

test('a reader who has gone is a failure that only a person can mend, and ends nothing', async () => {
  const output = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken'), { code: 'EPIPE' })),
  });
  const sink = new StdoutSink(output);
  await expect(sink.deliver([storedSignal()], never)).rejects.toMatchObject({
    message: 'standard output cannot be written (EPIPE)',
    hopeless: true,
  });
  await expect(sink.deliver([storedSignal()], never)).rejects.toThrow(DeliveryError);
});

test('a slow reader of a pipe gets all of it, and the process does other work meanwhile', async () => {
  const sink = fileURLToPath(new URL('../../lib/sinks/stdout.js', import.meta.url));
  const count = 3_000;
  const script = `
    import { StdoutSink } from ${JSON.stringify(sink)};
    let ticks = 0;
    setInterval(() => (ticks += 1), 1).unref();
    const signal = (n) => ({ signal: { id: String(n) }, rawText: JSON.stringify({ text: 'x'.repeat(1000) }) });
    const batch = Array.from({ length: ${count} }, (_, n) => signal(n));
    await new StdoutSink(process.stdout).deliver(batch, new AbortController().signal);
    process.stderr.write(String(ticks > 5));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (told += chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += String(chunk);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(await ended).toBe(0);
  expect(linesOf(text).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(
    Array.from({ length: count }, (_, n) => String(n)),
  );
  expect(told).toBe('true');
});
