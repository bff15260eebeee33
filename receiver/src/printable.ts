/** Control characters: text from outside could use them to rewrite what a terminal or a log shows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text from outside that a terminal or a log can be shown: control characters are `?`, and what is longer than `max` is cut. */
export function printable(text: string, max = Infinity): string {
  const clean = (text.length > max ? text.slice(0, max) : text).replace(UNPRINTABLE, '?');
  return text.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}
