import type { JobLease } from './jobs.ts';
import type { SavedSignals } from './messages.ts';

/** A log file that somebody named. */
export interface NewFile {
  readonly bucket: string;
  readonly key: string;
  /** The monitor whose bucket it is in. */
  readonly monitor: string;
  /** S3's own digest of the content, where it was told: another one is another file. */
  readonly etag?: string;
  readonly foundBy: 'notice' | 'listing';
  /** Milliseconds since 1970. */
  readonly foundAt: number;
}

/** How far reading a file has come. */
export type FileState = 'queued' | 'done';

/**
 * The signals of consecutive records of a log file. Columns rather than objects: they cross threads, and are many. All are CloudTrail's,
 * and say by their record and the file alone what they are.
 */
export interface SignalBlock {
  /** By which each is known, {@link KEY_BYTES} each. */
  readonly keys: Uint8Array;
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
  readonly accountIds: readonly string[];
  readonly eventNames: readonly string[];
  /** Where the text of each record ends, in bytes of the texts, one after the other. */
  readonly ends: Uint32Array;
  /** The texts, in UTF-8, by Zstandard. */
  readonly texts: Uint8Array;
}

/** A record that is not readable, which is dead-lettered alone. */
export interface BadRecord {
  /** Which of the file, from 0. */
  readonly index: number;
  readonly reason: string;
  /** As it came; cut where it is longer than what is kept. */
  readonly text: string;
}

/** What comes of some consecutive records of a file: stored together or not at all, with how far the file is read. */
export interface FileBatch {
  /** The job under whose lease it is read. */
  readonly lease: JobLease;
  readonly file: Pick<NewFile, 'bucket' | 'key'>;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly blocks: readonly SignalBlock[];
  readonly bad: readonly BadRecord[];
  /** How many records of the file are done with after this batch: where to go on. */
  readonly records: number;
  /** The content that was read. */
  readonly etag?: string;
  /** Whether it was the last. The job is gone then, and the file is done. */
  readonly last: boolean;
}

/** A file as stored. */
export interface StoredFile {
  readonly state: FileState;
  /** Of the content that is being read, or was. */
  readonly etag?: string;
}

/** Log files. */
export interface FileStore {
  file(file: FileBatch['file']): Promise<StoredFile | undefined>;
  /** Queues those that are not known, and those whose content is another. Gives how many. */
  addFiles(files: readonly NewFile[]): Promise<number>;
  /** `lost` when somebody else has the job now: nothing is written then. */
  saveFileBatch(batch: FileBatch): Promise<SavedSignals | 'lost'>;
  /** Which of these keys are known, queued or done. */
  knownKeys(bucket: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
}
