import { snakeCase } from '../../constructs/lib/generate/input.js';
import { nameOf } from '../../constructs/lib/generate/terraform/module-stack.js';
import type { Template } from '../support/cloudformation.ts';
import { REFERENCED } from './kinds/index.ts';

/** A resource that others refer to, under both of its names. */
export interface Named {
  readonly address: string;
  /** The template's name for it. */
  readonly name: string;
  readonly arn: string;
}

/** Every resource of a template that others may refer to, made or not. */
export const namesIn = ({ Resources }: Template): Named[] =>
  Object.entries(Resources).flatMap(([name, { Type }]) => {
    const known = REFERENCED[Type];
    if (known === undefined) return [];
    const snake = snakeCase(name).replace(/^_/, '');
    // `GuardDutyFindingsBus` may be a bus of that place, or the place itself.
    const short = [...new Set([nameOf(snake, known.type), snake])];
    return short.map((each) => ({ address: `${known.type}.${each}`, name, arn: known.arn + name }));
  });
