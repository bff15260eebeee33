import { readdirSync, readFileSync } from 'node:fs';
import { template } from '../../constructs/lib/generate/cloudformation/template.js';
import { PATHS } from '../../constructs/lib/generate/paths/index.js';
import { terraformModule } from '../../constructs/lib/generate/terraform/module.js';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe.each(PATHS.map((path) => [path.name, path] as const))('what is generated for %s', (name, path) => {
  test('is the same bytes each time, and the bytes that are committed', async () => {
    const [first, second] = [await terraformModule(path), await terraformModule(path)];
    expect(second).toEqual(first);
    for (const [file, text] of Object.entries(first)) expect(text).toBe(read(`terraform/${name}/${file}`));
    expect(template(path)).toBe(template(path));
    expect(template(path)).toBe(read(`cloudformation/${name}.template.yaml`));
  });
});

test('nothing else lies in the generated folders', () => {
  const names = PATHS.map(({ name }) => name).sort();
  expect(readdirSync(new URL('terraform', root)).sort()).toEqual(names);
  expect(readdirSync(new URL('cloudformation', root)).sort()).toEqual(names.map((name) => `${name}.template.yaml`));
});
