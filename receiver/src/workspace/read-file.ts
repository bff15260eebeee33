import { type Document, isScalar, type Node, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import { ApplyMistake } from './apply.ts';
import { distinct, type Path, type Problem } from '../problems.ts';
import { printable } from '../printable.ts';
import { documentProblems } from './check.ts';
import type { WorkspaceDocument } from './document.ts';

/** A workspace of thousands of accounts is smaller. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** How often what is anchored may be used, counted through all its uses. */
const MAX_ALIASES = 1_000;
/** Deeper than any workspace: the library takes minutes for what is nested a hundred thousand times. */
const MAX_DEPTH = 50;
/** The library's words where they speak to programmers. */
const IN_OTHER_WORDS: readonly (readonly [RegExp, string])[] = [
  [/multiple documents/, 'the file must hold one document: keep one, without `---` after it'],
];

/** A file that has been read. */
export interface WorkspaceFile {
  readonly document: WorkspaceDocument;
  /** A problem in words, with its line. */
  readonly told: (problem: Problem) => string;
}

/**
 * Reads a workspace from YAML, of which JSON is a part.
 *
 * @throws ApplyMistake with all that is wrong, each with its line
 */
export function readWorkspace(text: string): WorkspaceFile {
  if (isTooDeep(text)) refuse([`the file must be nested at most ${MAX_DEPTH} deep`]);
  const lines = new LineCounter();
  const at = (offset: number) => lines.linePos(offset).line;
  const yaml = parse(text, lines);
  refuse([...yaml.errors, ...yaml.warnings].map(({ message, pos: [offset] }) => `line ${at(offset)}: ${inWords(message)}`));
  refuse(
    repeatedKeys(yaml).map(
      ([name, offset]) => `line ${at(offset)}: ${JSON.stringify(name)} is there already: keep one of the two`,
    ),
  );
  accountIdsAsText(yaml);
  const document = toValue(yaml);
  const told = ({ path, text }: Problem) => `line ${at(offsetOf(yaml, path))}: ${text}`;
  refuse(documentProblems(document).map(told));
  return { document: document as WorkspaceDocument, told };
}

function refuse(texts: readonly string[]): void {
  if (texts.length > 0) throw new ApplyMistake(distinct(texts.map((text) => ({ path: [], text }))));
}

function inWords(message: string): string {
  return IN_OTHER_WORDS.find(([theirs]) => theirs.test(message))?.[1] ?? printable(message, 300);
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed {
  // The library would compare every key with every other, which takes a minute at 60,000; they are looked for below.
  return parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, version: '1.2' });
}

/** Counts brackets, and in a line without any the dashes and question marks that nest in one another. */
function isTooDeep(text: string): boolean {
  let [brackets, marks] = [0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') brackets += 1;
    else if (lexeme === ']' || lexeme === '}') brackets -= 1;
    else if (brackets <= 0 && (lexeme === '-' || lexeme === '?')) marks += 1;
    else if (lexeme.endsWith('\n')) marks = 0;
    if (brackets > MAX_DEPTH || marks > MAX_DEPTH) return true;
  }
  return false;
}

function repeatedKeys(yaml: Document): [string, number][] {
  const found: [string, number][] = [];
  visit(yaml, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        // A key that is no scalar is nothing that the schema knows.
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) found.push([name, key.range?.[0] ?? 0]);
        seen.add(name);
      }
    },
  });
  return found;
}

/** An account id without quotes is a number to YAML, which may have lost a zero at its beginning. Nothing else has 12 digits. */
function accountIdsAsText(yaml: Document): void {
  visit(yaml, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && node.source !== undefined && /^\d{12}$/.test(node.source)) node.value = node.source;
    },
  });
}

function toValue(yaml: Document): unknown {
  try {
    return yaml.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    const text = `the file must use what it anchors at most ${MAX_ALIASES} times, and after it was anchored: write it out`;
    throw new ApplyMistake([{ path: [], text }]);
  }
}

/** Where a value begins, or what it would stand in. */
function offsetOf(yaml: Document, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = yaml.getIn(path.slice(0, depth), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return yaml.contents?.range?.[0] ?? 0;
}
