import { readFileSync } from 'node:fs';
import { repository } from './repository.ts';

/** One instruction, such as `COPY`, and what it says, without its flags. */
export interface Instruction {
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  /** As it stands. */
  readonly text: string;
  /** The words, or the members of the JSON form. */
  readonly words: readonly string[];
}

/** What is between two `FROM`s. */
export interface Stage {
  readonly from: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The Dockerfile's stages, in order. Knows as much of the syntax as this one uses. */
export function stages(text = readFileSync(repository('Dockerfile'), 'utf8')): readonly Stage[] {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  const found: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const instruction = instructionOf(line.trim());
    if (instruction.name !== 'FROM') {
      found.at(-1)!.instructions.push(instruction);
      continue;
    }
    const [from = '', as, name = ''] = instruction.words;
    if (as !== 'AS') throw new Error(`each stage has a name, got ${line}`);
    found.push({ from, name, instructions: [] });
  }
  return found;
}

function instructionOf(line: string): Instruction {
  const [, name = '', flags = '', text = ''] = /^([A-Z]+)((?: +--[a-z-]+=\S+)*) +(.*)$/.exec(line) ?? [];
  if (name === '') throw new Error(`no instruction: ${line}`);
  return {
    name,
    flags: Object.fromEntries([...flags.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, flag, value]) => [flag, value])),
    text,
    words: text.startsWith('[') ? (JSON.parse(text) as string[]) : text.split(/ +/),
  };
}

/** The stage of this name, with what the stages that it is made from say before. */
export function stage(name: string, all = stages()): readonly Instruction[] {
  const { from, instructions } = all.find((each) => each.name === name)!;
  return [...(all.some((each) => each.name === from) ? stage(from, all) : []), ...instructions];
}

/** The last one of a kind, which is the one that holds. */
export const last = (instructions: readonly Instruction[], kind: string) => instructions.findLast(({ name }) => name === kind);

/** The environment that the instructions set. */
export const environment = (instructions: readonly Instruction[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    instructions.flatMap(({ name, words }) =>
      name === 'ENV' ? words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]) : [],
    ),
  );
