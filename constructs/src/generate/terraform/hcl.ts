import { matching, printExpression } from './expression';

/** A block of HCL: attributes by name with their expressions, and blocks, in the order in which they are written. */
export interface Block {
  readonly header: string;
  readonly body: readonly (Attribute | Block)[];
}
export type Attribute = readonly [name: string, expression: string];

export const block = (header: string, body: Block['body']): Block => ({ header, body });

export const isBlock = (entry: Attribute | Block): entry is Block => 'header' in entry;

/** A value as an HCL expression. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${literal(key)} = ${literal(each)}`);
    return `{${entries.join(', ')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value).replaceAll(/[$%](?=\{)/g, '$&$&') : String(value);
}

/** A text of the synthesized stack, quoted: what stands in it as a reference is left as it is. */
export function quoted(text: string): string {
  const start = text.indexOf('${');
  if (start === -1) return literal(text);
  const end = matching(text, start + 1) + 1;
  return `${literal(text.slice(0, start)).slice(0, -1)}${text.slice(start, end)}${quoted(text.slice(end)).slice(1)}`;
}

/** The block as text, indented but not aligned: that is left to the formatter. */
export function printBlock({ header, body }: Block, indent = ''): string {
  if (body.length === 0) return `${indent}${header} {}\n`;
  const inner = `${indent}  `;
  const lines = body.map((entry, index) => {
    const previous = body[index - 1];
    const gap = previous !== undefined && (isBlock(entry) || isBlock(previous)) ? '\n' : '';
    return gap + (isBlock(entry) ? printBlock(entry, inner) : `${inner}${entry[0]} = ${printExpression(entry[1], inner)}\n`);
  });
  return `${indent}${header} {\n${lines.join('')}${indent}}\n`;
}
