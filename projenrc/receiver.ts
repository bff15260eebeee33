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
    minNodeVersion: '22.12.0',
    deps: [
      // The blueprint's facts, such as the names of CloudTrail's events. One version for both, as they are written together.
      `clarion-aws-constructs@${VERSION}`,
      ...pinned('hono', '@hono/node-server', 'ajv', 'ajv-formats', 'better-sqlite3', 'pino', '@aws-sdk/client-sns'),
    ],
    devDeps: pinned('@types/better-sqlite3'),
    bin: { 'clarion-receiver': 'bin/clarion-receiver.js' },
  });
  installedByRoot(project);
  plainScripts(project, {
    // The package must never be published without what is built.
    prepack: 'npm run --prefix .. build',
    // --ci: a snapshot is written by a person who asked for it, never by a test run.
    test: 'node --experimental-vm-modules --no-warnings ../node_modules/jest/bin/jest.js --ci --selectProjects receiver --rootDir ..',
  });
  project.package.addField('type', 'module');
  project.package.addField('files', ['bin', 'lib', 'schema', '!**/*.tsbuildinfo']);
  project.package.addField('exports', {
    '.': { types: './lib/index.d.ts', default: './lib/index.js' },
    './schema/*': './schema/*',
    './package.json': './package.json',
  });
  typescriptConfigs(project, { module: 'nodenext', rewriteRelativeImportExtensions: true, resolveJsonModule: true }, [
    '../constructs',
  ]);
}
