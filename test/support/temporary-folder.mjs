import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A process that a signal ends by itself tells nobody. */
const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * One folder for every temporary folder of a run, which goes with the run. What CDK, cdktf and Node promise to remove when the process ends
 * would stay: Jest gives tests a `process` of its own, which never ends.
 */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-tests-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const [signal, code] of Object.entries(ENDED_BY)) process.once(signal, () => process.exit(code));
}
