import { readFileSync, existsSync, readdirSync } from 'node:fs';
import { ERRORS } from 'clarion-aws-constructs/blueprint';
import { PATHS } from '../constructs/lib/generate/paths/index.js';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const readme = read('README.md');
const samples = [...readme.matchAll(/<!-- (examples\/\S+) -->\n```\w+\n(.*?)```/gs)].map(
  ([, file, text]) => [file!, text!] as const,
);

describe('the README', () => {
  test.each(samples)('shows %s as it is', (file, text) => {
    expect(text).toBe(read(file));
  });

  test('names each example', () => {
    const examples = readdirSync(new URL('examples', root));
    expect(examples.filter((name) => name !== 'demo' && !readme.includes(`examples/${name}`))).toEqual([]);
  });

  test.each(['README.md', 'CONTRIBUTING.md', 'constructs/README.md', 'receiver/README.md'])(
    '%s links to what is there',
    (file) => {
      for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        expect([target, existsSync(new URL(target!, new URL(file, root)))]).toEqual([target, true]);
      }
    },
  );
});

test("the constructs' README lists every error with its rule, and no other", () => {
  const listed = Object.fromEntries(
    [...read('constructs/README.md').matchAll(/^\| `([a-z-]+)` \| ([^|]+?) \|$/gm)].map(([, code, rule]) => [code, rule]),
  );
  expect(listed).toEqual(ERRORS);
});

test("the constructs' README lists every option of every setup path", () => {
  const options = PATHS.flatMap(({ groups }) => groups.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  expect(options.filter((name) => !read('constructs/README.md').includes(`\n| \`${name}\` | `))).toEqual([]);
});
