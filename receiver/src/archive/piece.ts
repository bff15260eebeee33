import { isAscii, isUtf8 } from 'node:buffer';

/** Some bytes of a file, and a character for each of them, so that what is found in the one lies there in the other. */
export class Piece {
  public readonly characters: string;
  private readonly isAscii: boolean;

  public constructor(public readonly bytes: Buffer) {
    this.characters = bytes.toString('latin1');
    this.isAscii = isAscii(bytes);
  }

  /** The text from one place to another; `undefined` where it is not UTF-8. Nearly always it is ASCII, and costs no decoding. */
  public text(start: number, end: number): string | undefined {
    if (this.isAscii) return this.characters.slice(start, end);
    const part = this.bytes.subarray(start, end);
    if (isAscii(part)) return this.characters.slice(start, end);
    return isUtf8(part) ? part.toString('utf8') : undefined;
  }
}
