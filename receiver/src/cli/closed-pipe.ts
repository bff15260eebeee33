import { errorCode } from '../error-code.ts';

/** Ends the process quietly when who reads from it has had enough, as in `clarion-receiver signals | head`. */
export function endOnClosedPipe(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on('error', (error) => {
      if (errorCode(error) !== 'EPIPE') throw error;
      process.exit();
    });
  }
}
