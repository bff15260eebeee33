import { filesOf } from '../support/modules.ts';

/** What a part of an account is called in the construct, where a module of its own stands in the module. */
const PARTS: Readonly<Record<string, { readonly part: string; readonly topic: string }>> = {
  cloudtrail_events: { part: 'cloud_trail_events', topic: 'cloud_trail_topic' },
  cloudtrail_archive: { part: 'cloud_trail_archive', topic: 'cloud_trail_archive_topic' },
  cloudwatch_alarms: { part: 'cloud_watch_alarms', topic: 'cloud_watch_topic' },
  guardduty_findings: { part: 'guard_duty_findings', topic: 'guard_duty_topic' },
  integration_role: { part: 'integration_role', topic: '' },
};

/** The name that a resource of an inner module has where the construct makes it. */
export function flatName(module: string | undefined, name: string): string {
  if (module === undefined) return name;
  const { part, topic } = PARTS[module] ?? { part: module, topic: `${module}_topic` };
  return /^topic(_|$)/.test(name) ? topic + name.slice('topic'.length) : `${part}_${name}`;
}

/** A block of a module or of one that it is made of: where it is, and what the construct calls it. */
export interface ModuleBlock {
  readonly kind: 'resource' | 'data';
  readonly type: string;
  readonly target: string;
  readonly flat: string;
}

/** Every resource and data source of a module, with those of the modules that it is made of. */
export function blocksOf(name: string, module?: string, instance = ''): ModuleBlock[] {
  const main = filesOf(name)['main.tf']!;
  const own = [...main.matchAll(/^(resource|data) "(\w+)" "(\w+)"/gm)].map(([, kind, type = '', block = '']) => ({
    kind: kind as ModuleBlock['kind'],
    type,
    target: `${module === undefined ? '' : `module.${module}${instance}.`}${kind === 'data' ? 'data.' : ''}${type}.${block}`,
    flat: flatName(module, block),
  }));
  const inner = [...main.matchAll(/^module "(\w+)" \{\n\s*source\s+= "\.\.\/([\w-]+)"(\n\s*count)?/gm)];
  return [...own, ...inner.flatMap(([, id, source = '', count]) => blocksOf(source, id, count === undefined ? '' : '[0]'))];
}
