import projen from 'projen';

const { javascript } = projen;

/** What all three package.json files share. Everything that projen would add beyond them is turned off: see CONTRIBUTING.md. */
export const COMMON = {
  license: 'Apache-2.0',
  copyrightOwner: 'The Clarion AWS authors',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  jest: false,
  package: false,
  release: false,
  buildWorkflow: false,
  depsUpgrade: false,
  github: false,
  projenDevDependency: false,
  projenrcJs: false,
  autoDetectBin: false,
} as const;

/** The version of all that is released here, until it is released apart. */
export const VERSION = '0.1.0';

/** Lets the mark in each generated file name the file to edit. */
export class ProjenrcTs extends projen.ProjenrcFile {
  public readonly filePath = '.projenrc.ts';
}

/** A workspace member: its dependencies are installed by the root, into one lockfile. */
export function installedByRoot(project: projen.javascript.NodeProject): void {
  project.package.installTask.reset();
  project.package.installCiTask.reset();
}

/** Replaces projen's own scripts, which would start projen first, with commands that run as they stand. */
export function plainScripts(project: projen.javascript.NodeProject, scripts: Readonly<Record<string, string>>): void {
  new ProjenrcTs(project);
  project.package.addField('version', VERSION);
  project.package.addField('main', undefined);
  for (const task of project.tasks.all) project.removeScript(task.name);
  for (const [name, command] of Object.entries(scripts)) project.setScript(name, command);
}
