import { isObject, tryParse, type JsonObject } from '../json.ts';
import { AroundRecords } from './around-records.ts';
import { CLOSE_BRACKET, COMMA, isSpace, OPEN_BRACE } from './bytes.ts';
import { Piece } from './piece.ts';
import { ValueEnd } from './value-end.ts';

/** A record of CloudTrail has at most 256 KB. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** How much of a larger one is shown. */
const HEAD_BYTES = 1024;

/** A wrong guess costs about as much as this many right ones save. When they have used up the patience, no more is guessed. */
const COST_OF_A_MISS = 8;
const PATIENCE = 1_000;

const TOO_LARGE = `record-too-large: a record has at most ${MAX_RECORD_BYTES} bytes`;
const NOT_UTF8 = 'record-not-utf8: the record is not UTF-8';
const NOT_JSON = 'record-not-json: the record is not JSON';
const NOT_AN_OBJECT = 'record-not-an-object: a record must be a JSON object';

/** Who gets the records, one after the other. */
export interface RecordHandler {
  /** A JSON object. Its text is in `bytes` from `start` to `end`. */
  record(value: JsonObject, bytes: Buffer, start: number, end: number): void;
  /** What is none, with a reason that begins with a code. */
  bad(reason: string, text: string): void;
}

/**
 * Splits `{"Records":[…]}` into its records while its bytes come, and never has all of it: 50 MB of gzip may be 1 GB of JSON, twice what
 * a string of V8 can hold.
 *
 * Where the next record begins is guessed by how the first one does, which is found quickly. What comes out is exact all the same: a text
 * that begins where a record begins, and is one whole object to `JSON.parse`, can only be that record. A wrong guess does not parse, and
 * the end is then sought byte by byte. A record that is broken is bad alone.
 */
export class RecordSplitter {
  private readonly around = new AroundRecords();
  /** What stands between two records; empty when it is not guessed. */
  private between: string | undefined;
  private patience = PATIENCE;
  private piece = new Piece(Buffer.alloc(0));
  /** Where in the piece the next `between` is, from wherever it was sought. */
  private guess = -1;
  /** Of the record in which the last piece ended: its parts, how long they are together, and where it ends. */
  private parts: Buffer[] = [];
  private partBytes = 0;
  private valueEnd: ValueEnd | undefined;

  /** @param skip how many records are left out: where reading goes on. */
  public constructor(
    private readonly handler: RecordHandler,
    private skip = 0,
  ) {}

  /**
   * Takes the next bytes of the file. Pieces of 64 KiB are quickest: they stay in the processor's cache.
   *
   * @throws LogFileError when what is around the records is not what a log file has there.
   */
  public push(bytes: Buffer): void {
    this.piece = new Piece(bytes);
    this.guess = -1;
    for (let at = 0; at < bytes.length;) {
      if (!this.around.isWithin) at = this.around.read(bytes, at);
      else if (this.valueEnd === undefined) at = this.readRecords(bytes, at);
      else at = this.seekEnd(this.valueEnd, 0, 0);
    }
  }

  /** @throws LogFileError when the file cannot end here. */
  public end(): void {
    this.around.end();
  }

  /** Commas are not looked at: for want of one no record is lost. */
  private readRecords(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte === COMMA || isSpace(byte)) at += 1;
      else if (byte === CLOSE_BRACKET) {
        this.around.leave();
        return at + 1;
      } else {
        const end = byte === OPEN_BRACE ? this.guessEnd(at) : -1;
        if (end === -1) return this.seekEnd(new ValueEnd(byte), at, at + 1);
        at = end;
      }
    }
    return at;
  }

  /** Takes the record when it ends where the next one seems to begin, and says where; else -1. */
  private guessEnd(start: number): number {
    // While records are left out, none has shown how the next one begins.
    if (!this.between) return -1;
    // A place that lies ahead holds for this record too. Else a file of such as are never guessed would be sought through each time.
    if (this.guess < start) {
      const found = this.piece.characters.indexOf(this.between, start);
      this.guess = found === -1 ? Infinity : found;
    }
    const end = this.guess + 1;
    if (end - start > MAX_RECORD_BYTES) return -1;
    const isRight = this.take(this.piece, start, end, true);
    this.patience = isRight ? Math.min(PATIENCE, this.patience + 1) : this.patience - COST_OF_A_MISS;
    if (this.patience < 0) this.between = '';
    return isRight ? end : -1;
  }

  /** Seeks the end of the record that starts here or, at 0, in a piece before. Gives where to go on. */
  private seekEnd(valueEnd: ValueEnd, start: number, from: number): number {
    const { bytes } = this.piece;
    const end = valueEnd.find(bytes, from);
    const stop = end === -1 ? bytes.length : end;
    this.keep(bytes, start, stop);
    this.valueEnd = end === -1 ? valueEnd : undefined;
    if (end !== -1) this.takeParts(start, end);
    return stop;
  }

  private keep(bytes: Buffer, start: number, stop: number): void {
    this.parts.push(bytes.subarray(start, stop));
    this.partBytes += stop - start;
    if (this.partBytes > MAX_RECORD_BYTES) this.parts = [Buffer.concat(this.parts, HEAD_BYTES)];
  }

  private takeParts(start: number, end: number): void {
    const { parts, partBytes } = this;
    this.parts = [];
    this.partBytes = 0;
    if (this.skip > 0) this.skip -= 1;
    else if (partBytes > MAX_RECORD_BYTES) this.handler.bad(TOO_LARGE, parts[0]!.toString('utf8'));
    else if (parts.length === 1) this.take(this.piece, start, end, false);
    else this.take(new Piece(Buffer.concat(parts)), 0, partBytes, false);
  }

  /** Hands on the record. A guess that is no object is none, and nothing is handed on. */
  private take(piece: Piece, start: number, end: number, isGuess: boolean): boolean {
    const text = piece.text(start, end);
    // In place of what is no UTF-8, the characters stand for its bytes: they parse or do not as it would.
    const value = tryParse(text ?? piece.characters.slice(start, end));
    if (isGuess && !isObject(value)) return false;
    if (text === undefined) this.handler.bad(NOT_UTF8, piece.bytes.toString('utf8', start, end));
    else if (value === undefined) this.handler.bad(NOT_JSON, text);
    else if (!isObject(value)) this.handler.bad(NOT_AN_OBJECT, text);
    else {
      this.between ??= betweenRecords(text);
      this.handler.record(value, piece.bytes, start, end);
    }
    return true;
  }
}

/** What will stand between records of which one begins like this. */
function betweenRecords(text: string): string {
  const key = /^\{"[\w-]{1,64}"/.exec(text)?.[0];
  return key === undefined ? '' : `},${key}`;
}
