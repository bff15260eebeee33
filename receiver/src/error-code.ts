/** The `code` that Node, SQLite and the like put on an error, such as `ENOENT`; `unknown` where there is none. */
export function errorCode(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code).slice(0, 64) : 'unknown';
}
