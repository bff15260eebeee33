/** The version of the schema that events are made by, and which each of them names. */
export const OCSF_VERSION = '1.5.0';
/** The parts of the schema beside the classes: `cloud.*`, and times as texts. */
export const OCSF_PROFILES = ['cloud', 'datetime'] as const;
/** The id of what the schema has no word for. The source's own word stands beside it. */
export const OTHER = 99;

/** A class of events. */
export interface OcsfClass {
  readonly uid: number;
  readonly name: string;
  readonly category: { readonly uid: number; readonly name: string };
  readonly activities: ReadonlyMap<string, number>;
  readonly statuses: ReadonlyMap<string, number>;
}

const RESULTS = new Map([
  ['Success', 1],
  ['Failure', 2],
]);

/** @see https://schema.ocsf.io/1.5.0/classes/api_activity */
export const API_ACTIVITY: OcsfClass = {
  uid: 6003,
  name: 'API Activity',
  category: { uid: 6, name: 'Application Activity' },
  activities: new Map([
    ['Create', 1],
    ['Read', 2],
    ['Update', 3],
    ['Delete', 4],
  ]),
  statuses: RESULTS,
};

/** @see https://schema.ocsf.io/1.5.0/classes/authentication */
export const AUTHENTICATION: OcsfClass = {
  uid: 3002,
  name: 'Authentication',
  category: { uid: 3, name: 'Identity & Access Management' },
  activities: new Map([
    ['Logon', 1],
    ['Logoff', 2],
  ]),
  statuses: RESULTS,
};

/** @see https://schema.ocsf.io/1.5.0/classes/detection_finding */
export const DETECTION_FINDING: OcsfClass = {
  uid: 2004,
  name: 'Detection Finding',
  category: { uid: 2, name: 'Findings' },
  activities: new Map([
    ['Create', 1],
    ['Update', 2],
    ['Close', 3],
  ]),
  statuses: new Map([
    ['New', 1],
    ['In Progress', 2],
    ['Suppressed', 3],
    ['Resolved', 4],
    ['Archived', 5],
  ]),
};

/** How severe an event is, in words. Signals have the same numbers. */
export const SEVERITIES: ReadonlyMap<number, string> = new Map([
  [0, 'Unknown'],
  [1, 'Informational'],
  [2, 'Low'],
  [3, 'Medium'],
  [4, 'High'],
  [5, 'Critical'],
  [6, 'Fatal'],
]);
