/** An upgrade from any release replaces no topic, subscription, queue or rule: what a stack is made of stays what it was. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Evaluation, parseTemplate } from '../support/cloudformation.ts';
import { inCloudFormation, type Identities } from './identity.ts';
import { current, MODULES, read, released, RELEASES, TEMPLATES } from './releases.ts';
import { SYNTHESIZED } from './synthesized.ts';

const each = (names: (release: string) => readonly string[]) =>
  RELEASES.flatMap((release) => names(release).map((name) => [release, name] as const));

/** What stays of `before`: each by its name, or missing. */
const stays = <T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.keys(before).map((name) => [name, after[name]]));

describe.each(each(TEMPLATES))('a stack of %s from cloudformation/%s', (release, file) => {
  const before = parseTemplate(read(released(release, `cloudformation/${file}`)));
  const after = parseTemplate(read(current(`cloudformation/${file}`)));
  const identities = (template: typeof before, parameters: Record<string, string>) =>
    inCloudFormation(new Evaluation(template, parameters).resources());
  const named = Object.keys(before.Parameters!).filter((name) => /Name|Prefix/.test(name));
  const switched = Object.keys(before.Parameters!).filter((name) => before.Parameters![name]!.Default === 'false');

  test.each<[string, Record<string, string>]>([
    ['the defaults', {}],
    ['a webhook URL', { WebhookUrl: 'https://receiver.example.com/hooks/one' }],
    [
      'a webhook URL and the one before',
      { WebhookUrl: 'https://receiver.example.com/hooks/one', PreviousWebhookUrl: 'https://receiver.example.com/hooks/before' },
    ],
    ['names of their own', Object.fromEntries(named.map((name) => [name, 'mine']))],
    ['all that is off switched on', Object.fromEntries(switched.map((name) => [name, 'true']))],
  ])('replaces nothing, with %s', (_with, parameters) => {
    const was = identities(before, parameters);
    expect(was).not.toEqual({});
    expect(stays(was, identities(after, parameters))).toEqual(was);
  });

  test('still has each parameter, with its type and default', () => {
    const kept = ({ Parameters = {} }: typeof before) =>
      Object.fromEntries(Object.entries(Parameters).map(([name, { Type, Default }]) => [name, { Type, Default }]));
    expect(stays(kept(before), kept(after))).toEqual(kept(before));
  });

  test('still has each output', () => {
    expect(Object.keys(after.Outputs!)).toEqual(expect.arrayContaining(Object.keys(before.Outputs!)));
  });
});

describe.each(each(MODULES))('a state of %s from terraform/%s', (release, module) => {
  const folder = `terraform/${module}`;
  let before: Module, after: Module;
  beforeAll(async () => {
    [before, after] = [await readModule(released(release, folder)), await readModule(current(folder))];
  });

  test('still finds each resource at its address, or is told where it went', () => {
    const moved = Object.values(after.moved ?? {}).flat();
    const addresses = [...addressesOf(after), ...moved.map(({ from }) => from.replace(/^\$\{|\}$/g, ''))];
    expect(addressesOf(before)).not.toEqual([]);
    expect(addresses).toEqual(expect.arrayContaining(addressesOf(before)));
  });

  test('still has each variable, with its type and default, and each output', () => {
    const kept = ({ variable = {} }: Module) =>
      Object.fromEntries(Object.entries(variable).map(([name, [{ type, default: value } = {}]]) => [name, { type, value }]));
    expect(stays(kept(before), kept(after))).toEqual(kept(before));
    expect(Object.keys(after.output ?? {})).toEqual(expect.arrayContaining(Object.keys(before.output ?? {})));
  });
});

describe.each(RELEASES)('an app of %s', (release) => {
  test.each(['cdk', 'cdktf'] as const)('replaces nothing that the %s constructs made', (engine) => {
    const before = JSON.parse(read(released(release, `${engine}.json`))) as Record<string, Identities>;
    const after = SYNTHESIZED[engine]();
    expect(Object.keys(before)).not.toEqual([]);
    for (const [name, was] of Object.entries(before)) expect([name, stays(was, after[name] ?? {})]).toEqual([name, was]);
  });
});

/** A module's blocks, as HCL's JSON tells them. */
interface Module {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly variable?: Readonly<Record<string, readonly { type?: string; default?: unknown }[]>>;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly moved?: readonly { from: string; to: string }[];
}

// Its types bring those of a browser, which are not Node's.
const { parse: parseHcl } = createRequire(import.meta.url)('@cdktf/hcl2json');

async function readModule(folder: string): Promise<Module> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.tf'));
  return parseHcl('module.tf', files.map((name) => read(`${folder}/${name}`)).join('\n'));
}

const addressesOf = ({ resource = {} }: Module) =>
  Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
