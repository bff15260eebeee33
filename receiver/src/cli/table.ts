/** Control characters: text from outside could use them to rewrite what a terminal shows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Rows under headings, in columns. Long cells are cut at 60 characters, and control characters are shown as `?`. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map(printable))];
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

/** A text from outside that a terminal can be shown. */
export function printable(text: string): string {
  const clean = text.replace(UNPRINTABLE, '?');
  return clean.length > 60 ? `${clean.slice(0, 59)}…` : clean;
}
