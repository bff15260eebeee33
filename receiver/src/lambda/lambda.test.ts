import { once as onceEmitted } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { httpSink } from '../../../test/support/http-sink.ts';
import {
  event,
  notification,
  record,
  recordingLogger,
  sharedAuthority,
  startReceiver,
  TOPIC,
} from '../../../test/support/receiver.ts';
import { trustTopic } from '../../../test/support/trust-topic.ts';
import { Refusal } from '../error.ts';
import { createReceiver } from '../receiver.ts';
import { createJobsHandler } from './jobs.ts';
import { once } from './once.ts';
import { takePassword } from './password.ts';
import { createSqsHandler, type MessageTaker } from './sqs.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:clarion-messages';
const eventOf = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `id-${index}`, body, eventSourceARN: QUEUE })),
});

/** A handler of a receiver that takes as it is told. */
function handlerOf(take: MessageTaker['take']) {
  const log = recordingLogger();
  const handler = createSqsHandler(
    async () => ({ take }),
    () => log,
  );
  return { log, handler };
}

describe('messages from a queue', () => {
  test('are taken as by a webhook that only the queue can be, with their age waived', async () => {
    const taken: unknown[] = [];
    const { handler } = handlerOf(async (...given) => void taken.push(given));
    expect(await handler(eventOf('{"Type":"Notification"}'))).toEqual({ batchItemFailures: [] });
    expect(taken).toEqual([['{"Type":"Notification"}', { webhook: 'sqs:clarion-messages', ageWaived: true }]]);
  });

  test('stay in the queue when they are refused, for good or for now, and so does what stumbles; the others do not', async () => {
    const answers: Record<string, () => Promise<void>> = {
      good: async () => undefined,
      forged: () => Promise.reject(new Refusal('signature-mismatch', 'no', { about: { topicArn: 'arn:t' } })),
      later: () => Promise.reject(new Refusal('store-unavailable', 'later')),
      fault: () => Promise.reject(new TypeError('password=hunter2')),
    };
    const { handler, log } = handlerOf((body) => answers[body]!());
    expect(await handler(eventOf('good', 'forged', 'later', 'fault', 'good'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'id-1' }, { itemIdentifier: 'id-2' }, { itemIdentifier: 'id-3' }],
    });
    expect(log.lines.map(({ level, about }) => [level, about['code'], about['sqsMessageId'], about['topicArn']])).toEqual([
      ['warn', 'signature-mismatch', 'id-1', 'arn:t'],
      ['warn', 'store-unavailable', 'id-2', undefined],
      ['error', undefined, 'id-3', undefined],
    ]);
  });

  test('are never deleted unless they were taken, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string(), fc.constantFrom('taken', 'refused', 'threw'))), async (messages) => {
        const fate = new Map(messages.map(([, how], index) => [String(index), how]));
        const { handler } = handlerOf(async (body) => {
          if (fate.get(body) === 'refused') throw new Refusal('body-not-json', 'no');
          if (fate.get(body) === 'threw') throw new Error('no');
        });
        const { batchItemFailures } = await handler(eventOf(...fate.keys()));
        const kept = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        for (const [index, how] of fate) expect(kept.has(`id-${index}`)).toBe(how !== 'taken');
      }),
    );
  });

  test('become signals of a receiver though they are older than a webhook would take; a forged one is left', async () => {
    const it = await startReceiver();
    try {
      const handler = createSqsHandler(
        async () => it.receiver,
        () => it.log,
      );
      const Timestamp = new Date(Date.now() - 5 * 86_400_000).toISOString();
      const sealed = it.authority.seal(notification(event(record({ eventID: 'old' })), { Timestamp }));
      const forged = { ...sealed, Message: `${String(sealed['Message'])} ` };
      expect(await handler(eventOf(JSON.stringify(sealed), JSON.stringify(forged), JSON.stringify(sealed)))).toEqual({
        batchItemFailures: [{ itemIdentifier: 'id-1' }],
      });
      expect((await it.receiver.signals()).map(({ eventId }) => eventId)).toEqual(['old']);
    } finally {
      await it.close();
    }
  });

  test('are all left when there is no receiver, since the invocation fails', async () => {
    const handler = createSqsHandler(
      () => Promise.reject(new Error('no database')),
      () => recordingLogger(),
    );
    await expect(handler(eventOf('x'))).rejects.toThrow('no database');
  });
});

test.each([
  [300_000, 1_000_285_000],
  [5_000, 1_000_000_000],
])('jobs are worked through until shortly before %i ms are over', async (left, until) => {
  const asked: unknown[] = [];
  const work = async (options: unknown) => void asked.push(options);
  const handler = createJobsHandler(
    async () => ({ work }),
    () => 1_000_000_000,
  );
  await handler({}, { getRemainingTimeInMillis: () => left });
  expect(asked).toEqual([{ until }]);
});

test('new signals go to the sinks before the work ends', async () => {
  const [sink, authority] = [await httpSink(), await sharedAuthority()];
  const receiver = createReceiver({
    database: ':memory:',
    logger: recordingLogger(),
    fetchCertificate: async () => authority.pem,
    sinks: [{ type: 'webhook', name: 'siem', url: sink.url, secret: Buffer.alloc(24, 7).toString('base64') }],
  });
  try {
    await trustTopic(receiver, TOPIC);
    const work = createJobsHandler(async () => receiver);
    const invoke = () => work({}, { getRemainingTimeInMillis: () => 60_000 });
    await invoke();
    await receiver.take(JSON.stringify(authority.seal(notification(event(record({ eventID: 'e-1' }))))), { webhook: 'queue' });
    await invoke();
    expect(sink.posted.map(({ body }) => body.toString('utf8'))).toEqual([expect.stringContaining('"eventId":"e-1"')]);
    await invoke();
    expect(sink.posted).toHaveLength(1);
  } finally {
    await receiver.close();
    await sink.close();
  }
});

test('what is made once is made once, and anew when it failed', async () => {
  let made = 0;
  const thing = once(async () => {
    made += 1;
    if (made === 1) throw new Error('not yet');
    return made;
  });
  await expect(thing()).rejects.toThrow('not yet');
  expect(await Promise.all([thing(), thing()])).toEqual([2, 2]);
});

describe("the database's password", () => {
  const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:clarion-AbCdEf';
  let server: Server;
  let asked: { url: string | undefined; token: unknown }[];
  let respond: RequestListener;
  const env = () => ({
    CLARION_DATABASE_SECRET: SECRET,
    AWS_SESSION_TOKEN: 'session',
    PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String((server.address() as AddressInfo).port),
  });

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push({ url: request.url, token: request.headers['x-aws-parameters-secrets-token'] });
      respond(request, response);
    }).listen(0, 'localhost');
    await onceEmitted(server, 'listening');
  });
  afterEach(() => server.close());

  test("comes from AWS's extension, which is shown the function's own session", async () => {
    respond = (_, response) => response.end(JSON.stringify({ SecretString: JSON.stringify({ username: 'x', password: 'p' }) }));
    const given: NodeJS.ProcessEnv = env();
    await takePassword(given);
    expect(given['PGPASSWORD']).toBe('p');
    expect(asked).toEqual([{ url: `/secretsmanager/get?secretId=${encodeURIComponent(SECRET)}`, token: 'session' }]);
  });

  test('is not asked for where no secret is named', async () => {
    const given = {};
    await takePassword(given);
    expect(given).toEqual({});
  });

  test.each([
    ['refused', 400, 'AccessDenied'],
    ['no secret', 200, '{}'],
    ['no JSON', 200, JSON.stringify({ SecretString: 'hunter2' })],
    ['no password in it', 200, JSON.stringify({ SecretString: '{"password":7,"other":"hunter2"}' })],
    ['nothing', 200, 'null'],
  ])('that is not to be had is a mistake with its cure, and nothing of the answer: %s', async (_, status, body) => {
    respond = (_request, response) => response.writeHead(status).end(body);
    const told = await takePassword(env()).catch((error: unknown) => error as Error);
    expect(told).toMatchObject({ name: 'Mistake', message: expect.stringContaining('secretsmanager:GetSecretValue') });
    expect(String((told as Error).message)).not.toContain('hunter2');
  });
});

test('the handlers are there to be named, and nothing is opened before the first event', async () => {
  const handlers = await import('./index.ts');
  expect([typeof handlers.sqsHandler, typeof handlers.jobsHandler]).toEqual(['function', 'function']);
});
