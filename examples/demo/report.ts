import { many } from './many.ts';
import type { Skipped } from './read-records.ts';
import { lost, type Result, type SignalCount } from './result.ts';
import { printable, table } from './table.ts';

const TOP_ROWS = 25;
const TOP_SKIPPED = 10;

/** The end of the demo: what came of it, in a table, in totals, and in one sentence. */
export function report(result: Result): string {
  return [signalTable(result.counts), totals(result), verdict(result)].join('\n\n');
}

/** What was left out of the input, and why; empty when nothing was. */
export function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  const lines = skipped.slice(0, TOP_SKIPPED).map(({ file, reason }) => `  skipped ${printable(file)}: ${printable(reason)}`);
  return skipped.length > TOP_SKIPPED ? [...lines, `  and ${skipped.length - TOP_SKIPPED} more were skipped`] : lines;
}

function signalTable(counts: readonly SignalCount[]): string {
  const sorted = [...counts].sort(
    (a, b) =>
      b.signals - a.signals ||
      compare(a.eventName, b.eventName) ||
      compare(a.accountId, b.accountId) ||
      compare(a.service, b.service),
  );
  const shown = sorted
    .slice(0, TOP_ROWS)
    .map(({ eventName, service, accountId, signals }) => [eventName, service, accountId, signals]);
  const rest = sorted.slice(TOP_ROWS);
  const more = `  and ${rest.length} more, with ${many(
    rest.reduce((sum, { signals }) => sum + signals, 0),
    'signal',
  )}`;
  const distinct = (name: 'eventName' | 'accountId') => new Set(counts.map((one) => one[name])).size;
  const title = `Signals by event name and account (${many(distinct('eventName'), 'event name')}, ${many(distinct('accountId'), 'account')})`;
  return [title, '', table(['EVENT', 'SERVICE', 'ACCOUNT', 'SIGNALS'], shown), ...(rest.length > 0 ? [more] : [])].join('\n');
}

function totals({
  sent,
  stored,
  deduplicated,
  dropped,
  quarantined,
  quarantineReasons,
  undelivered,
  retries,
  seconds,
}: Result): string {
  const rate = Math.round(sent / Math.max(seconds, 0.001));
  const rows = [
    ['sent', sent, `messages, in ${seconds.toFixed(1)} s: ${rate} a second`],
    ['stored', stored, 'signals, one for each event'],
    ['deduplicated', deduplicated, 'messages that told of an event once more'],
    ['dropped', dropped, 'messages that no monitor asks for'],
    ['quarantined', quarantined, `messages kept aside: ${reasons(quarantineReasons)}`],
    ['tried again', retries, 'deliveries, by SNS, until the receiver had them on disk'],
    ['undelivered', undelivered.length, `messages that SNS gave up on: ${reasons(undelivered)}`],
  ] as const;
  const lines = rows.filter(([name, count]) => count > 0 || ['sent', 'stored', 'deduplicated'].includes(name));
  const width = Math.max(...lines.map(([, count]) => String(count).length));
  return lines.map(([name, count, what]) => `  ${name.padEnd(12)}  ${String(count).padStart(width)}  ${what}`).join('\n');
}

function verdict(result: Result): string {
  const missing = lost(result);
  if (missing === 0) return 'Every message that was sent is accounted for.';
  return `${missing} of ${result.sent} messages are not accounted for: please report this.`;
}

/** Each reason once. */
function reasons(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  return `${distinct.slice(0, 3).map(printable).join('; ')}${distinct.length > 3 ? '; …' : ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
