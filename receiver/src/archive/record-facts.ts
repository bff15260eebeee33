import { INSIGHT_DETAIL_TYPE, NETWORK_ACTIVITY_DETAIL_TYPE, SIGN_IN_DETAIL_TYPES } from 'clarion-aws-constructs/blueprint';
import type { JsonObject } from '../json.ts';
import { compileWants } from '../registry/wants.ts';
import { identify, type RecordIdentity } from '../sources/cloudtrail.ts';
import { isGiven } from '../sources/fields.ts';
import type { SignalSource } from '../signals/signal.ts';
import type { MonitorSettings } from '../store/workspace.ts';
import type { LogFileKey } from './log-file-key.ts';

/** The detail types that EventBridge would give a record, by its `eventType`. */
const DETAIL_TYPES_OF: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['AwsApiCall', ['AWS API Call via CloudTrail']],
  ['AwsConsoleSignIn', SIGN_IN_DETAIL_TYPES],
  ['AwsConsoleAction', ['AWS Console Action via CloudTrail']],
  ['AwsServiceEvent', ['AWS Service Event via CloudTrail']],
  ['AwsCloudTrailInsight', [INSIGHT_DETAIL_TYPE]],
  ['AwsVpceEvent', [NETWORK_ACTIVITY_DETAIL_TYPE]],
]);

const NONE: readonly string[] = [];

/** What is read in a record of a log file: `undefined` when the monitor does not want it, or why it is bad, with a code first. */
export type RecordFacts = RecordIdentity | undefined | string;

/** In which file a record is, and what is wanted of it: plain data, which a thread can be given. */
export interface ReadOptions {
  readonly path: LogFileKey;
  /** Of the monitor, as the settings are. */
  readonly kind: SignalSource;
  readonly settings: MonitorSettings;
}

/** How the records of one file are read. */
export type RecordReader = (record: JsonObject) => RecordFacts;

/**
 * Reads the records of a log file. The account is that of the path, which only CloudTrail and the bucket's owner can write to: a record
 * that claims another is nobody's.
 */
export function recordReader({ path: { accountId, region }, kind, settings }: ReadOptions): RecordReader {
  const isWanted = compileWants(kind, settings);
  const around = { account: accountId, region };
  return (record) => {
    const recipient = record['recipientAccountId'];
    if (isGiven(recipient) && recipient !== accountId)
      return "account-mismatch: the record's `recipientAccountId` is another than the account of the file's path";
    const identity = identify(record, around);
    if (typeof identity === 'string') return `record-unreadable: ${identity}`;
    const { kind: type, eventSource, eventName } = identity;
    return isWanted({ detailTypes: DETAIL_TYPES_OF.get(type) ?? NONE, eventSource, eventName }) ? identity : undefined;
  };
}
