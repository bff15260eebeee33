/** A receiver with a real server and a real SQLite file, an authority that signs for it, and an SNS of the test's own to confirm at. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReceiver, type Receiver, type ReceiverOptions } from '../../receiver/src/index.ts';
import './reflect-metadata.ts';
import type { SnsAuthority, SnsFields } from './sns-authority.ts';
import { trustTopic } from './trust-topic.ts';

export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';
export const OTHER_TOPIC = 'arn:aws:sns:eu-west-1:444455556666:somebody-else';
export const API_TOKEN = 'a-token-that-only-this-test-knows';

// A test signs with its own credentials or with none, whoever runs it.
for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_ENDPOINT_URL']) {
  delete process.env[name];
}
Object.assign(process.env, {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

let authority: Promise<SnsAuthority> | undefined;
/** One for the file: making keys takes a while. Imported late, since Jest loads CommonJS before any module of ours has run. */
export const sharedAuthority = () =>
  (authority ??= import('./sns-authority.ts').then(({ createAuthority }) =>
    createAuthority({ notBefore: new Date(Date.now() - 30 * 86_400_000) }),
  ));

/** A logger that remembers. */
export function recordingLogger() {
  const lines: { level: string; about: Record<string, unknown>; message: string }[] = [];
  const at = (level: string) => (about: object, message: string) => void lines.push({ level, about: { ...about }, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The call that a test's SNS got. */
export type SnsCall = { readonly parameters: Record<string, string>; readonly signed: boolean };

/** An SNS that knows `ConfirmSubscription` only. `answer` gives an error's code and status, or nothing for success. */
export async function confirmEndpoint(answer: (call: SnsCall) => { code: string; status: number } | undefined = () => undefined) {
  const calls: SnsCall[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const call = {
        parameters: Object.fromEntries(new URLSearchParams(body)),
        signed: request.headers.authorization !== undefined,
      };
      calls.push(call);
      const failure = answer(call);
      response.writeHead(failure?.status ?? 200, { 'content-type': 'text/xml' });
      response.end(
        failure === undefined
          ? '<ConfirmSubscriptionResponse><ConfirmSubscriptionResult><SubscriptionArn>arn:aws:sns:us-east-1:111122223333:t:1</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>'
          : `<ErrorResponse><Error><Type>Sender</Type><Code>${failure.code}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.closeAllConnections() ?? server.close(resolve)),
  };
}

export interface TestReceiver {
  readonly receiver: Receiver;
  readonly authority: SnsAuthority;
  readonly log: ReturnType<typeof recordingLogger>;
  readonly url: string;
  readonly hook: string;
  readonly database: string;
  /** The certificate URLs that were fetched. */
  readonly fetched: string[];
  /** Posts a body as SNS would. */
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
  close(): Promise<void>;
}

/** Starts one that trusts `TOPIC`, with a webhook. */
export async function startReceiver(options: ReceiverOptions & { topics?: readonly string[] } = {}): Promise<TestReceiver> {
  const { topics = [TOPIC], ...rest } = options;
  const signer = await sharedAuthority();
  const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
  const database = join(folder, 'receiver.db');
  const log = recordingLogger();
  const fetched: string[] = [];
  const fetchCertificate = async (url: string) => {
    fetched.push(url);
    return signer.pem;
  };
  const receiver = createReceiver({ database, port: 0, logger: log, apiToken: API_TOKEN, fetchCertificate, ...rest });
  for (const arn of topics) await trustTopic(receiver, arn);
  const { url } = await receiver.listen();
  const hook = (await receiver.createWebhook(`hook-${randomUUID().slice(0, 8)}`)).url;
  return {
    receiver,
    authority: signer,
    log,
    url,
    hook,
    database: rest.database ?? database,
    fetched,
    async post(body, headers = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(hook, {
        method: 'POST',
        body: text,
        headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers },
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async close() {
      await receiver.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const fresh = () => ({ MessageId: randomUUID(), TopicArn: TOPIC, Timestamp: new Date().toISOString() });

/** A Notification's fields. */
export const notification = (message: unknown, more: SnsFields = {}): SnsFields => ({
  Type: 'Notification',
  ...fresh(),
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  ...more,
});

/** A SubscriptionConfirmation's or an UnsubscribeConfirmation's fields, whose SubscribeURL agrees with them unless `more` says otherwise. */
export function confirmation(more: SnsFields = {}, type = 'SubscriptionConfirmation'): SnsFields {
  const fields = {
    Type: type,
    ...fresh(),
    Token: randomUUID().replaceAll('-', '').repeat(6),
    Message: 'You have chosen to subscribe',
    ...more,
  };
  const region = String(fields.TopicArn).split(':')[3];
  const query = new URLSearchParams({
    Action: 'ConfirmSubscription',
    TopicArn: String(fields.TopicArn),
    Token: String(fields.Token),
  });
  return { SubscribeURL: `https://sns.${region}.amazonaws.com/?${query.toString().replaceAll('%3A', ':')}`, ...fields };
}

/** A CloudTrail record. */
export const record = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/ada',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ada',
  },
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2',
  requestParameters: { userName: 'eve' },
  eventID: randomUUID(),
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
  ...more,
});

/** An EventBridge event around a record. */
export const event = (detail: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  account: '111122223333',
  time: '2026-01-02T03:04:05Z',
  region: 'us-east-1',
  resources: [],
  detail,
  ...more,
});

/** Waits until `check` gives something, at most ten seconds. */
export async function eventually<T>(check: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error('what was waited for did not happen in ten seconds');
}
