import type { StoredSignal } from '../store/store.ts';

/** The verbs that names of calls begin with, by what they do. Whatever is not among them is another activity, rather than a guess. */
const VERBS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Create: ['Allocate', 'Copy', 'Create', 'Generate', 'Import', 'Issue', 'Register', 'Run'],
    Read: ['Check', 'Describe', 'Download', 'Get', 'Head', 'List', 'Lookup', 'Query', 'Scan', 'Search', 'Select', 'View'],
    Update: [
      ...['Add', 'Associate', 'Attach', 'Authorize', 'Change', 'Detach', 'Disable', 'Disassociate', 'Enable', 'Modify', 'Put'],
      ...[
        'Reboot',
        'Remove',
        'Replace',
        'Reset',
        'Restore',
        'Revoke',
        'Rotate',
        'Set',
        'Start',
        'Stop',
        'Tag',
        'Untag',
        'Update',
      ],
    ],
    Delete: ['Delete', 'Deregister', 'Destroy', 'Purge', 'Release', 'Terminate'],
  }).flatMap(([activity, verbs]) => verbs.map((verb) => [verb, activity] as const)),
);

/**
 * What a call does, by the words of the class API Activity: what CloudTrail says only reads does, and for the rest the name's verb tells.
 * A call that none of the words fits is named as it is.
 */
export function callActivity({ eventName, readOnly }: StoredSignal['signal']): string {
  if (readOnly === true) return 'Read';
  const verb = /^(?:Batch)?([A-Z][a-z]+)/.exec(eventName)?.[1] ?? '';
  const activity = VERBS.get(verb) ?? eventName;
  // A name that sounds like reading, of which CloudTrail says that it writes.
  return activity === 'Read' && readOnly === false ? eventName : activity;
}
