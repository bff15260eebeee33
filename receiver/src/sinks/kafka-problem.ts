import { DeliveryError, TooLargeError } from './sink.ts';

/** What the client's errors may have. They hang together by `errors` and `cause`. */
interface ClientError {
  readonly code?: unknown;
  readonly message?: unknown;
  /** The protocol's name of what the broker answered. */
  readonly apiId?: unknown;
  readonly canRetry?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
}

const TOO_LARGE = new Set<unknown>(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
/** What the client says in its own words, since the broker did not: an unknown topic, a connection without TLS, a refused password. */
const OWN_WORDS = new Set<unknown>(['PLT_KFK_USER', 'PLT_KFK_AUTHENTICATION']);
const DEPTH = 8;

/** What went wrong between the client and the brokers, in the protocol's words where it has some. */
export function kafkaProblem(error: unknown): DeliveryError {
  const all = [...within(error, DEPTH)];
  const answer = all.find(({ apiId }) => typeof apiId === 'string');
  const own = all.find(({ code }) => OWN_WORDS.has(code));
  if (answer !== undefined) {
    const message = `Kafka answered ${String(answer.apiId)}`;
    const options = { hopeless: answer.canRetry === false, cause: error };
    return TOO_LARGE.has(answer.apiId) ? new TooLargeError(message, options) : new DeliveryError(message, options);
  }
  if (own !== undefined) return new DeliveryError(`Kafka: ${String(own.message)}`, { hopeless: true, cause: error });
  const code = all.map((each) => each.code).findLast((each) => typeof each === 'string');
  return new DeliveryError(`Kafka did not answer (${code ?? 'unknown'})`, { cause: error });
}

function* within(error: unknown, depth: number): Generator<ClientError> {
  if (typeof error !== 'object' || error === null || depth === 0) return;
  const { errors, cause } = error as ClientError;
  yield error;
  for (const each of Array.isArray(errors) ? (errors as unknown[]) : []) yield* within(each, depth - 1);
  yield* within(cause, depth - 1);
}
