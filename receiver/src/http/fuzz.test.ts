/** Whatever comes in, and whatever of ours fails meanwhile: what may heal is asked for again, and nothing is told that is not the sender's to know. */
import fc from 'fast-check';
import { metricAlarm } from '../../../test/support/alarm-notifications.ts';
import {
  confirmation,
  event,
  notification,
  OTHER_TOPIC,
  record,
  sharedAuthority,
  TOPIC,
} from '../../../test/support/receiver.ts';
import type { SnsAuthority } from '../../../test/support/sns-authority.ts';
import { Refusal, REFUSALS } from '../error.ts';
import type { Logger } from '../log.ts';
import { openStore } from '../open-store.ts';
import { createReceiver } from '../receiver.ts';
import type { ReceiverOptions } from '../receiver-types.ts';
import type { Store } from '../store/store.ts';

/** What the body, the URL, the header and an error of ours hold, and nobody else may read. */
const [IN_BODY, IN_ERROR, API_TOKEN] = ['body-0c1ff9d2', 'password=hunter2-77aa', 'api-token-51be40c7-9f2e6d1a-of-this-test'];
const RUNS = { numRuns: 120 };

let authority: SnsAuthority;
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => void rejections.push(reason);
beforeAll(async () => {
  authority = await sharedAuthority();
  process.on('unhandledRejection', onRejection);
});
afterAll(() => void process.off('unhandledRejection', onRejection));
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rejections.splice(0)).toEqual([]);
});

/** A log as it would be read: of an error all that `createLogger` writes of it, which is apart. */
function readableLog() {
  const [lines, errors]: [string[], string[]] = [[], []];
  const write = (about: object, message: string) => {
    const { err, ...rest } = about as { err?: unknown };
    lines.push(JSON.stringify([rest, message]));
    for (let error = err; error instanceof Error; error = error.cause) errors.push(`${error.name}: ${error.message}`);
  };
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  const forget = () => void [lines, errors].forEach((list) => list.splice(0));
  return { log, lines, errors, forget };
}

interface Fault {
  /** Which method of the store fails, or all of them. */
  readonly method: string;
  readonly fail: () => unknown;
}

/** A store whose methods fail while they are told to, and how often one did. */
function failingStore(store: Store) {
  const state: { fault: Fault | undefined; met: number } = { fault: undefined, met: 0 };
  const proxy = new Proxy(store, {
    get(target, name: keyof Store) {
      if (name === 'close') return async () => undefined;
      return (...args: never[]) => {
        if (state.fault === undefined || (state.fault.method !== 'all' && state.fault.method !== name)) {
          return (target[name] as (...given: never[]) => unknown)(...args);
        }
        state.met += 1;
        return state.fault.fail();
      };
    },
  });
  return { proxy, state };
}

/** Also with what is no error, as nobody should. */
const rejection: (reason: unknown) => Promise<never> = Promise.reject.bind(Promise);

/** Everything that our own parts can do wrong. */
const FAULTS: Readonly<Record<string, () => unknown>> = {
  'rejects with an error': () => Promise.reject(new Error(IN_ERROR)),
  'rejects with a TypeError': () => Promise.reject(new TypeError(IN_ERROR)),
  'rejects with a cause': () => Promise.reject(new RangeError('odd', { cause: new Error(IN_ERROR) })),
  'rejects as a store does': () => Promise.reject(new Refusal('store-unavailable', 'not now', { cause: new Error(IN_ERROR) })),
  'rejects with no error': () => rejection(IN_ERROR),
  'rejects with nothing': () => rejection(undefined),
  'throws at once': () => {
    throw new TypeError(IN_ERROR);
  },
};
const anyFault = fc.constantFrom(...Object.keys(FAULTS));

/** A text in which the body's mark is. */
const marked = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text}${IN_BODY}`),
  fc.constantFrom(IN_BODY, `\u0000${IN_BODY}`, `${IN_BODY}\n at f (x.js:1:1)`, `\ud800${IN_BODY}`, `{"${IN_BODY}":`),
);
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  marked,
  marked.map((text) => [text]),
  fc.constantFrom(null, 0, -1, 1e308, true, '', [], {}),
);
const hostileText = fc.oneof(
  fc.json(),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.constantFrom(
    '1e999',
    '{"__proto__":{"Type":"Notification"}}',
    '"\\ud800"',
    '{"Type":"a","Type":"Notification"}',
    '\ufeff{}',
    '',
  ),
  marked,
);

/** What a topic may carry: what is known, with some of it replaced by anything. */
const anyMessage: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.tuple(fc.constantFrom(...Object.keys(record())), anyJson).map(([name, value]) => event(record({ [name]: value }))),
  fc.tuple(fc.constantFrom(...Object.keys(event({}))), anyJson).map(([name, value]) => event(record(), { [name]: value })),
  anyJson.map((detail) => event(detail, { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' })),
  anyJson.map((detail) => event(detail, { source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change' })),
  fc.tuple(fc.constantFrom(...Object.keys(metricAlarm)), anyJson).map(([name, value]) => ({ ...metricAlarm, [name]: value })),
  anyJson.map((Records) => ({ Records })),
  fc.tuple(anyJson, anyJson).map(([s3Bucket, s3ObjectKey]) => ({ s3Bucket, s3ObjectKey })),
);

const genuineBody = anyMessage.map((message) => () => JSON.stringify(authority.seal(notification(message))));
/** Bodies from the wholly genuine to any bytes. A function, since a message that comes again is no new one. */
const anyBody: fc.Arbitrary<() => string | Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: genuineBody },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(TOPIC, OTHER_TOPIC)
      .map((TopicArn) => () => JSON.stringify(authority.seal(confirmation({ TopicArn, Message: IN_BODY })))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'Type',
          'Message',
          'Subject',
          'Timestamp',
          'Signature',
          'SignatureVersion',
          'SigningCertURL',
          'Token',
          IN_BODY,
        ),
        anyJson,
      )
      .map(
        ([name, value]) =>
          () =>
            JSON.stringify({ ...authority.seal(notification(event(record()))), [name]: value }),
      ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => () => bytes) },
  { weight: 1, arbitrary: hostileText.map((text) => () => text) },
);

const headerValue = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 30,
});
const anyHeaders = fc.dictionary(
  fc.constantFrom(
    ...[
      'x-amz-sns-message-type',
      'x-amz-sns-topic-arn',
      'x-amz-sns-rawdelivery',
      'content-encoding',
      'content-type',
      'accept',
      'cookie',
    ],
    ...['x-forwarded-for', 'authorization', 'transfer-encoding'],
  ),
  fc.oneof(headerValue, fc.constantFrom('Notification', TOPIC, 'true', `Bearer ${API_TOKEN}`)),
  { maxKeys: 3 },
);

/** A receiver with a webhook whose store fails when it is told to, and what it says. Making one takes a while: one serves many runs. */
async function receiverOf(options: ReceiverOptions = {}) {
  const { proxy, state } = failingStore(openStore(':memory:'));
  const heard = readableLog();
  const make = () =>
    createReceiver({
      ...{ store: proxy, logger: heard.log, apiToken: API_TOKEN, publicUrl: 'https://receiver.example' },
      ...{ fetchCertificate: async () => authority.pem, prove: () => Promise.reject(new Error(IN_ERROR)) },
      ...options,
    });
  const first = make();
  await first.addTopic({ monitor: 'trail', arn: TOPIC });
  const hook = new URL((await first.createWebhook()).url).pathname;
  return { app: first.app, make, heard, state, hook, token: hook.split('/').at(-1)! };
}

const post = (body: string | Uint8Array, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : Buffer.from(body),
});

async function answerOf(response: Response) {
  const text = await response.text();
  const code = (/^\{"error":"([a-z0-9-]+)"/.exec(text) ?? [])[1] as keyof typeof REFUSALS | undefined;
  return { status: response.status, text, code };
}

/** No word of the message, of a secret, or of how we are built. */
function expectNothingTold(answer: string, { lines, errors }: ReturnType<typeof readableLog>, token: string): void {
  for (const secret of [IN_BODY, IN_ERROR, API_TOKEN, token]) {
    expect(answer).not.toContain(secret);
    expect(lines.join('\n')).not.toContain(secret);
  }
  expect(answer).not.toMatch(/\n +at |node_modules|\.[jt]s:\d/);
  // What broke is told of to whoever runs it, in the words of what broke; but not what a sender wrote.
  for (const secret of [IN_BODY, API_TOKEN, token]) expect(errors.join('\n')).not.toContain(secret);
}

describe('whatever is sent to a webhook', () => {
  test('is answered by the table of errors, never with a fault of ours', async () => {
    const { app, heard, hook, token } = await receiverOf();
    await fc.assert(
      fc.asyncProperty(anyBody, anyHeaders, async (body, headers) => {
        heard.forget();
        const { status, text, code } = await answerOf(await app.request(hook, post(body(), headers)));
        if (status !== 200) expect(status).toBe(REFUSALS[code!]);
        // Unproven subscriptions have their bound.
        if (status >= 500) expect(code).toBe('receiver-busy');
        expectNothingTold(text, heard, token);
      }),
      RUNS,
    );
  });

  test('is asked for again when the store fails, at any of its methods and in any way', async () => {
    const { app: ready, make, heard, state, hook, token } = await receiverOf();
    const methods = fc.constantFrom('all', 'all', 'workspace', 'webhook', 'monitorsOf', 'save', 'keepUnverified');
    // One that has not read its workspace yet fails elsewhere.
    const isNewOne = fc.nat(19).map((number) => number === 0);
    const bodies = fc.oneof(genuineBody, anyBody);
    let met = 0;
    await fc.assert(
      fc.asyncProperty(bodies, methods, anyFault, isNewOne, async (body, method, fault, isNew) => {
        heard.forget();
        const app = isNew ? make().app : ready;
        const request = post(body());
        Object.assign(state, { fault: { method, fail: FAULTS[fault]! }, met: 0 });
        const { status, text, code } = await answerOf(await app.request(hook, request));
        state.fault = undefined;
        if (state.met > 0) expect([status, code]).toEqual([503, expect.stringMatching(/^(unexpected-error|store-unavailable)$/)]);
        met += state.met;
        expectNothingTold(text, heard, token);
      }),
      RUNS,
    );
    expect(met).toBeGreaterThan(10);
  });

  test('is asked for again when the certificate cannot be had, or is none', async () => {
    const garbage = [undefined, null, 7, '', IN_BODY, `-----BEGIN CERTIFICATE-----\n${IN_BODY}\n-----END CERTIFICATE-----\n`, {}];
    const fetching = fc.oneof(
      anyFault.map((fault) => FAULTS[fault]!),
      fc.constantFrom(...garbage).map((value) => async () => value),
    );
    let fetch: () => unknown;
    let fetches = 0;
    let asked = 0;
    // Long enough apart that nothing of the run before is remembered.
    let clock = Date.now();
    const { app, heard, hook, token } = await receiverOf({
      fetchCertificate() {
        fetches += 1;
        return fetch() as Promise<string>;
      },
      now: () => clock,
    });
    await fc.assert(
      fc.asyncProperty(anyMessage, fetching, async (message, fails) => {
        heard.forget();
        fetch = fails;
        clock += 3_600_000;
        fetches = 0;
        const body = JSON.stringify(authority.seal(notification(message, { Timestamp: new Date(clock).toISOString() })));
        const { status, text, code } = await answerOf(await app.request(hook, post(body)));
        // What is refused before is refused without a fetch.
        if (fetches > 0)
          expect([status, code]).toEqual([
            503,
            expect.stringMatching(/^(certificate-(unavailable|rejected|invalid)|unexpected-error|store-unavailable)$/),
          ]);
        asked += fetches;
        expectNothingTold(text, heard, token);
      }),
      RUNS,
    );
    expect(asked).toBeGreaterThan(50);
  });
});

describe('whatever is asked elsewhere', () => {
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND');
  const known = [
    '',
    'hooks',
    'hooks/x',
    'api',
    'api/signals',
    'api/jobs',
    'api/jobs/redrive',
    'api/accounts/111122223333',
    'api/monitors/trail',
  ];
  const more = ['api/apply', 'api/webhooks', 'api/workspace', 'api/openapi.json', 'metrics', 'healthz', 'readyz'];
  const path = fc.oneof(
    fc.constantFrom(...known, ...more).map((name) => `/${name}`),
    fc
      .tuple(fc.constantFrom(...known, ...more), fc.string({ unit: 'grapheme', maxLength: 20 }))
      .map(([name, rest]) => `/${name}/${encodeURIComponent(rest)}`),
    fc
      .tuple(fc.constantFrom(...known, ...more), fc.string({ maxLength: 20 }))
      .map(([name, rest]) => `/${name}?limit=${encodeURIComponent(rest)}`),
    fc.constantFrom(
      '/hooks/%',
      '/hooks/%E0%A4%A',
      '/hooks/..%2f..%2fapi',
      '//',
      '/api/%00',
      '/__proto__',
      '/hooks/constructor',
      '/api/monitors/%ff',
    ),
  );
  const anyRequest = fc.tuple(
    method,
    path,
    anyHeaders,
    fc.boolean(),
    fc.oneof(
      hostileText,
      anyJson.map((value) => JSON.stringify(value)),
    ),
  );
  const requestOf = (verb: string, headers: Record<string, string>, isKnown: boolean, body: string): RequestInit => ({
    method: verb,
    headers: { ...headers, 'content-type': 'application/json', ...(isKnown ? { authorization: `Bearer ${API_TOKEN}` } : {}) },
    ...(verb === 'GET' || verb === 'HEAD' ? {} : { body }),
  });

  test('is never a fault of ours, and tells nothing', async () => {
    const { app, heard, token } = await receiverOf();
    await fc.assert(
      fc.asyncProperty(anyRequest, async ([verb, route, headers, isKnown, body]) => {
        heard.forget();
        const response = await app.request(route, requestOf(verb, headers, isKnown, body));
        const { status, text } = await answerOf(response);
        expect(status).toBeLessThan(500);
        // Who has the API's token is told what is wrong with what he sent.
        expectNothingTold(isKnown ? text.replaceAll(IN_BODY, '') : text, heard, token);
      }),
      RUNS,
    );
  });

  test('tells nothing of what fails behind it', async () => {
    const { app, heard, state, token } = await receiverOf();
    await fc.assert(
      fc.asyncProperty(anyRequest, anyFault, async ([verb, route, headers, isKnown, body], fault) => {
        heard.forget();
        Object.assign(state, { fault: { method: 'all', fail: FAULTS[fault]! }, met: 0 });
        const response = await app.request(route, requestOf(verb, headers, isKnown, body));
        state.fault = undefined;
        const { text } = await answerOf(response);
        expectNothingTold(isKnown ? text.replaceAll(IN_BODY, '') : text, heard, token);
      }),
      RUNS,
    );
  });
});
