import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsAccess } from './access.ts';
import { AwsProblem, problemOf } from './failure.ts';
import { placeOf, type AccountRole } from './role.ts';

/** What a session signs with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A role's session. */
export interface Session {
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** How a role is asked for. */
export interface AssumeOptions {
  /** What is said of whom it is for; `undefined` says nothing. */
  readonly externalId: string | undefined;
  /** Narrows the session. */
  readonly policy?: string;
  readonly seconds?: number;
}

/** By which every session of ours is known in CloudTrail. Fixed, so that nothing from outside is in it. */
export const SESSION_NAME = 'clarion-receiver';
/** What a role gives at most to one that is itself a role's session. */
const SESSION_SECONDS = 3_600;

/** Calls STS at the endpoint of a Region, with the receiver's own credentials. */
export class Sts {
  readonly #access: AwsAccess;
  readonly #clients = new Map<string, STSClient>();

  public constructor(access: AwsAccess) {
    this.#access = access;
  }

  /** @throws AwsProblem */
  public async assume(role: AccountRole, options: AssumeOptions, signal?: AbortSignal): Promise<Session> {
    const client = await this.#client(role);
    const { externalId, policy, seconds = SESSION_SECONDS } = options;
    const command = new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: SESSION_NAME,
      DurationSeconds: seconds,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(policy === undefined ? {} : { Policy: policy }),
    });
    const answer = await this.#send((abortSignal) => client.send(command, { abortSignal }), signal);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
      throw new AwsProblem('unexpected');
    return {
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      expiresAt: Expiration?.getTime() ?? Date.now() + seconds * 1_000,
    };
  }

  /** The account that credentials belong to. @throws AwsProblem */
  public async accountOf(role: AccountRole, credentials: Credentials, signal?: AbortSignal): Promise<string | undefined> {
    const client = new STSClient({ ...this.#access.client(await this.#region(role)), credentials });
    const command = new GetCallerIdentityCommand({});
    return (await this.#send((abortSignal) => client.send(command, { abortSignal }), signal)).Account;
  }

  async #client(role: AccountRole): Promise<STSClient> {
    const region = await this.#region(role);
    const client = this.#clients.get(region) ?? new STSClient(this.#access.client(region));
    this.#clients.set(region, client);
    return client;
  }

  async #region(role: AccountRole): Promise<string> {
    const { firstRegion } = placeOf(role);
    return (await this.#access.region()) ?? firstRegion;
  }

  async #send<T>(run: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await this.#access.call(run, signal);
    } catch (error) {
      throw problemOf('sts', error);
    }
  }
}
