import { readFileSync, existsSync, readdirSync } from 'node:fs';
import { ERRORS, spokeRegions } from 'clarion-aws-constructs/blueprint';
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

  test('says of each path what it needs, costs and cannot see, and of no other', () => {
    const rows = [...readme.matchAll(/^\| (`[a-z-]+`.*?) \|(.*)\|$/gm)];
    const named = rows.flatMap(([, names]) => [...names!.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(PATHS.map(({ name }) => name).sort());
    for (const [, , cells] of rows) expect(cells!.split('|').map((cell) => cell.trim() !== '')).toEqual(Array(5).fill(true));
  });
});

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'constructs/README.md', 'constructs/PERMISSIONS.md', 'receiver/README.md'],
  ...['receiver/docs/operating.md', 'receiver/docs/runbook.md', 'examples/receiver-on-aws/README.md'],
  ...PATHS.map(({ name }) => `terraform/${name}/README.md`),
];

/** What GitHub makes of a heading. */
const anchors = (page: string) =>
  [
    ...read(page)
      .replaceAll(/^```.*?^```/gms, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

test.each(PAGES)('%s links to what is there', (page) => {
  for (const [, path, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)) {
    const target = new URL(path!, new URL(page, root));
    const file = path === '' ? page : target.pathname.slice(root.pathname.length);
    expect([file, existsSync(new URL(file, root))]).toEqual([file, true]);
    if (anchor !== '') expect(anchors(file)).toContain(anchor);
  }
});

test("the constructs' README names the construct, the module and the template of each path, and has a section on it", () => {
  const page = read('constructs/README.md');
  for (const { construct, name } of PATHS) {
    const [module, template] = [`../terraform/${name}/README.md`, `../cloudformation/${name}.template.yaml`];
    expect(page).toContain(
      `| [\`${construct}\`](#${construct.toLowerCase()}) | [\`${name}\`](${module}) | [\`${name}\`](${template}) |\n`,
    );
  }
});

test("the constructs' README deploys spokes where spokes are wanted", () => {
  const [, regions] = /^for region in (.*); do$/m.exec(read('constructs/README.md'))!;
  expect(regions!.split(' ')).toEqual(spokeRegions(['eu-west-1']));
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
