/** STS's Query API: AssumeRole and GetCallerIdentity. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { RECEIVER, RECEIVER_ENV } from './receiver.ts';
import { StubError, xml, type Asked, type StubCall } from './call.ts';

export interface StubRole {
  /** The ARNs of those who may assume it. */
  readonly trusted: readonly string[];
  /** One of which must be said. @default - none need be */
  readonly externalIds?: readonly string[];
  /** The buckets it may read. @default - all */
  readonly buckets?: readonly string[];
  /** Whom GetCallerIdentity says it is. @default - what its ARN says */
  readonly accountId?: string;
}

export interface StubSession {
  readonly roleArn: string;
  readonly sessionToken: string;
  readonly policy?: string;
  expiresAt: number;
}

interface State {
  readonly roles: ReadonlyMap<string, StubRole>;
  readonly sessions: Map<string, StubSession>;
  readonly sessionMs: number;
}

export function answerSts(state: State, asked: Asked, response: ServerResponse, begin: (call: StubCall) => void): void {
  const {
    Action: operation = '',
    Version: _,
    ...parameters
  } = Object.fromEntries(new URLSearchParams(asked.body.toString('utf8')));
  const { region, accessKeyId } = asked;
  response.setHeader('content-type', 'text/xml');
  try {
    begin({ operation, region, accessKeyId, parameters });
    const result = operation === 'AssumeRole' ? assume(state, accessKeyId, parameters) : identity(state, asked);
    response.end(`<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`);
  } catch (error) {
    if (!(error instanceof StubError)) throw error;
    const told = xml({ Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message });
    response.writeHead(error.status).end(`<ErrorResponse><Error>${told}</Error></ErrorResponse>`);
  }
}

/** As the roles' trust policies say. The message is AWS's, and quotes what no dead letter should. */
function assume(state: State, accessKeyId: string, parameters: Readonly<Record<string, string>>): string {
  const { RoleArn = '', ExternalId, RoleSessionName = '', Policy } = parameters;
  if (accessKeyId !== RECEIVER_ENV.AWS_ACCESS_KEY_ID) {
    throw new StubError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  const role = state.roles.get(RoleArn);
  const says = role?.externalIds === undefined || role.externalIds.includes(ExternalId ?? '');
  if (role === undefined || !role.trusted.includes(RECEIVER) || !says) {
    throw new StubError(
      403,
      'AccessDenied',
      `User: ${RECEIVER} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    );
  }
  const AccessKeyId = `ASIA${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
  const SessionToken = `token-${randomUUID()}`;
  const expiresAt = Date.now() + state.sessionMs;
  state.sessions.set(AccessKeyId, {
    roleArn: RoleArn,
    sessionToken: SessionToken,
    expiresAt,
    ...(Policy === undefined ? {} : { policy: Policy }),
  });
  const Expiration = new Date(expiresAt).toISOString();
  const credentials = xml({ AccessKeyId, SecretAccessKey: `secret-${randomUUID()}`, SessionToken, Expiration });
  const Arn = `${RoleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${RoleSessionName}`;
  return `<Credentials>${credentials}</Credentials><AssumedRoleUser>${xml({ AssumedRoleId: `AROA:${RoleSessionName}`, Arn })}</AssumedRoleUser>`;
}

function identity(state: State, asked: Asked): string {
  const arn = sessionOf(state, asked)?.roleArn ?? RECEIVER;
  return xml({ Arn: arn, UserId: 'AROA', Account: state.roles.get(arn)?.accountId ?? arn.split(':')[4] });
}

/** The session that signs, if it is one that lives. */
export function sessionOf(state: Pick<State, 'sessions'>, { accessKeyId, headers }: Asked): StubSession | undefined {
  const session = state.sessions.get(accessKeyId);
  if (session !== undefined && session.expiresAt <= Date.now()) {
    throw new StubError(400, 'ExpiredToken', 'The provided token has expired.', {}, { 'Token-0': session.sessionToken });
  }
  return session?.sessionToken === headers['x-amz-security-token'] ? session : undefined;
}
