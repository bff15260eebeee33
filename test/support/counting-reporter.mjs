/**
 * Ends a test run with what was skipped, by name and with the reason, and with one line that counts: `N passed, N failed, N skipped`.
 *
 * A test that needs what this machine lacks is titled `… [needs X]` and skipped by test/support/needs.ts.
 */
export default class CountingReporter {
  onRunComplete(_contexts, results) {
    const lacking = new Map();
    for (const file of results.testResults) {
      for (const { status, title, ancestorTitles } of file.testResults) {
        if (status !== 'pending') continue;
        const need = /\[needs ([^\]]+)\]/.exec([...ancestorTitles, title].join(' '))?.[1] ?? 'nothing: skipped by hand';
        lacking.set(need, (lacking.get(need) ?? 0) + 1);
      }
    }
    // A file that could not even be loaded has no tests to count, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const lines = [...lacking].map(([need, count]) => `skipped ${count}: needs ${need}`);
    lines.push(`${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`);
    // Jest prints a summary of its own after all reporters; this comes after that.
    process.once('exit', () => process.stderr.write(`\n${lines.join('\n')}\n`));
  }
}
