/** SNS's Query API, as far as confirming goes: what `@aws-sdk/client-sns` speaks to when its `endpoint` is this server. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** A request as it came, for tests to look at. */
export interface QueryRequest {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether it carried a Signature Version 4. */
  readonly signed: boolean;
}
/** A refusal in AWS's terms. */
export class QueryError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers one request with the result of `act`: names and values, or a `QueryError`. */
export async function answerQuery(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  act: (request: QueryRequest) => Readonly<Record<string, string>>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  for (const [name, value] of new URL(incoming.url ?? '/', 'http://local').searchParams) form.append(name, value);
  const { Action: action = '', ...parameters } = Object.fromEntries(form);
  const signed = incoming.headers.authorization?.startsWith('AWS4-') ?? false;
  const answer = (status: number, xml: string) => {
    outgoing.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() }).end(xml);
  };
  try {
    const result = elements(act({ action, parameters, signed }));
    const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
    answer(
      200,
      `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`,
    );
  } catch (error) {
    const refusal = error instanceof QueryError ? error : new QueryError(500, 'InternalError', String(error));
    const { status, code, message } = refusal;
    const detail = elements({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
    answer(
      status,
      `<ErrorResponse xmlns="${NAMESPACE}"><Error>${detail}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    );
  }
}

function elements(values: Readonly<Record<string, string>>): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escape(value)}</${name}>`)
    .join('');
}
