import { printable } from '../printable.ts';

const WIDEST = 60;

/**
 * Rows under headings, in columns. Control characters are shown as `?`.
 *
 * @param widest at which long cells are cut: `Infinity` where they are copied, or hold a cure
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], widest = WIDEST): string {
  const lines = [headings, ...rows.map((row) => row.map((cell) => printable(cell, widest)))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return `${lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
