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

function skipSpace(json: string, at: number): number {
  while (at < json.length && ' \t\n\r'.includes(json[at]!)) at += 1;
  return at;
}

function stringEnd(json: string, at: number): number {
  for (let i = at + 1; i < json.length; i += 1) {
    if (json[i] === '\\') i += 1;
    else if (json[i] === '"') return i + 1;
  }
  return json.length;
}

/** Counts brackets rather than recursing, so that depth costs no stack. */
function valueEnd(json: string, start: number): number {
  let depth = 0;
  for (let i = start; i < json.length; i += 1) {
    const char = json[i]!;
    if (char === '"') i = stringEnd(json, i) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      if (depth === 0) return i;
      depth -= 1;
    } else if (depth === 0 && ', \t\n\r'.includes(char)) return i;
    else continue;
    if (depth === 0) return i + 1;
  }
  return json.length;
}
