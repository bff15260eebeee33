#!/usr/bin/env node
// Nothing may be imported above this check: on an older Node the SQLite binding ends the process without a word.
const OLDEST = [22, 12] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `clarion-receiver needs Node ${OLDEST.join('.')} or later, and this is ${process.versions.node}: install a newer one\n`,
  );
  process.exitCode = 1;
} else {
  void import('./cli/main.ts').then(async ({ main }) => {
    process.exitCode = await main(process.argv.slice(2));
  });
}

export {};
