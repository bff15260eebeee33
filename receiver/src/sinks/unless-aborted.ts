import { DeliveryError } from './sink.ts';

/** The same, or a rejection as soon as it is to be given up. What it waited for may go on. */
export async function unlessAborted<T>(promise: Promise<T>, abort: AbortSignal): Promise<T> {
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new DeliveryError('it was given up'));
    if (abort.aborted) giveUp();
    else abort.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (giveUp !== undefined) abort.removeEventListener('abort', giveUp);
  }
}
