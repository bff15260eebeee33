import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './bytes.ts';

/** What is no bracket of the value's own. */
const NONE = -1;

/**
 * Finds where a JSON value ends, in bytes that come piece by piece, by its strings and its own kind of bracket: exact where the value is
 * JSON, and where it is not, a guess at where it was meant to end. It keeps nothing of the value and counts depth rather than recurse.
 */
export class ValueEnd {
  private readonly open: number;
  private readonly close: number;
  private depth: number;
  private inString: boolean;
  /** Whether the last piece ended in the middle of an escape. */
  private isEscaped = false;

  /** @param first the value's first byte; {@link find} begins with the one after it. */
  public constructor(first: number) {
    const isObject = first === OPEN_BRACE;
    const isList = first === OPEN_BRACKET;
    this.open = isObject || isList ? first : NONE;
    this.close = isObject ? CLOSE_BRACE : isList ? CLOSE_BRACKET : NONE;
    this.depth = isObject || isList ? 1 : 0;
    this.inString = first === QUOTE;
  }

  /** The place after the value's last byte; -1 when it goes on in the next piece. */
  public find(bytes: Uint8Array, from: number): number {
    const { open, close } = this;
    const { length } = bytes;
    let { depth, inString } = this;
    let at = this.isEscaped ? from + 1 : from;
    for (; at < length; at += 1) {
      const byte = bytes[at]!;
      if (inString) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === open) depth += 1;
      else if (byte === close) {
        depth -= 1;
        if (depth === 0) return at + 1;
      } else if (depth === 0 && (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) return at;
    }
    this.depth = depth;
    this.inString = inString;
    this.isEscaped = at > length;
    return -1;
  }
}
