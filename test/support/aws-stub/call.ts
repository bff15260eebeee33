import type { IncomingHttpHeaders } from 'node:http';

/** A request, as far as the stub reads it. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Whose signature it says to be, and for which Region. */
  readonly accessKeyId: string;
  readonly region: string;
  readonly body: Buffer;
}

/** What was asked, for a test to look at. */
export interface StubCall {
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** By the API's own names. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** An answer in AWS's terms. */
export class StubError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** More elements of the answer. */
  readonly more: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    more: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.more = more;
  }
}

/** Elements of XML. */
export function xml(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
