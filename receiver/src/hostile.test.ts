/** Every row of the list of hostile inputs has a test that says its number: `row 7: …`, or `rows 7 to 9: …` for several. */
import { readdirSync, readFileSync } from 'node:fs';

/** How many rows the list has. */
const ROWS = 53;
const root = new URL('../../', import.meta.url);

function testFiles(folder: URL): URL[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return testFiles(new URL(`${entry.name}/`, folder));
    return entry.name.endsWith('.test.ts') ? [new URL(entry.name, folder)] : [];
  });
}

const numbers = (text: string) =>
  [...text.matchAll(/['"`]rows? (\d+)(?: to (\d+))?: /g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index),
  );

test('every row of the hostile list has a test that names it', () => {
  const files = ['receiver/src/', 'test/'].flatMap((folder) => testFiles(new URL(folder, root)));
  const named = new Set(files.flatMap((file) => numbers(readFileSync(file, 'utf8'))));
  const missing = Array.from({ length: ROWS }, (_, index) => index + 1).filter((row) => !named.has(row));
  expect(missing).toEqual([]);
});
