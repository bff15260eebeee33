import type { RefusalCode } from '../../error.ts';
import type { ParameterSchema } from '../../parameters.ts';
import type { ChangeContext } from '../../registry/change.ts';
import type { ProveAccount } from '../../registry/connect.ts';
import type { JobStore } from '../../store/jobs.ts';

/** A schema by its name in the document. */
export type SchemaName = string;

/** A route as others are told of it. */
export interface Operation {
  /** What programs that are made from the document call it. */
  readonly id: string;
  readonly method: 'delete' | 'get' | 'patch' | 'post' | 'put';
  /** With `{name}` for a monitor's or a webhook's name, and `{id}` for an account's. */
  readonly path: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, ParameterSchema>>;
  readonly body?: SchemaName;
  /** Each status with what is answered; `undefined` for nothing. */
  readonly answers: Readonly<Record<number, SchemaName | undefined>>;
  /** What it can be refused for beside what every operation of its method can be. */
  readonly refusals?: readonly RefusalCode[];
}

/** A request that is as its operation says. */
export interface ApiRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: unknown;
}

/** What is answered. */
export type ApiAnswer = { readonly status: 200 | 201; readonly body: object } | { readonly status: 204 };

/** What the operations need of the rest. */
export interface ApiContext extends Omit<ChangeContext, 'store'> {
  readonly store: ChangeContext['store'] & Pick<JobStore, 'jobs' | 'redriveJobs' | 'discardJobs'>;
  /** A webhook's URL, by its path. */
  readonly urlOf: (path: string) => string;
  readonly prove: ProveAccount;
}

/** A route and what it does. */
export interface ApiOperation extends Operation {
  handle(request: ApiRequest, context: ApiContext): Promise<ApiAnswer>;
}

/** What every change of the workspace can be refused for. */
export const CHANGE: readonly RefusalCode[] = ['workspace-busy'];
/** What every operation with a body can be refused for. */
export const BODY: readonly RefusalCode[] = ['body-not-utf8', 'body-not-json', 'body-too-large', 'body-timeout', 'receiver-busy'];

/** Done, with what is there now. */
export const ok = (body: object): ApiAnswer => ({ status: 200, body });
/** Made, with what is there now. */
export const created = (body: object): ApiAnswer => ({ status: 201, body });
/** Gone. */
export const gone: ApiAnswer = { status: 204 };
