import { readFileSync } from 'node:fs';
import { isSecret, signatures } from './signature.ts';

/** Worked out by hand once, so that no change of ours can go unnoticed: `openssl dgst -sha256 -mac HMAC`. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = Buffer.alloc(32, 1).toString('base64');
const SIGNED = ['msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}'] as const;
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

test('a signature is that of the Standard Webhooks specification', () => {
  const [id, timestamp, body] = SIGNED;
  expect(signatures([SECRET], id, timestamp, Buffer.from(body))).toBe(SIGNATURE);
});

test('the prefix is no part of the secret', () => {
  const [id, timestamp, body] = SIGNED;
  expect(signatures([SECRET.slice(6)], id, timestamp, Buffer.from(body))).toBe(SIGNATURE);
});

test.each([
  ['24 bytes', Buffer.alloc(24).toString('base64'), true],
  ['32 bytes, which end in padding', Buffer.alloc(32).toString('base64'), true],
  ['32 bytes without their padding', Buffer.alloc(32).toString('base64').replace('=', ''), true],
  ['64 bytes', Buffer.alloc(64).toString('base64'), true],
  ['the prefix before it', SECRET, true],
  ['23 bytes', Buffer.alloc(23).toString('base64'), false],
  ['65 bytes', Buffer.alloc(65).toString('base64'), false],
  ['the prefix alone', 'whsec_', false],
  ['words instead of base64', 'correct horse battery staple and some more', false],
  ['base64 with a line break', `${Buffer.alloc(24).toString('base64')}\n`, false],
  ['base64 for URLs', `${Buffer.alloc(30).toString('base64')}-_`, false],
])('whether %s is a secret is told', (_, text, expected) => {
  expect(isSecret(text)).toBe(expected);
});

describe('the sample in docs/sinks.md', () => {
  const docs = readFileSync(new URL('../../docs/sinks.md', import.meta.url), 'utf8');
  const [, sample] = /```js\n(.*?)```/s.exec(docs)!;
  const [id, timestamp, text] = SIGNED;
  const now = Number(timestamp) * 1_000;
  const body = Buffer.from(text);
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': SIGNATURE };
  const isGenuine = async (...all: unknown[]) => {
    const { isGenuine: check } = await import(`data:text/javascript,${encodeURIComponent(sample!)}`);
    return check(...all);
  };

  test('takes what is signed, also beside another signature', async () => {
    expect(await isGenuine(headers, body, SECRET, now)).toBe(true);
    const two = `${signatures([OTHER_SECRET], id, timestamp, body)} ${SIGNATURE}`;
    expect(await isGenuine({ ...headers, 'webhook-signature': two }, body, SECRET, now)).toBe(true);
  });

  test.each([
    ['another body', { body: Buffer.from('{}') }],
    ['another id', { 'webhook-id': 'msg_x' }],
    ['another time', { 'webhook-timestamp': String(Number(timestamp) + 1) }],
    ['another secret', { secret: OTHER_SECRET }],
    ['a signature that is cut off', { 'webhook-signature': SIGNATURE.slice(0, -1) }],
    ['a signature with other letters in it', { 'webhook-signature': `${SIGNATURE.slice(0, -1)}\u00e9` }],
    ['no signature', { 'webhook-signature': undefined }],
    ['a request that was kept for long', { now: now + 301_000 }],
  ])('does not take %s', async (_, change: Record<string, unknown>) => {
    const { body: given = body, secret = SECRET, now: at = now, ...others } = change;
    expect(await isGenuine({ ...headers, ...others }, given, secret, at)).toBe(false);
  });
});
