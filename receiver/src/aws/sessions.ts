import { BoundedMap } from '../sns/bounded-map.ts';
import type { AccountRole } from './role.ts';
import { sessionPolicy, type SessionScope } from './session-policy.ts';
import type { Session, Sts } from './sts.ts';

/** Limits of {@link Sessions}. */
export interface SessionsOptions {
  /** The time, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** How many sessions are kept. @default 1,000 */
  readonly limit?: number;
}

/** A session is renewed so long before it ends: what was begun with it must end first. */
const EARLY_MS = 120_000;

/**
 * Sessions of the registered roles. One is kept for each account, role, external ID and scope, so that a change of any of them is in
 * force at once, and so that AWS is asked once an hour. Failures are not kept.
 */
export class Sessions {
  readonly #sts: Sts;
  readonly #now: () => number;
  readonly #kept: BoundedMap<string, Session>;
  readonly #asked = new Map<string, Promise<Session>>();
  readonly #keys = new WeakMap<Session, string>();
  readonly #stop = new AbortController();

  public constructor(sts: Sts, { now = Date.now, limit = 1_000 }: SessionsOptions = {}) {
    this.#sts = sts;
    this.#now = now;
    this.#kept = new BoundedMap(limit);
  }

  /**
   * The session of an account's role.
   *
   * @param scope what it is narrowed to; without one it may what the role may
   * @throws AwsProblem
   */
  public async session(role: AccountRole, scope?: SessionScope): Promise<Session> {
    const policy = scope === undefined ? undefined : sessionPolicy(role, scope);
    const key = JSON.stringify([role.accountId, role.roleArn, role.externalId, policy]);
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.expiresAt - EARLY_MS > this.#now()) return kept;
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = this.#ask(role, policy, key).finally(() => this.#asked.delete(key));
      this.#asked.set(key, asked);
    }
    try {
      return await asked;
    } catch (error) {
      // One that still lives carries over a short failure of STS.
      if (kept !== undefined && kept === this.#kept.get(key) && kept.expiresAt > this.#now()) return kept;
      throw error;
    }
  }

  /** Forgets a session that AWS no longer takes. Another that was got meanwhile stays. */
  public drop(session: Session): void {
    const key = this.#keys.get(session);
    if (key !== undefined && this.#kept.get(key) === session) this.#kept.delete(key);
  }

  /** Breaks off what is under way. */
  public close(): void {
    this.#stop.abort();
  }

  async #ask(role: AccountRole, policy: string | undefined, key: string): Promise<Session> {
    const session = await this.#sts.assume(
      role,
      { externalId: role.externalId, ...(policy !== undefined && { policy }) },
      this.#stop.signal,
    );
    this.#kept.set(key, session);
    this.#keys.set(session, key);
    return session;
  }
}
