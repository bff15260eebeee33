import { ApplyMistake } from './apply.ts';
import { readWorkspace } from './read-file.ts';

const read = (text: string) => readWorkspace(text).document;
function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ApplyMistake) return error.problems.map((problem) => problem.text);
    throw error;
  }
  return [];
}
const ROLE = 'arn:aws:iam::111122223333:role/r';

test('YAML is read, and JSON, which is YAML', () => {
  const yaml = `
permissionGroups: [cloudtrail]
monitors:
  - name: trail
    kind: cloudtrail
    topicArns: [arn:aws:sns:us-east-1:111122223333:t]
    eventNames: { exclude: ['Describe*'] }
    minimumSignatureVersion: 2
accounts:
  - { id: '111122223333', roleArn: ${ROLE}, primary: true }
webhooks: [main]
`;
  expect(read(yaml)).toEqual({
    permissionGroups: ['cloudtrail'],
    monitors: [
      {
        name: 'trail',
        kind: 'cloudtrail',
        topicArns: ['arn:aws:sns:us-east-1:111122223333:t'],
        eventNames: { exclude: ['Describe*'] },
        minimumSignatureVersion: 2,
      },
    ],
    accounts: [{ id: '111122223333', roleArn: ROLE, primary: true }],
    webhooks: ['main'],
  });
  expect(read(JSON.stringify(read(yaml), undefined, 2))).toEqual(read(yaml));
});

test('an account id without quotes keeps the zero at its beginning', () => {
  expect(read('accounts:\n  - id: 012345678901\n    roleArn: arn:aws:iam::012345678901:role/r\n').accounts?.[0]?.id).toBe(
    '012345678901',
  );
});

test('everything that is wrong is told at once, each with its line', () => {
  const problems = problemsOf(`monitors:
  - name: Trail
    kind: cloudtrail
    topicArns:
      - arn:aws:sns:us-east-1:1:t
  - { name: a, kind: inspector, topicArns: [] }
accounts:
  - id: 1111
    role: x
foo: 1
`);
  for (const part of [
    'line 2: `monitors[0].name` must be a name: lower-case letters, digits and hyphens',
    'line 5: `monitors[0].topicArns[0]` must be the ARN of a standard SNS topic',
    'line 6: `monitors[1].kind` must be one of cloudtrail, cloudwatch, guardduty, got "inspector"',
    'line 8: `accounts[0]` lacks "roleArn": add it',
    'line 8: `accounts[0].id` must be an account id of 12 digits, got 1111',
    'line 9: `accounts[0]` has no "role": remove it, or use one of id, roleArn, externalId, primary',
    'line 10: the workspace has no "foo": remove it, or use one of permissionGroups, monitors, accounts, webhooks',
  ]) {
    expect(problems).toContainEqual(expect.stringContaining(part));
  }
  expect(problems).toHaveLength(7);
});

test('what the schema cannot say is told as well', () => {
  const problems = problemsOf(`monitors:
  - { name: a, kind: guardduty, topicArns: [], detailTypes: [AWS API Call via CloudTrail] }
  - { name: a, kind: cloudtrail, topicArns: [] }
accounts:
  - { id: '111122223333', roleArn: arn:aws:iam::444455556666:role/r }
  - { id: '111122223333', roleArn: ${ROLE} }
`);
  expect(problems).toEqual([
    expect.stringContaining('line 3: `monitors[1].name` is that of `monitors[0]` too, a'),
    expect.stringContaining('line 6: `accounts[1].id` is that of `accounts[0]` too, 111122223333'),
    expect.stringContaining('line 2: `monitors[0].detailTypes[0]`: a monitor of kind guardduty never gets'),
    expect.stringContaining('line 5: `accounts[0].roleArn`: the role of account 111122223333 must be in that account'),
    expect.stringContaining('line 5: `accounts` must have one primary: add `primary: true`'),
  ]);
});

test.each([
  ['a key that is there twice', 'webhooks: []\nwebhooks: [a]\n', /line 2: "webhooks" is there already/],
  ['two primaries', accountsOf('primary: true', 'primary: true'), /must have one primary: leave `primary` out/],
  ['a tag', 'webhooks: !secret []\n', /line 1: Unresolved tag/],
  ['a second document', '---\nwebhooks: []\n---\nwebhooks: []\n', /must hold one document/],
  ['nothing', '', /the workspace must be an object/],
  ['text', 'hello', /the workspace must be an object.*got "hello"/],
  ['a tab', 'webhooks:\n\t- a\n', /line 2: Tabs are not allowed/],
  ['an alias of nothing', 'webhooks: *nothing\n', /must use what it anchors/],
  ['a name that JavaScript gives meaning to', '__proto__: {}\n', /has no "__proto__"/],
  ['too deep a nesting', `webhooks: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /nested at most 50 deep/],
])('%s is refused', (_, text, sentence) => {
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(sentence);
});

test('what is anchored may be used again, but not blown up', () => {
  const lists = (length: number) =>
    Array.from({ length }, (_, level) => `x${level}: &x${level} [${`*x${level - 1}, `.repeat(9)}]`.replaceAll('*x-1', 'x'));
  expect(problemsOf(`${lists(9).join('\n')}\n`)).toEqual([
    expect.stringContaining('must use what it anchors at most 1000 times'),
  ]);
  const shared = `monitors:
  - { name: a, kind: cloudtrail, topicArns: [], eventNames: &names { exclude: [a] } }
  - { name: b, kind: cloudtrail, topicArns: [], eventNames: *names }
`;
  expect(read(shared).monitors?.[1]?.eventNames).toEqual({ exclude: ['a'] });
});

test('a key that is there twice among tens of thousands is found at once', () => {
  const keys = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`);
  expect(problemsOf(`${keys.join('\n')}\nk7: 2\n`)).toEqual(['line 40001: "k7" is there already: keep one of the two']);
});

test('what a value holds cannot steer the terminal that shows it', () => {
  expect(problemsOf('webhooks: ["\\e[31m\\u202E"]\n').join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

function accountsOf(...members: string[]): string {
  const ids = ['111122223333', '444455556666'];
  const lines = members.map(
    (member, index) => `  - { id: '${ids[index]}', roleArn: arn:aws:iam::${ids[index]}:role/r, ${member} }`,
  );
  return `accounts:\n${lines.join('\n')}\n`;
}
