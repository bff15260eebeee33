#!/usr/bin/env node
// Plain JavaScript, and no import above the check: on an older Node the SQLite binding ends the process without a word.
// And apart from lib/, since npm links a command only if its file is there when it installs, before anything is built.
const OLDEST = [22, 15];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `clarion-receiver needs Node ${OLDEST.join('.')} or later, and this is ${process.versions.node}: install a newer one\n`,
  );
  process.exitCode = 1;
} else {
  const { existsSync } = await import('node:fs');
  if (existsSync(`${import.meta.dirname}/../lib/cli/main.js`)) {
    const { main } = await import('../lib/cli/main.js');
    process.exitCode = await main(process.argv.slice(2));
  } else {
    process.stderr.write('clarion-receiver is not built yet: run `npm run build`\n');
    process.exitCode = 2;
  }
}
