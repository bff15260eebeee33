import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** What Hono is told about its surroundings: Node's own request, where there is one. */
export interface Env {
  readonly Bindings: Partial<HttpBindings>;
}

/** A request within those surroundings. `app.request()` of a test has no bindings at all. */
export type AppContext = Context<Env>;
