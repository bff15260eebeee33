import { fileURLToPath } from 'node:url';

/** A path in the repository. */
export const repository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
