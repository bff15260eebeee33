import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Each release's outputs, as they were: a folder here for each, with folders in it as at the root of this repository. */
export const RELEASES = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

/** A path of a release. */
export const released = (release: string, path: string) => fileURLToPath(new URL(`./${release}/${path}`, import.meta.url));

/** A path of what is there now. */
export const current = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What the template is named, or the module's folder. */
export const TEMPLATES = (release: string) => readdirSync(released(release, 'cloudformation'));
export const MODULES = (release: string) => readdirSync(released(release, 'terraform'));

export const read = (path: string) => readFileSync(path, 'utf8');
