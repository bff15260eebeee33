/**
 * Every way in which reading a log file can end early, and whether another try may go better. What was read before stays read.
 *
 * - `truncated`: it breaks off.
 * - `corrupt`: the compressed data contradicts its checksum or itself, or the JSON around the records is none.
 * - `too-large`: it holds more than any log file of CloudTrail, as a decompression bomb does.
 * - `not-a-log-file`: it is not a JSON object with a list of `Records`.
 * - `too-many-bad-records`: most likely none of them is a record.
 * - `reader-lost`: the thread that read it is gone.
 */
export const LOG_FILE_ERRORS = {
  truncated: true,
  corrupt: false,
  'too-large': false,
  'not-a-log-file': false,
  'too-many-bad-records': false,
  'reader-lost': true,
} as const;

/** {@link LOG_FILE_ERRORS} */
export type LogFileErrorCode = keyof typeof LOG_FILE_ERRORS;

/** A log file that cannot be read to its end. */
export class LogFileError extends Error {
  public override readonly name = 'LogFileError';
  /** Whether it is worth another try as it is. */
  public readonly mayHeal: boolean;

  public constructor(
    public readonly code: LogFileErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.mayHeal = LOG_FILE_ERRORS[code];
  }
}
