/**
 * `node read.mjs FILE KEY`: reads a log file as the receiver does, by a pool, and takes of each batch what a store takes. Prints how much
 * memory that took at its peak. No TypeScript, whose compiler would be in the figure.
 */
import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { ParsePool } from '../../receiver/lib/archive/parse-pool.js';
import { parseLogFileKey } from '../../receiver/lib/archive/log-file-key.js';

const [file, key] = process.argv.slice(2);
const pool = new ParsePool();
const started = performance.now();
let records = 0;
let bytes = 0;
let error;
try {
  const options = { path: parseLogFileKey(key), kind: 'cloudtrail', settings: {} };
  for await (const { blocks } of pool.parse(createReadStream(file), options)) {
    for (const { keys, times, ends, texts, eventNames } of blocks) {
      // A row for each signal, and the texts once.
      const rows = Array.from(ends, (end, row) => [
        Buffer.from(keys.subarray(16 * row, 16 * row + 16)),
        times[row],
        eventNames[row],
      ]);
      records += rows.length;
      bytes += Buffer.from(texts).length;
    }
  }
} catch (thrown) {
  error = thrown.code ?? String(thrown);
}
await pool.close();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ megabytes: Math.round(process.resourceUsage().maxRSS / 1024), records, bytes, seconds, error }));
