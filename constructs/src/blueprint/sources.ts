import type { CloudTrailSourceOptions } from './cloudtrail-options';

/** What spokes forward to a hub, and a hub sends on: one rule each. A rule's names end so. */
export type Source = 'management' | 'data-events';

/** Which sources are forwarded. A hub and its spokes are given the same: what a spoke forwards and the hub does not, ends there. */
export type SourceOptions<Deferred = never> = CloudTrailSourceOptions<Deferred>;
