/** Holds back a sender that is ahead of its receiver by more than so much. */
export class Credits {
  private waiting: (() => void)[] = [];
  private isClosed = false;

  public constructor(private left: number) {}

  /** Waits until one more may be sent. `false` when nothing is sent any more. */
  public async take(): Promise<boolean> {
    while (this.left === 0 && !this.isClosed) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.left -= 1;
    return !this.isClosed;
  }

  public give(): void {
    this.left += 1;
    this.wake();
  }

  /** Whoever waits goes on, to end. */
  public close(): void {
    this.isClosed = true;
    this.wake();
  }

  private wake(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}
