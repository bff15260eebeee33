import { pino } from 'pino';
import { errorCode } from './error-code.ts';

/** What is logged through. Any pino logger does. */
export interface Logger {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
  debug(about: object, message: string): void;
}

/** Levels, least talkative last. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What may never be read in a log, should someone hand it over by mistake: two levels deep. */
const SECRET = [
  'body',
  'token',
  'apiToken',
  'metricsToken',
  'url',
  'path',
  'subscribeUrl',
  'envelope',
  'authorization',
  'headers',
  'secret',
  'password',
];

/** The file descriptors of standard output and standard error. */
const DESTINATIONS = { stdout: 1, stderr: 2 } as const;

/** JSON lines, without bodies, tokens or URLs that hold them: on standard output, unless signals go there. */
export function createLogger(level: LogLevel, destination: keyof typeof DESTINATIONS = 'stdout'): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: { err: errorForLog },
  };
  return pino(options, pino.destination(DESTINATIONS[destination]));
}

/** An error with its causes, four deep, without the members that libraries hang on it (requests, responses, their headers). */
function errorForLog(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    code: errorCode(error),
    stack,
    ...(cause === undefined || depth > 2 ? {} : { cause: errorForLog(cause, depth + 1) }),
  };
}
