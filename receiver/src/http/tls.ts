import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { errorCode } from '../error-code.ts';
import type { Logger } from '../log.ts';
import { Mistake } from '../registry/mistake.ts';

/** PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const MIN_VERSION = 'TLSv1.2';
const LOOK_MS = 60_000;

/**
 * A server that speaks TLS.
 *
 * @throws Mistake when a file cannot be read, or the two are no certificate with its key.
 */
export function createTls(files: TlsFiles, options: ServerOptions, listener: RequestListener): Server {
  const pair = { cert: readPem('certFile', files.certFile), key: readPem('keyFile', files.keyFile) };
  try {
    return createServer({ ...options, ...pair, minVersion: MIN_VERSION }, listener);
  } catch (error) {
    throw new Mistake(
      `\`tls.certFile\` and \`tls.keyFile\` must be a certificate and its own key without a password, as PEM, got ${errorCode(error)}`,
    );
  }
}

/**
 * Has a server take a renewed certificate for its next connections, without a restart. The files are read every minute, since watching
 * misses what a mounted secret does; while the two do not fit, as in the middle of being replaced, the pair before stays.
 *
 * @returns what ends it.
 */
export function renewTls(server: Server, files: TlsFiles, log: Logger, everyMs = LOOK_MS): () => void {
  let seen = fingerprint(files);
  const timer = setInterval(() => {
    const found = fingerprint(files);
    if (found === seen) return;
    seen = found;
    try {
      server.setSecureContext({ ...load(files), minVersion: MIN_VERSION });
      log.info({}, 'the renewed TLS certificate is in use');
    } catch (error) {
      log.warn({ code: errorCode(error) }, 'the TLS certificate or its key was changed and cannot be used; the one before stays');
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function fingerprint(files: TlsFiles): string {
  try {
    const { cert, key } = load(files);
    return `${cert.toString('latin1')}\n${key.toString('latin1')}`;
  } catch {
    return 'unreadable';
  }
}

function load({ certFile, keyFile }: TlsFiles): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

function readPem(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Mistake(
      `\`tls.${option}\` must name a PEM file that can be read, got ${errorCode(error)} for ${JSON.stringify(path)}`,
    );
  }
}
