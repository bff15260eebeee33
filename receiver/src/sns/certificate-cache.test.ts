import { randomBytes } from 'node:crypto';
import { createAuthority } from '../../../test/support/sns-authority.ts';
import { notificationFields, toBody, TOPIC_ARN } from '../../../test/support/sns-messages.ts';
import { Refusal } from '../error.ts';
import { CertificateCache, FAILURE_MS, FETCHES_PER_MINUTE, MAX_CERTIFICATES } from './certificate-cache.ts';
import { certificateUrl } from './certificate-url.ts';
import { parseEnvelope } from './envelope.ts';
import { topicEndpoint, type TopicEndpoint } from './hosts.ts';
import { Verifier } from './verifier.ts';

const ENDPOINT = topicEndpoint(TOPIC_ARN) as TopicEndpoint;
const MINUTE = 60_000;
const authority = await createAuthority();
const url = (index: number) => certificateUrl(ENDPOINT, index.toString(16).padStart(32, '0'));

function setUp(answer: (url: string) => Promise<string> = async () => authority.pem) {
  const state = { now: Date.now(), fetched: [] as string[], answer };
  const cache = new CertificateCache({
    fetchCertificate: (address) => {
      state.fetched.push(address);
      return state.answer(address);
    },
    now: () => state.now,
  });
  const get = async (index = 0, moment = state.now) => cache.get(url(index), ENDPOINT, moment);
  return { state, get };
}
const unavailable = expect.objectContaining({ code: 'certificate-unavailable', status: 503 });

describe('CertificateCache', () => {
  test('fetches a certificate once, however many wait for it', async () => {
    const { state, get } = setUp();
    const certificates = await Promise.all(Array.from({ length: 100 }, () => get()));
    expect(state.fetched).toEqual([url(0)]);
    expect(new Set(certificates).size).toBe(1);
    expect(await get()).toBe(certificates[0]);
    expect(state.fetched).toHaveLength(1);
  });

  test('row 14: answers 503 for a fetch that failed, and keeps the reason for the log', async () => {
    const cause = new Error('getaddrinfo EAI_AGAIN');
    const { get } = setUp(() => Promise.reject(cause));
    await expect(get()).rejects.toMatchObject({ code: 'certificate-unavailable', status: 503, cause });
  });

  test('row 14: answers 503 for a fetch that throws instead of rejecting', async () => {
    const { get } = setUp(() => {
      throw new TypeError('not a function');
    });
    await expect(get()).rejects.toThrow(unavailable);
  });

  test('row 14: asks again a minute after a failure, and not before', async () => {
    const { state, get } = setUp(() => Promise.reject(new Error('reset')));
    await expect(get()).rejects.toThrow(unavailable);
    state.answer = async () => authority.pem;
    state.now += FAILURE_MS - 1;
    await expect(get()).rejects.toThrow(unavailable);
    expect(state.fetched).toHaveLength(1);
    state.now += 1;
    await get();
    expect(state.fetched).toHaveLength(2);
  });

  test('row 14: never takes an error’s body for a key', async () => {
    const { state, get } = setUp(async () => '<html>Service Unavailable</html>');
    await expect(get()).rejects.toMatchObject({ code: 'certificate-rejected', status: 503 });
    state.answer = async () => authority.pem;
    state.now += FAILURE_MS;
    expect((await get()).key.type).toBe('public');
  });

  test('keeps the words of a refusal for as long as it is remembered', async () => {
    const { get } = setUp(() => Promise.reject(new Refusal('certificate-rejected', 'too long')));
    for (let time = 0; time < 2; time += 1)
      await expect(get()).rejects.toMatchObject({ code: 'certificate-rejected', message: 'too long' });
  });

  test('row 18: fetches a few certificates a minute however many URLs are made up, and answers 429 to the rest', async () => {
    const fetched: string[] = [];
    let now = Date.now();
    const fetchCertificate = (address: string) => {
      fetched.push(address);
      return Promise.reject(new Error('404'));
    };
    const verifier = new Verifier({ fetchCertificate, now: () => now });
    const flood = async () => {
      const counts = new Map<string, number>();
      for (let index = 0; index < 1_000; index += 1) {
        const SigningCertURL = certificateUrl(ENDPOINT, randomBytes(16).toString('hex'));
        const envelope = parseEnvelope(toBody({ ...sealed, SigningCertURL }));
        const status = await verifier.verify(envelope, { arn: TOPIC_ARN, minimumSignatureVersion: 1 }).then(
          () => 'accepted',
          (error) => `${error.status} ${error.code}`,
        );
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }
      return Object.fromEntries(counts);
    };
    const sealed = authority.seal(notificationFields());
    const expected = {
      '503 certificate-unavailable': FETCHES_PER_MINUTE,
      '429 certificate-fetch-limited': 1_000 - FETCHES_PER_MINUTE,
    };
    expect(await flood()).toEqual(expected);
    now += MINUTE;
    expect(await flood()).toEqual(expected);
    expect(fetched).toHaveLength(2 * FETCHES_PER_MINUTE);
  });

  test('row 18: serves the keys it has while the limit is used up', async () => {
    const { state, get } = setUp();
    await get(0);
    state.answer = () => Promise.reject(new Error('404'));
    for (let index = 1; index < 100; index += 1) await get(index).catch(() => undefined);
    expect((await get(0)).key.type).toBe('public');
    expect(state.fetched).toHaveLength(FETCHES_PER_MINUTE);
  });

  test('row 18: lets one more through as time passes, and none for a clock set back', async () => {
    const { state, get } = setUp(() => Promise.reject(new Error('404')));
    for (let index = 0; index < FETCHES_PER_MINUTE; index += 1) await get(index).catch(() => undefined);
    state.now -= 10 * MINUTE;
    await expect(get(90)).rejects.toMatchObject({ code: 'certificate-fetch-limited', status: 429 });
    state.now += MINUTE / FETCHES_PER_MINUTE;
    await expect(get(91)).rejects.toThrow(unavailable);
    await expect(get(92)).rejects.toMatchObject({ code: 'certificate-fetch-limited' });
  });

  test('row 18: lets no more through at once after an hour without any', async () => {
    const { state, get } = setUp(() => Promise.reject(new Error('404')));
    state.now += 60 * MINUTE;
    for (let index = 0; index < 100; index += 1) await get(index).catch(() => undefined);
    expect(state.fetched).toHaveLength(FETCHES_PER_MINUTE);
  });

  test('row 18: keeps a bounded number of keys, the ones used last', async () => {
    const { state, get } = setUp();
    for (let index = 0; index < MAX_CERTIFICATES; index += 1) {
      await get(index);
      state.now += MINUTE;
    }
    await get(0);
    await get(MAX_CERTIFICATES);
    const before = state.fetched.length;
    await get(0);
    expect(state.fetched).toHaveLength(before);
    await get(1);
    expect(state.fetched).toHaveLength(before + 1);
  });

  test('fetches a certificate anew, at most once a minute, for a moment it does not cover', async () => {
    const { state, get } = setUp();
    const later = state.now + 400 * 24 * 60 * MINUTE;
    await get();
    await get(0, later);
    expect(state.fetched).toHaveLength(1);
    state.now += MINUTE;
    await get(0, later);
    await get(0, later);
    expect(state.fetched).toHaveLength(2);
  });

  test('still serves a certificate that could not be fetched anew', async () => {
    const { state, get } = setUp();
    await get();
    state.now += MINUTE;
    state.answer = () => Promise.reject(new Error('reset'));
    await expect(get(0, state.now + 400 * 24 * 60 * MINUTE)).rejects.toThrow(unavailable);
    expect((await get()).key.type).toBe('public');
  });
});
