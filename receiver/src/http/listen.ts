import type { Server } from 'node:http';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../registry/mistake.ts';

/**
 * Has a server listen.
 *
 * @throws Mistake when it may not listen there.
 */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(asMistake(error, host, port));
    server.once('error', failed).listen(port, host, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

function asMistake(error: Error, host: string, port: number): Error {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new Mistake(`port ${port} of ${host} is in use: stop what listens there, or set another CLARION_PORT`);
    case 'EACCES':
      return new Mistake(`this user may not listen on port ${port}: set a CLARION_PORT above 1023`);
    case 'EADDRNOTAVAIL':
    case 'EAI_AGAIN':
    case 'EINVAL':
    case 'ENOTFOUND':
      return new Mistake(
        `the host ${JSON.stringify(host)} is no address of this machine: set CLARION_HOST to one, such as 127.0.0.1, or to 0.0.0.0 for all`,
      );
    default:
      return error;
  }
}
