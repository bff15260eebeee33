import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TerraformRootOptions } from './terraform.ts';

const folder = fileURLToPath(new URL('../../terraform', import.meta.url));

/** The names of our modules. */
export const MODULES: readonly string[] = readdirSync(folder);

/** The text files of a module, by name. */
export const filesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(`${folder}/${name}`)
      .filter((file) => /\.(tf|md|json)$/.test(file))
      .map((file) => [file, readFileSync(`${folder}/${name}/${file}`, 'utf8')]),
  );

/** A module of ours as the root, with the modules that it is made of beside it. */
export function asRoot(name: string): Pick<Required<TerraformRootOptions>, 'files' | 'modules'> {
  const files = Object.entries(filesOf(name)).map(([file, text]) => [file, text.replaceAll('= "../', '= "./modules/')]);
  return {
    files: Object.fromEntries(files) as Record<string, string>,
    modules: Object.fromEntries(MODULES.map((each) => [each, `${folder}/${each}`])),
  };
}
