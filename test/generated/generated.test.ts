import { readdirSync, readFileSync, statSync } from 'node:fs';
import { template } from '../../constructs/lib/generate/cloudformation/template.js';
import { PAGES } from '../../constructs/lib/generate/pages.js';
import { PATHS } from '../../constructs/lib/generate/paths/index.js';
import { terraformModule } from '../../constructs/lib/generate/terraform/module.js';
import { BUCKET_NOTIFICATION_ZIP, bucketNotificationSource } from '../../constructs/lib/lambda/index.js';
import { zipOf } from '../../constructs/lib/lambda/zip.js';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe.each(PATHS.map((path) => [path.name, path] as const))('what is generated for %s', (name, path) => {
  test('is the same bytes each time, and the bytes that are committed', async () => {
    const [first, second] = [await terraformModule(path), await terraformModule(path)];
    expect(second).toEqual(first);
    for (const [file, content] of Object.entries(first)) {
      const committed = `terraform/${name}/${file}`;
      expect(content).toEqual(typeof content === 'string' ? read(committed) : readFileSync(new URL(committed, root)));
    }
    expect(template(path)).toBe(template(path));
    expect(template(path)).toBe(read(`cloudformation/${name}.template.yaml`));
  });
});

test.each(PAGES.map((page) => [page.path, page] as const))(
  '%s is what is generated, and can be run where it should',
  (path, page) => {
    expect(page.text()).toBe(page.text());
    expect(page.text()).toBe(read(path));
    expect((statSync(new URL(path, root)).mode & 0o111) !== 0).toBe(page.executable === true);
  },
);

test('the zip of a function holds the function as it is', () => {
  expect(readFileSync(BUCKET_NOTIFICATION_ZIP)).toEqual(zipOf('index.js', bucketNotificationSource()));
});

test('nothing else lies in the generated folders', () => {
  const names = PATHS.map(({ name }) => name).sort();
  expect(readdirSync(new URL('terraform', root)).sort()).toEqual(names);
  expect(readdirSync(new URL('cloudformation', root)).sort()).toEqual(names.map((name) => `${name}.template.yaml`));
  expect(readdirSync(new URL('examples/cli', root)).map((name) => `examples/cli/${name}`)).toEqual(
    PAGES.flatMap(({ path }) => (path.startsWith('examples/cli/') ? [path] : [])),
  );
});
