/** What writing a program by hand comes to in both engines: a statement or two for each resource, after those that it refers to. */

/** The name of the variable that holds the resource of this address or logical id. */
export type Reference = (id: string) => string;

export interface Resource {
  /** Its address or logical id. */
  readonly id: string;
  readonly module: string;
  readonly className: string;
  /** The statements that make it, in a variable of this name. */
  readonly statements: (name: string, reference: Reference) => readonly string[];
}

/** The whole program, whose resources stand in `stack`. */
export function program(start: readonly string[], resources: readonly Resource[]): string {
  const waiting = new Map(resources.map((each, index) => [each.id, { ...each, name: `r${index}` }]));
  const names = new Map([...waiting].map(([id, { name }]) => [id, name]));
  const statements: string[] = [];
  const reference: Reference = (id) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`what was synthesized refers to ${id}, which is no resource of it`);
    const each = waiting.get(id);
    waiting.delete(id);
    if (each !== undefined) statements.push(...each.statements(name, reference));
    return name;
  };
  for (const { id } of resources) reference(id);

  const modules = new Map<string, Set<string>>();
  for (const { module, className } of resources) modules.set(module, (modules.get(module) ?? new Set()).add(className));
  const imports = [...modules].map(([module, classes]) => `const { ${[...classes].join(', ')} } = require('${module}');`);
  return [...imports, ...start, ...statements, 'app.synth();', ''].join('\n');
}

/** The value as source, where `text` says how a string is written, and `key` what a property is called. */
export function source(value: unknown, text: (value: string) => string, key = (name: string) => name): string {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map((each) => source(each, text, key)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{ ${entries.map(([name, each]) => `${JSON.stringify(key(name))}: ${source(each, text, key)}`).join(', ')} }`;
}
