import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.ts';

type Dependencies = Readonly<Record<string, string>>;
interface Locked {
  readonly dependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly link?: boolean;
  readonly resolved?: string;
}

const { packages } = JSON.parse(readFileSync(repository('package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

/** Where the lockfile has the package that `from` means by this name: in its own folder or the nearest above, as Node looks. */
function resolve(from: string, name: string): string | undefined {
  const folders = from.split('/');
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    if (folders[depth - 1] === 'node_modules') continue;
    const path = [...folders.slice(0, depth), 'node_modules', name].join('/');
    if (packages[path] !== undefined) return path;
  }
  return undefined;
}

/** The folders in which `npm ci --omit=dev --workspace receiver` would put something, by the lockfile. */
export function productionFolders(workspace: string, found = new Set<string>()): ReadonlySet<string> {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[workspace]!;
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true);
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
    const path = resolve(workspace, name);
    if (path === undefined || found.has(path)) continue;
    found.add(path);
    productionFolders(packages[path]?.link === true ? packages[path].resolved! : path, found);
  }
  return found;
}

/** Puts those there, from this checkout's. */
export function installProduction(workspace: string, folder: string): void {
  for (const path of [`node_modules/clarion-receiver`, ...productionFolders(workspace)])
    // Nested packages come with their own line, if they are needed.
    cpSync(repository(path), join(folder, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.slice(repository(path).length).includes('/node_modules/'),
    });
}
