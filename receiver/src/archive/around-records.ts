import { tryParse } from '../json.ts';
import { BACKSLASH, CLOSE_BRACE, COLON, COMMA, isSpace, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './bytes.ts';
import { LogFileError } from './log-file-error.ts';
import { ValueEnd } from './value-end.ts';

/** How long `Records` is with every letter escaped. */
const MAX_KEY_LENGTH = 42;
/** What a value that is null begins with. */
const N = 0x6e;
/** A byte order mark, and what blocks are filled up with. */
const PADDING: readonly number[] = [0xef, 0xbb, 0xbf, 0];

/** Where the next byte is: outside of any document, or at or in this part of a member. */
type Place = 'document' | 'member' | 'key' | 'colon' | 'value' | 'skipped' | 'records';

/**
 * What a log file has around its records: an object, other members before and after them, and white space. Several members called
 * `Records` and several documents in one file are all read, so that no record is passed over.
 */
export class AroundRecords {
  private place: Place = 'document';
  private documents = 0;
  private hasRecords = false;
  /** Of the member that is read, as far as it may be `Records`. */
  private key = '';
  private isEscaped = false;
  /** Of the member's value, where it is another's. */
  private valueEnd = new ValueEnd(0);

  /** Whether the next byte is within the list of records. */
  public get isWithin(): boolean {
    return this.place === 'records';
  }

  /** The list of records has ended. */
  public leave(): void {
    this.place = 'member';
  }

  /**
   * Reads on.
   *
   * @returns the place in these bytes where the list of records begins, or their length.
   * @throws LogFileError when this is not what a log file has there.
   */
  public read(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && this.place !== 'records') {
      if (this.place === 'skipped') {
        const end = this.valueEnd.find(bytes, at);
        if (end === -1) return bytes.length;
        this.place = 'member';
        at = end;
      } else {
        this.take(bytes[at]!);
        at += 1;
      }
    }
    return at;
  }

  /** @throws LogFileError when the file cannot end here. */
  public end(): void {
    if (this.place !== 'document' || this.documents === 0) throw new LogFileError('truncated', 'the JSON breaks off');
    if (!this.hasRecords) throw new LogFileError('not-a-log-file', 'the JSON has no member `Records`');
  }

  private take(byte: number): void {
    if (this.place === 'key') return this.takeKey(byte);
    if (isSpace(byte)) return;
    switch (this.place) {
      case 'document':
        if (byte === OPEN_BRACE) this.place = 'member';
        else if (!PADDING.includes(byte)) throw this.unexpected();
        return;
      case 'member':
        if (byte === QUOTE) this.beginKey();
        else if (byte === CLOSE_BRACE) this.endDocument();
        else if (byte !== COMMA) throw this.unexpected();
        return;
      case 'colon':
        if (byte !== COLON) throw this.unexpected();
        this.place = 'value';
        return;
      default:
        this.beginValue(byte);
    }
  }

  private beginKey(): void {
    this.place = 'key';
    this.key = '';
  }

  private takeKey(byte: number): void {
    if (byte === QUOTE && !this.isEscaped) {
      this.place = 'colon';
      return;
    }
    this.isEscaped = byte === BACKSLASH && !this.isEscaped;
    if (this.key.length <= MAX_KEY_LENGTH) this.key += String.fromCharCode(byte);
  }

  private beginValue(byte: number): void {
    const isRecords = tryParse(`"${this.key}"`) === 'Records';
    this.hasRecords ||= isRecords;
    if (isRecords && byte === OPEN_BRACKET) {
      this.place = 'records';
      return;
    }
    if (isRecords && byte !== N) throw new LogFileError('not-a-log-file', '`Records` must be a list');
    this.place = 'skipped';
    this.valueEnd = new ValueEnd(byte);
  }

  private endDocument(): void {
    this.place = 'document';
    this.documents += 1;
  }

  private unexpected(): LogFileError {
    return this.place === 'document' && this.documents === 0
      ? new LogFileError('not-a-log-file', 'a log file must be a JSON object')
      : new LogFileError('corrupt', `around the records there is something other than JSON, where a ${this.place} would be`);
  }
}
