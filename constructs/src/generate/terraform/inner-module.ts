import { conditional, ref, TerraformHclModule, Token, type IResolvable, type ITerraformDependable, type TerraformStack } from 'cdktf';
import { snakeCase, type Input } from '../input';
import type { SetupPath } from '../path';

/**
 * A module of ours inside another: made where its switch is on, and given each input that the outer module has too.
 *
 * @param outer the inputs of the module that it stands in
 * @param others variables of the inner module that the outer one does not pass on as they are, by the construct's names for them
 * @param after what must be there before anything of it is made
 * @param id what it is called, where the name of its path would not do
 */
export function innerModule(
  stack: TerraformStack,
  path: Pick<SetupPath, 'name' | 'groups'>,
  outer: readonly Input[],
  when: IResolvable | true,
  others: Readonly<Record<string, unknown>> = {},
  after?: ITerraformDependable,
  id: string = path.name,
): InnerModule {
  const shared = path.groups.flatMap(({ inputs }) => inputs).filter(({ name }) => outer.some((each) => each.name === name));
  const passedOn = shared.map(({ name }) => [snakeCase(name), ref(`var.${snakeCase(name)}`, stack)]);
  const given = Object.entries(others).map(([name, value]) => [snakeCase(name), value]);
  const made = new TerraformHclModule(stack, id, {
    source: `../${path.name}`,
    skipAssetCreationFromLocalModules: true,
    variables: { ...Object.fromEntries(passedOn), ...Object.fromEntries(given) } as Record<string, unknown>,
  });
  if (when !== true) {
    made.addOverride('count', { value: conditional(when, 1, 0), type: 'simple', isBlock: false, storageClassType: 'number' });
  }
  // Not by `dependsOn`, which cdktf prints letter by letter for a module.
  if (after !== undefined) {
    made.addOverride('depends_on', { value: [after.fqn], type: 'list', isBlock: false, storageClassType: 'stringList' });
  }
  return new InnerModule(made, when);
}

/** What the outer module says of an inner one. */
export class InnerModule {
  public constructor(
    private readonly made: TerraformHclModule,
    private readonly when: IResolvable | true,
  ) {}

  /** What waits for the whole module depends on this. */
  public get dependable(): ITerraformDependable {
    return this.made;
  }

  /** An output, or something else where the module is switched off: by default nothing. */
  public output(name: string, otherwise: unknown = Token.nullValue()): string {
    const of = (index: string) => ref(`module.${this.made.friendlyUniqueId}${index}.${snakeCase(name)}`, this.made.cdktfStack);
    return Token.asString(this.when === true ? of('') : conditional(this.when, of('[0]'), otherwise));
  }
}
