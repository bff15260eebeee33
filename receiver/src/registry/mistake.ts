import type { RefusalCode } from '../error.ts';

/** What an operator got wrong, in words that say the rule, what it got and the cure. */
export class Mistake extends Error {
  public override readonly name = 'Mistake';

  public constructor(
    message: string,
    /** What it is called over HTTP. @default `request-invalid` */
    public readonly code: RefusalCode = 'request-invalid',
  ) {
    super(message);
  }
}
