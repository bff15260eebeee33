import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const library = fileURLToPath(new URL('../lib/log.js', import.meta.url));

/** Logs in a process of its own and gives what it wrote. Needs the built package, which `npm test` makes first. */
function logged(about: string, level = 'info'): string {
  const script = `import { createLogger } from ${JSON.stringify(library)}; createLogger('${level}').error(${about}, 'said');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout;
}

test('a line is JSON with a time and a message', () => {
  expect(JSON.parse(logged('{ topicArn: "arn:t" }'))).toMatchObject({
    topicArn: 'arn:t',
    msg: 'said',
    time: expect.stringMatching(/Z$/),
  });
});

test.each(['token', 'apiToken', 'body', 'url', 'envelope', 'authorization', 'headers'])(
  '%s is never written, on top or one deeper',
  (name) => {
    expect(logged(`{ ${name}: 'hunter2', deeper: { ${name}: 'hunter2' } }`)).not.toContain('hunter2');
  },
);

test('an error is written with its cause, without what libraries hang on it', () => {
  const line = logged(
    `{ err: Object.assign(new Error('above', { cause: new Error('below') }), { code: 'EX', request: { token: 'hunter2' } }) }`,
  );
  expect(JSON.parse(line)).toMatchObject({ err: { message: 'above', code: 'EX', cause: { message: 'below' } } });
  expect(line).not.toContain('hunter2');
});

test('a line goes to standard error where standard output is for signals', () => {
  const script = `import { createLogger } from ${JSON.stringify(library)}; createLogger('info', 'stderr').info({}, 'said');`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toMatchObject({ msg: 'said' });
});

test('silent says nothing', () => {
  expect(logged('{}', 'silent')).toBe('');
});
