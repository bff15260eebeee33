// One configuration for the three suites. Types are checked by `tsc --build`; here TypeScript is only stripped, which is six times faster.
const transform = (module) => ({
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: module }, sourceMaps: 'inline' },
  ],
});
const esm = { transform: transform('es6'), extensionsToTreatAsEsm: ['.ts'] };
const ignored = ['/node_modules/', '/lib/'];

export default {
  // Never in this process alone, where each suite leaves some megabytes behind and 200 of them are too much: a machine of two processors
  // has two workers as well, and one that has grown begins anew with its next suite.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '2GB',
  projects: [
    {
      displayName: 'constructs',
      rootDir: '.',
      testMatch: ['<rootDir>/constructs/src/**/*.test.ts'],
      testPathIgnorePatterns: ignored,
      modulePathIgnorePatterns: ['<rootDir>/[a-z]+/lib/'],
      transform: transform('commonjs'),
      setupFiles: ['<rootDir>/test/support/quiet-cdk.cjs'],
    },
    {
      displayName: 'receiver',
      rootDir: '.',
      testMatch: ['<rootDir>/receiver/src/**/*.test.ts'],
      testPathIgnorePatterns: ignored,
      ...esm,
    },
    {
      displayName: 'test',
      rootDir: '.',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ignored,
      setupFiles: ['<rootDir>/test/support/quiet-cdk.cjs'],
      ...esm,
    },
  ],
  globalSetup: '<rootDir>/test/support/temporary-folder.mjs',
  reporters: ['default', '<rootDir>/test/support/counting-reporter.mjs'],
  passWithNoTests: false,
  testTimeout: 20_000,
};
