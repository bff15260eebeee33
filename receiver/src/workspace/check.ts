import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageJson, type JsonObject } from '../json.ts';
import { distinct, placeOf, problemsOf, type Path, type Problem } from '../problems.ts';
import { accountProblems, monitorProblems } from '../registry/definitions.ts';
import { Mistake } from '../registry/mistake.ts';
import type { WorkspaceDocument } from './document.ts';

/** The published schema, of which everything that is said about a workspace is made. */
export const WORKSPACE_SCHEMA = packageJson('schema/workspace.schema.json');
/** Its definitions, by name. */
export const DEFINITIONS = WORKSPACE_SCHEMA['$defs'] as Readonly<Record<string, JsonObject>>;

// `verbose` hands the schema to the error, and with it the rule in words.
const ajv = new Ajv2020({ allErrors: true, verbose: true });
const validate = ajv.compile<WorkspaceDocument>(WORKSPACE_SCHEMA);

/** All that is wrong with a document by itself: what is there already is looked at when it is compared. */
export function documentProblems(document: unknown): Problem[] {
  if (!validate(document)) return problemsOf(validate.errors ?? [], 'the workspace');
  const { monitors = [], accounts = [] } = document;
  return distinct([
    ...repeated(
      monitors.map(({ name }) => name),
      'monitors',
      'name',
    ),
    ...repeated(
      accounts.map(({ id }) => id),
      'accounts',
      'id',
    ),
    ...monitors.flatMap((monitor, index) => within(['monitors', index], monitorProblems(monitor))),
    ...accounts.flatMap((account, index) => within(['accounts', index], accountProblems(account.id, account))),
    ...primaryProblems(accounts),
  ]);
}

/**
 * One definition of the schema.
 *
 * @param whole what the value is called
 * @throws Mistake with all that is wrong
 */
export function checked<T>(name: string, value: unknown, whole: string): T {
  const isValid = ajv.getSchema(`${String(WORKSPACE_SCHEMA['$id'])}#/$defs/${name}`)!;
  if (isValid(value)) return value as T;
  throw new Mistake(
    problemsOf(isValid.errors ?? [], whole)
      .map(({ text }) => text)
      .join('; '),
  );
}

function within(path: Path, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    const whole = [...path, ...problem.path];
    return { path: whole, text: `${placeOf(whole, '')}: ${problem.text}` };
  });
}

function repeated(values: readonly string[], list: string, member: string): Problem[] {
  const first = new Map<string, number>();
  return values.flatMap((value, index) => {
    const known = first.get(value);
    if (known === undefined) {
      first.set(value, index);
      return [];
    }
    const path = [list, index, member];
    return [{ path, text: `${placeOf(path, '')} is that of \`${list}[${known}]\` too, ${value}: make one of the two` }];
  });
}

function primaryProblems(accounts: NonNullable<WorkspaceDocument['accounts']>): Problem[] {
  const primaries = accounts.flatMap(({ primary }, index) => (primary === true ? [index] : []));
  if (primaries.length > 1) {
    return [
      { path: ['accounts', primaries[1]!, 'primary'], text: '`accounts` must have one primary: leave `primary` out elsewhere' },
    ];
  }
  if (accounts.length < 2 || primaries.length === 1) return [];
  return [{ path: ['accounts'], text: '`accounts` must have one primary: add `primary: true` to the one that is asked most' }];
}
