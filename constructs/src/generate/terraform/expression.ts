/** Longer than this, an expression is broken over lines. */
const WIDTH = 110;

/** An expression on one line where it fits, and otherwise with what stands in its brackets on lines of its own. */
export function printExpression(expression: string, indent: string): string {
  const text = expression.trim();
  if (text.length + indent.length <= WIDTH && !hasObject(text)) return bareKeys(text);
  const open = firstBracket(text);
  if (open === undefined) return text;
  const close = matching(text, open);
  const inner = `${indent}  `;
  const items = split(text.slice(open + 1, close));
  if (items.length === 0) return text;
  const rest = printTail(text.slice(close + 1), indent);
  // `jsonencode({` and `merge({` read better than a line for the bracket alone.
  if (items.length === 1 && text[open] === '(') {
    return `${text.slice(0, open + 1)}${printExpression(items[0]!, indent)})${rest}`;
  }
  const comma = text[open] === '{' || items[0]!.startsWith('for ') ? '' : ',';
  const lines = items.map((item) => `${inner}${text[open] === '{' ? printPair(item, inner) : printExpression(item, inner)}${comma}\n`);
  const last = text[open] === '(' ? lines.join('').replace(/,\n$/, '\n') : lines.join('');
  return `${text.slice(0, open + 1)}\n${last}${indent}${text[close]}${rest}`;
}

/** `{ "a" = 1 }` as `{ a = 1 }`. */
const bareKeys = (text: string) => text.replace(/([{,] *)"([A-Za-z_][\w-]*)"(?= = )/g, '$1$2');

/** What follows a bracket: the other side of a condition may be long too. */
function printTail(tail: string, indent: string): string {
  return tail.length + indent.length <= WIDTH && !hasObject(tail) ? tail : printExpression(tail, indent).replace(/^(?=\S)/, ' ');
}

function printPair(pair: string, indent: string): string {
  if (pair.startsWith('for ')) return pair;
  const [, key = '', value = ''] = /^("[^"]*"|[\w-]+)\s*=\s*(.*)$/s.exec(pair) ?? [];
  return `${bareKeys(`{${key} = `).slice(1)}${printExpression(value, indent)}`;
}

/** An object of more than one key, or of an object, is never left on one line. */
function hasObject(text: string): boolean {
  for (let at = firstBracket(text, '{'); at !== undefined; at = firstBracket(text, '{', at + 1)) {
    const items = split(text.slice(at + 1, matching(text, at)));
    if (items.length > 1 || items.some((item) => item.includes('{'))) return true;
  }
  return false;
}

/** The items between brackets, at their commas. */
function split(text: string): string[] {
  const items: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = endOfString(text, at);
    else if ('([{'.includes(char)) at = matching(text, at);
    else if (char === ',') {
      items.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  const rest = text.slice(from).trim();
  return rest === '' ? items : [...items, rest];
}

function firstBracket(text: string, which = '([{', from = 0): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') at = endOfString(text, at);
    // An index such as `[0]` or `[*]` belongs to what stands before it.
    else if (text[at] === '[' && /[\w\])]/.test(text[at - 1] ?? '')) at = matching(text, at);
    else if (which.includes(text[at]!)) return at;
  }
  return undefined;
}

/** Where the bracket at `open` is closed. */
export function matching(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '"') at = endOfString(text, at);
    else if ('([{'.includes(text[at]!)) depth++;
    else if (')]}'.includes(text[at]!) && --depth === 0) return at;
  }
  throw new Error(`a bracket is not closed: ${text.slice(open)}`);
}

function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
    // `"${…}"` holds an expression, with strings of its own.
    else if (text[at] === '$' && text[at + 1] === '{') at = matching(text, at + 1);
    else if (text[at] === '$' && text[at + 1] === '$') at += 2;
  }
  throw new Error(`a string is not closed: ${text.slice(open)}`);
}
