import { Mistake } from './mistake.ts';

/** What webhooks and monitors may be called: fit for a log line, a table and a file. */
export const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** {@link NAME} in words. */
export const NAME_RULE = 'lower-case letters, digits and hyphens, at most 63, not starting with a hyphen';

/** @throws Mistake when it is unfit. */
export function requireName(what: string, name: string): void {
  if (!NAME.test(name)) throw new Mistake(`${what} must be ${NAME_RULE}, got ${JSON.stringify(name.slice(0, 100))}`);
}
