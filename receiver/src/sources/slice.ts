/**
 * The text of one member's value in a JSON object, exactly as written. Parsing and printing again would change numbers, escapes and
 * order, and costs more. The text must be JSON that `JSON.parse` took. Of a name that comes twice the last counts, as it does there.
 *
 * @returns `undefined` when the object has no such member.
 */
export function memberText(json: string, name: string): string | undefined {
  let found: string | undefined;
  let at = skipSpace(json, skipSpace(json, 0) + 1);
  while (json[at] === '"') {
    const keyEnd = stringEnd(json, at);
    const key = JSON.parse(json.slice(at, keyEnd)) as string;
    const start = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const end = valueEnd(json, start);
    if (key === name) found = json.slice(start, end);
    at = skipSpace(json, end);
    if (json[at] === ',') at = skipSpace(json, at + 1);
  }
  return found;
}

const [QUOTE, COMMA, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];

/** The four that JSON lets stand between its signs. */
function isSpace(char: number): boolean {
  return char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09;
}

function skipSpace(json: string, at: number): number {
  while (isSpace(json.charCodeAt(at))) at += 1;
  return at;
}

/**
 * Where the string that begins at a quote ends: after its closing quote. Looks for the next quote and counts the backslashes before it,
 * rather than reading every character.
 */
export function stringEnd(json: string, at: number): number {
  for (let quote = json.indexOf('"', at + 1); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (json[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
  return json.length;
}

/** Counts brackets rather than recursing, so that depth costs no stack. */
function valueEnd(json: string, start: number): number {
  let depth = 0;
  for (let i = start; i < json.length; i += 1) {
    const char = json.charCodeAt(i);
    if (char === QUOTE) i = stringEnd(json, i) - 1;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) depth += 1;
    else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      if (depth === 0) return i;
      depth -= 1;
    } else if (depth === 0 && (char === COMMA || isSpace(char))) return i;
    else continue;
    if (depth === 0) return i + 1;
  }
  return json.length;
}
