/** Control characters: text from a record could use them to rewrite what a terminal shows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const MAX_WIDTH = 60;

/** Rows under headings, in columns; columns that hold only numbers stand to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map((cell) => printable(String(cell))))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const toTheRight = headings.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const pad = (cell: string, column: number) =>
    toTheRight[column] === true ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return lines.map((line) => `  ${line.map(pad).join('  ')}`.trimEnd()).join('\n');
}

/** A text from outside that a terminal can be shown. */
export function printable(text: string): string {
  const clean = text.replace(UNPRINTABLE, '?');
  return clean.length > MAX_WIDTH ? `${clean.slice(0, MAX_WIDTH - 1)}…` : clean;
}
