import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { USAGE } from './cli/usage.ts';
import { REFUSALS } from './error.ts';
import { METRIC_PREFIX, METRICS } from './metrics/table.ts';

const read = (path: string) => readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8');
const [runbook, operating, alerts] = [read('runbook.md'), read('operating.md'), read('alerts.yaml')];

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}
const rules = (parse(alerts) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules: some }) => some);
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);
const ONES_OF_OTHERS = ['up'];
const SERIES = new Map(
  Object.entries(METRICS).flatMap(([name, { type }]) =>
    (type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).map((suffix) => [METRIC_PREFIX + name + suffix, name]),
  ),
);

/** The metrics and the labels that an expression names. */
const selectors = (expr: string) =>
  [...expr.matchAll(/\b([a-z_]+)\b(?:\{([^}]*)\})?/g)]
    .filter(([, name]) => name!.startsWith(METRIC_PREFIX))
    .map(([, name, labels = '']) => ({
      name: name!,
      labels: [...labels.matchAll(/(\w+) *(?:=~|!~|!=|=) *"([^"]*)"/g)].map(([, label, value]) => [label!, value!] as const),
    }));

describe.each(rules.map((rule) => [rule.alert, rule] as const))('%s', (name, { expr, labels, annotations }) => {
  test('has its section in the runbook, to which it leads, with all that a section says', () => {
    expect(sections.has(name)).toBe(true);
    expect(annotations['runbook_url']).toMatch(new RegExp(`/receiver/docs/runbook\\.md#${name.toLowerCase()}$`));
    for (const part of ['Means', 'Lost', 'Look', 'Mend']) expect(sections.get(name)).toContain(`\n**${part}.** `);
  });

  test('says what is wrong in a sentence, and how much that matters', () => {
    expect(annotations['summary']).toMatch(/^[A-Z].*\.$/);
    expect(['critical', 'warning']).toContain(labels.severity);
  });

  test('asks for metrics that there are, by labels that they have', () => {
    const named = selectors(expr);
    const others = ONES_OF_OTHERS.filter((other) => new RegExp(`\\b${other}\\{`).test(expr));
    expect(named.length + others.length).toBeGreaterThan(0);
    for (const { name: series, labels: asked } of named) {
      expect([series, SERIES.has(series)]).toEqual([series, true]);
      const { labels: known = [] } = METRICS[SERIES.get(series) as keyof typeof METRICS] as { labels?: readonly string[] };
      for (const [label] of asked) expect(known).toContain(label);
    }
  });

  test('adds up over replicas only what each counts for itself', () => {
    const shared = ['jobs', 'job_oldest_seconds', 'dead_letters', 'confirmations', 'accounts', 'sink_lag_seconds'];
    for (const { name: series } of selectors(expr)) {
      if (shared.includes(SERIES.get(series)!)) expect(expr).not.toMatch(/\bsum\b/);
    }
  });

  test('names what it is about in its summary only by labels that its expression leaves', () => {
    const left = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(/, */));
    for (const [, label] of annotations['summary']!.matchAll(/\$labels\.(\w+)/g)) expect(left).toContain(label);
  });
});

test('every section of the runbook has its alert, and there are no two of a name', () => {
  expect([...sections.keys()].sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

/** What no sender of messages meets: strangers at the port, and who asks the API. */
const OF_STRANGERS_AND_READERS = [
  ...['body-not-json', 'body-not-utf8', 'method-not-allowed', 'route-unknown', 'webhook-unknown'],
  ...['api-token-required', 'query-invalid', 'request-invalid', 'workspace-busy', 'proof-failed', 'proof-unavailable'],
  ...['account-unknown', 'monitor-unknown', 'account-changed', 'account-in-use', 'in-configuration', 'pin-account-unknown'],
  ...['primary-needed', 'webhook-name-taken'],
];

test('every refusal that a sender meets is watched, but for those that only a stranger or a reader meets', () => {
  const watched = rules.flatMap(({ expr }) => selectors(expr).flatMap(({ labels }) => labels));
  const patterns = watched.filter(([label]) => label === 'code').map(([, value]) => new RegExp(`^(?:${value})$`));
  const known: readonly string[] = Object.keys(REFUSALS);
  const unwatched = known.filter((code) => !patterns.some((pattern) => pattern.test(code)));
  expect(unwatched.filter((code) => !OF_STRANGERS_AND_READERS.includes(code))).toEqual([]);
  for (const [label, value] of watched.filter(([name]) => name === 'code'))
    for (const code of value.split('|')) expect([label, known.includes(code)]).toEqual([label, true]);
});

/** Commands with their options, by the usage: `jobs list` has `--state` where it says so. */
const usage = USAGE.split('\n')
  .reduce<string[]>((lines, line) => {
    if (/^ {2}clarion-receiver /.test(line)) return [...lines, line.trim()];
    return /^ {6,}\S/.test(line) && lines.length > 0 ? [...lines.slice(0, -1), `${lines.at(-1)!} ${line.trim()}`] : lines;
  }, [])
  .map((line) => line.replace('clarion-receiver ', ''));
const isCommand = (given: string) => {
  const words = given.split(' ').filter((word) => /^[a-z]/.test(word) && !word.includes('='));
  const options = given.match(/--[a-z-]+/g) ?? [];
  return usage.some(
    (line) =>
      words.slice(0, 2).every((word, index) => line.split(' ')[index] === word) &&
      options.every((option) => line.includes(option)),
  );
};

const pages = `${runbook}${operating}`;
const commands = [...pages.matchAll(/clarion-receiver ([a-z][^`\n]*)/g)].map(([, command]) => command!.trim());

test.each([...new Set(commands)])('a page that names the command clarion-receiver %s is right', (command) => {
  expect([command, isCommand(command)]).toEqual([command, true]);
});

test('the pages name metrics that there are', () => {
  for (const [name] of pages.matchAll(/clarion_receiver_\w+/g))
    expect([name, SERIES.has(name) || name === METRIC_PREFIX]).toEqual([name, true]);
});

test('operating.md has every metric with its type, its labels and what it tells, and no other', () => {
  const rows = [...operating.matchAll(/^\| `([a-z_]+)` \| (counter|gauge|histogram) \| ([^|]*) \| ([^|]+) \|$/gm)];
  const listed = rows.map(([, name, type, labels, help]) => [
    name,
    { type, labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label), help },
  ]);
  const facts = Object.entries(METRICS).map(([name, { type, help, ...fact }]) => [
    name,
    { type, labels: 'labels' in fact ? [...fact.labels] : [], help },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(facts));
});
