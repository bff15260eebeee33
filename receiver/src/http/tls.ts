import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../registry/add.ts';

/** PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * A server that speaks TLS.
 *
 * @throws Mistake when a file cannot be read, or the two are no certificate with its key.
 */
export function createTls({ certFile, keyFile }: TlsFiles, options: ServerOptions, listener: RequestListener): Server {
  const [cert, key] = [read('certFile', certFile), read('keyFile', keyFile)];
  try {
    return createServer({ ...options, cert, key, minVersion: 'TLSv1.2' }, listener);
  } catch (error) {
    throw new Mistake(
      `\`tls.certFile\` and \`tls.keyFile\` must be a certificate and its own key without a password, as PEM, got ${errorCode(error)}`,
    );
  }
}

function read(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Mistake(
      `\`tls.${option}\` must name a PEM file that can be read, got ${errorCode(error)} for ${JSON.stringify(path)}`,
    );
  }
}
