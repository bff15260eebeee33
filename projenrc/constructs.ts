import projen from 'projen';
import { pinned } from './pins.ts';
import { typescriptConfigs } from './typescript.ts';
import { COMMON, installedByRoot, plainScripts } from './workspace.ts';

const FRONT_ENDS = ['blueprint', 'cdk', 'cdktf'] as const;

/** npm `clarion-aws-constructs`: CommonJS, three subpaths, and engines as optional peers so that nobody installs the other's. */
export function constructsPackage(root: projen.javascript.NodeProject): void {
  const project = new projen.javascript.NodeProject({
    ...COMMON,
    parent: root,
    outdir: 'constructs',
    name: 'clarion-aws-constructs',
    description: 'Connects an AWS account to Clarion, as AWS CDK constructs and as CDK for Terraform constructs.',
    keywords: ['aws', 'cdk', 'cdktf', 'cloudtrail', 'eventbridge', 'sns', 'security'],
    minNodeVersion: '20.9.0',
    peerDeps: ['constructs@^10.4.2', 'aws-cdk-lib@^2.215.0', 'cdktf@^0.21.0', '@cdktf/provider-aws@^21.0.0'],
    peerDependencyOptions: { pinnedDevDependency: false },
    devDeps: [
      ...pinned('constructs', 'aws-cdk-lib', 'cdktf', '@cdktf/provider-aws', '@cdktf/hcl-tools', 'yaml'),
      // Publishes the templates. Beside the receiver's client of SNS, at its version: they share most of their code.
      ...pinned('@aws-sdk/client-s3'),
      // Judges the constructs in tests.
      ...pinned('cdk-nag'),
    ],
  });
  installedByRoot(project);
  plainScripts(project, {
    // The package must never be published without what is built.
    prepack: 'npm run --prefix .. build',
    // --ci: a snapshot is written by a person who asked for it, never by a test run.
    test: 'node ../node_modules/jest/bin/jest.js --ci --selectProjects constructs --rootDir ..',
  });
  const optional = ['aws-cdk-lib', 'cdktf', '@cdktf/provider-aws'].map((engine) => [engine, { optional: true }]);
  project.package.addField('peerDependenciesMeta', Object.fromEntries(optional));
  project.package.addField('type', 'commonjs');
  project.package.addField('files', ['lib', 'lambda', 'templates', '!lib/generate', '!lib/publish', '!**/*.tsbuildinfo']);
  project.package.addField(
    'exports',
    Object.fromEntries([
      ...FRONT_ENDS.map((name) => [`./${name}`, { types: `./lib/${name}/index.d.ts`, default: `./lib/${name}/index.js` }]),
      ['./package.json', './package.json'],
    ]),
  );
  // Module resolution that knows no `exports` (TypeScript's "node10", which many CDK apps still use) finds the types here.
  project.package.addField('typesVersions', {
    '*': Object.fromEntries(FRONT_ENDS.map((name) => [name, [`./lib/${name}/index.d.ts`]])),
  });
  typescriptConfigs(project, { module: 'node16', target: 'es2022', lib: ['es2022'] });
}
