/** Says how far a run is. */
export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  /** How far the current step is: one line that changes on a terminal, four lines a step anywhere else. */
  update(what: string, done: number, total: number): void;
}

const BAR_WIDTH = 24;
/** A terminal cannot be read faster than this, and writing more often costs more than sending. */
const REDRAW_MS = 50;

/** Progress on a stream, by what the stream is. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? onTerminal(stream) : onPaper(stream);
}

function onTerminal(stream: NodeJS.WriteStream): Progress {
  let drawnAt = 0;
  return {
    say: (line) => void stream.write(`\r\x1b[K${line}\n`),
    update(what, done, total) {
      const now = performance.now();
      if (done < total && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const filled = total === 0 ? BAR_WIDTH : Math.floor((BAR_WIDTH * done) / total);
      stream.write(
        `\r\x1b[K${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)} ${what} ${done} of ${total}${done < total ? '' : '\n'}`,
      );
    },
  };
}

function onPaper(stream: NodeJS.WriteStream): Progress {
  let quarter = 0;
  return {
    say: (line) => void stream.write(`${line}\n`),
    update(what, done, total) {
      const reached = total === 0 ? 4 : Math.floor((4 * done) / total);
      if (reached !== quarter && reached > 0) stream.write(`${what} ${done} of ${total}\n`);
      quarter = done < total ? reached : 0;
    },
  };
}
