import { isIP } from 'node:net';

/** Whether a value of a record may stand where a row of a table puts it. */
export type Fits = (value: unknown) => boolean;

export const text: Fits = (value) => typeof value === 'string' && value !== '';
export const integer: Fits = (value) => Number.isSafeInteger(value);
/** Anything but nothing: where the schema takes any JSON. */
export const anything: Fits = (value) => value !== undefined && value !== null;
/** An IP address without a zone, which is of one machine only. */
export const address: Fits = (value) => typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');
/** Where there is a name in the place of an address: a service's. */
export const host: Fits = (value) => text(value) && !address(value);
/** A time as RFC 3339 writes it. */
export const instant: Fits = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value);
