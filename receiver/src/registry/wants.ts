import {
  ALARM_DETAIL_TYPES,
  CLOUDTRAIL_DETAIL_TYPES,
  FINDING_DETAIL_TYPES,
  NETWORK_ACTIVITY_DETAIL_TYPE,
} from 'clarion-aws-constructs/blueprint';
import type { SignalSource } from '../signals/signal.ts';
import type { MonitorSettings, NameFilter } from '../store/workspace.ts';

/** The detail types of EventBridge that a monitor of each kind takes when it names none. */
export const DETAIL_TYPES: Readonly<Record<SignalSource, readonly string[]>> = {
  cloudtrail: [...CLOUDTRAIL_DETAIL_TYPES, NETWORK_ACTIVITY_DETAIL_TYPE],
  cloudwatch: ALARM_DETAIL_TYPES,
  guardduty: FINDING_DETAIL_TYPES,
};

/** What a monitor looks at to take an event or to leave it. */
export interface Candidate {
  /** The detail types that it has or, out of a log file, would have; none where it has no such thing. One that is taken is enough. */
  readonly detailTypes: readonly string[];
  readonly eventSource: string;
  readonly eventName: string;
}

/** Whether a monitor of this kind with these settings takes an event. Made once, and asked for each. */
export function compileWants(kind: SignalSource, settings: MonitorSettings): (candidate: Candidate) => boolean {
  const types = new Set(settings.detailTypes ?? DETAIL_TYPES[kind]);
  const isAnyType = settings.detailTypes === undefined;
  const isSource = lets(settings.eventSources);
  const isName = lets(settings.eventNames);
  return ({ detailTypes, eventSource, eventName }) =>
    (detailTypes.some((type) => types.has(type)) || (isAnyType && detailTypes.length === 0)) &&
    isSource(eventSource) &&
    isName(eventName);
}

function lets({ include, exclude = [] }: NameFilter = {}): (name: string) => boolean {
  const isIncluded = include === undefined ? () => true : anyOf(include);
  const isExcluded = anyOf(exclude);
  return (name) => isIncluded(name) && !isExcluded(name);
}

function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const names = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const wild = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (name) => names.has(name) || wild.some((parts) => fits(name, parts));
}

/**
 * Whether a name is these parts with any text between them. The first place of each part is as good as any later one, so nothing is tried
 * twice, as a regular expression might.
 */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= end;
}
