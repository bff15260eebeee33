import { matching } from './expression';
import { block, isBlock, type Attribute, type Block } from './hcl';

/** cdktf sorts by name. A reader wants first how many there are and what it is called, and last its tags. */
const FIRST = ['source', 'count', 'for_each', 'name', 'name_prefix', 'alarm_name', 'alarm_description', 'description', 'sid', 'effect', 'type', 'test', 'variable'];
const LAST = ['tags'];
const BLOCKS = ['principals', 'condition', 'lifecycle'];

/**
 * Reads what cdktf prints, which is regular: an attribute or a bracket a line.
 *
 * Cleans it on the way: `"${x}"` is `x`, lists stand on one line, and all is in the order in which a person writes it.
 */
export function readSynthesized(hcl: string): Block[] {
  const lines = hcl
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  let next = 0;

  function body(): Block['body'] {
    const entries: (Attribute | Block)[] = [];
    for (; lines[next] !== undefined && lines[next] !== '}'; next++) entries.push(entry(lines[next]!));
    return tidy(entries);
  }

  function entry(line: string): Attribute | Block {
    const [, name, value] = /^(\w+) = (.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      next++;
      return block(line.replace(/\s*\{$/, ''), body());
    }
    if (value === '[' || value === '{') return [name, collection(value)];
    return [name, expression(value)];
  }

  function collection(open: '[' | '{'): string {
    const close = open === '[' ? ']' : '}';
    const items: string[] = [];
    for (next++; lines[next] !== close; next++) {
      const line = lines[next]!.replace(/,$/, '');
      const [, key, value] = open === '{' ? (/^("[^"]*"|[\w-]+) = (.*)$/s.exec(line) ?? []) : [];
      items.push(key === undefined ? expression(line) : `${key} = ${expression(value!)}`);
    }
    return `${open}${items.join(', ')}${close}`;
  }

  const blocks: Block[] = [];
  for (; next < lines.length; next++) blocks.push(entry(lines[next]!) as Block);
  return blocks;
}

function tidy(entries: (Attribute | Block)[]): Block['body'] {
  const attributes = entries.filter((entry): entry is Attribute => !isBlock(entry));
  // What Terraform wants as references.
  const dependsOn = attributes.filter(([name]) => name === 'depends_on' || name === 'ignore_changes');
  const place = ([name]: Attribute) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length + (LAST.includes(name) ? 1 : 0));
  return [
    ...attributes.filter((each) => !dependsOn.includes(each)).sort((one, other) => place(one) - place(other)),
    ...entries.filter(isBlock).sort((one, other) => BLOCKS.indexOf(one.header) - BLOCKS.indexOf(other.header)),
    ...dependsOn.map(([name, value]): Attribute => [name, value.replaceAll('"', '')]),
  ];
}

/** The expression inside `"${…}"` where there is nothing else, without the brackets that cdktf puts around each operation. */
export function expression(synthesized: string): string {
  const text = synthesized
    .replace(/!\((var\.\w+) != null\)/g, '$1 == null')
    .replace(/!\((var\.\w+) == ("\w+")\)/g, '$1 != $2')
    .replace(/\((var\.\w+ [!=]= null)\) \?/g, '$1 ?');
  if (!text.startsWith('"${') || matching(text, 2) !== text.length - 2) return text;
  return text
    .slice(3, -2)
    .replace(/^\{ for key, val in (.*): (\w+)\(val\) => val \}$/, '{ for url in $1 : $2(url) => url }')
    .replace(/\((var\.\w+ [!=]= null)\)/g, '$1')
    .replace(/(?<!\w)\(((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)\) \?/g, '$1 ?')
    .replace(/^(var\.\w+) != null \? \1 : (?!"")(.*)$/, 'coalesce($1, $2)')
    .replace(/^(var\.\w+) != null \? null : (.*)$/, '$1 == null ? $2 : null');
}
