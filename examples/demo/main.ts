/** The demo: `npm run demo`. See arguments.ts for what it takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, USAGE } from './arguments.ts';
import { many } from './many.ts';
import { toMessages } from './messages.ts';
import { NEXT_STEPS } from './next-steps.ts';
import { createProgress } from './progress.ts';
import { readRecords } from './read-records.ts';
import { useNoRealCredentials } from './receiver.ts';
import { UserError } from './record.ts';
import { report, skippedLines } from './report.ts';
import { lost } from './result.ts';
import { run } from './run.ts';

const SAMPLES = fileURLToPath(new URL('./records', import.meta.url));

async function main(): Promise<number> {
  const { help, records: folder } = readArguments(process.argv.slice(2), workingFolder());
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const progress = createProgress(process.stdout);
  const input = await readRecords(folder ?? SAMPLES);
  const { messages, repeated, tooLarge } = toMessages(input.records);
  progress.say(
    `${many(input.records.length, 'CloudTrail record')} in ${many(input.files, 'file')}, from ${folder ?? "the project's own sample set"}.`,
  );
  for (const line of skippedLines(input.skipped)) progress.say(line);
  if (tooLarge > 0)
    progress.say(`  skipped ${many(tooLarge, 'record')} over 256 KiB, which CloudTrail does not send to EventBridge`);
  if (repeated > 0)
    progress.say(`${repeated} of them repeat an earlier one, as AWS does now and then: each event must become one signal.`);

  useNoRealCredentials(process.env);
  const result = await run({ messages, repeated, folder: temporaryFolder(), progress });
  process.stdout.write(`\n${report(result)}\n\n${NEXT_STEPS}`);
  return lost(result) === 0 ? 0 : 1;
}

/** Where the person is who started the demo: npm starts it in the workspace's own folder, wherever it was called. */
function workingFolder(): string {
  const { INIT_CWD: called, npm_lifecycle_event: script } = process.env;
  return script === 'demo' && called !== undefined ? called : process.cwd();
}

/** A folder that is gone when the process is, also after Ctrl-C. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-demo-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  return folder;
}

// Who reads may have had enough, as in `npm run demo | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
