// Runs one program in this process, which is fresh, and prints what that took. A program is CommonJS, as `cdk init` and `cdktf init` make
// it: an `import` from an ES module would load every service of aws-cdk-lib, whoever asks.
const { performance } = require('node:perf_hooks');

const started = performance.now();
const before = process.cpuUsage();
require(process.argv[2]);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    processorTime: (user + system) / 1000,
    wallTime: performance.now() - started,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
);
