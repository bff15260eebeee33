import projen from 'projen';
import { pinned } from './pins.ts';
import { typescriptConfigs } from './typescript.ts';
import { COMMON, installedByRoot, plainScripts, VERSION } from './workspace.ts';

/** npm `clarion-receiver`: ESM, a Hono service with a command line. */
export function receiverPackage(root: projen.javascript.NodeProject): void {
  const project = new projen.javascript.NodeProject({
    ...COMMON,
    parent: root,
    outdir: 'receiver',
    name: 'clarion-receiver',
    description: 'Takes what AWS sends over SNS, proves it, keeps it, and turns it into signals.',
    keywords: ['aws', 'sns', 'webhook', 'cloudtrail', 'hono', 'security'],
    // The first Node 22 with Zstandard, in which records are kept.
    minNodeVersion: '22.15.0',
    deps: [
      // The blueprint's facts, such as the names of CloudTrail's events. One version for both, as they are written together.
      `clarion-aws-constructs@${VERSION}`,
      ...pinned('hono', '@hono/node-server', 'ajv', 'ajv-formats', 'better-sqlite3', 'pg', 'pino', 'prom-client', 'yaml'),
      ...pinned('@aws-sdk/client-s3', '@aws-sdk/client-sns', '@aws-sdk/client-sqs', '@aws-sdk/client-sts'),
    ],
    // Whoever has a Kafka sink installs its client: it asks for a newer Node than the rest.
    peerDeps: ['@platformatic/kafka@^2.12.0'],
    peerDependencyOptions: { pinnedDevDependency: false },
    devDeps: pinned('@platformatic/kafka', '@types/better-sqlite3', '@types/pg'),
    bin: { 'clarion-receiver': 'bin/clarion-receiver.js' },
  });
  installedByRoot(project);
  plainScripts(project, {
    // The package must never be published without what is built.
    prepack: 'npm run --prefix .. build',
    // --ci: a snapshot is written by a person who asked for it, never by a test run.
    test: 'node --experimental-vm-modules --no-warnings ../node_modules/jest/bin/jest.js --ci --selectProjects receiver --rootDir ..',
  });
  project.package.addField('peerDependenciesMeta', { '@platformatic/kafka': { optional: true } });
  project.package.addField('type', 'module');
  project.package.addField('files', ['bin', 'docs', 'lib', 'schema', '!**/*.tsbuildinfo']);
  project.package.addField('exports', {
    '.': { types: './lib/index.d.ts', default: './lib/index.js' },
    './lambda': { types: './lib/lambda/index.d.ts', default: './lib/lambda/index.js' },
    './schema/*': './schema/*',
    './package.json': './package.json',
  });
  typescriptConfigs(project, { module: 'nodenext', rewriteRelativeImportExtensions: true, resolveJsonModule: true }, [
    '../constructs',
  ]);
}
