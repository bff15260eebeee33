import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { packageJson } from '../json.ts';
import { API_TOKEN, event, notification, record, startReceiver, type TestReceiver } from '../../../test/support/receiver.ts';

let it: TestReceiver;
beforeAll(async () => {
  it = await startReceiver();
  for (let i = 0; i < 5; i += 1) {
    const account = i < 3 ? '111122223333' : '444455556666';
    const detail = record({
      eventID: `event-${i}`,
      eventTime: `2026-01-0${i + 1}T00:00:00Z`,
      recipientAccountId: account,
      eventName: i % 2 === 0 ? 'CreateUser' : 'DeleteUser',
    });
    await it.post(it.authority.seal(notification(event(detail, { account }))));
  }
});
afterAll(() => it.close());

type Page = { signals: { eventId: string; raw: Record<string, unknown> }[]; next?: string };
const get = (query: string, token: string | undefined = API_TOKEN) =>
  fetch(`${it.url}/api/signals${query}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
const eventIds = async (query: string) => ((await (await get(query)).json()) as Page).signals.map(({ eventId }) => eventId);

describe('GET /api/signals', () => {
  test('lists signals newest first, each by the published schema and with its record', async () => {
    const { signals } = (await (await get('')).json()) as Page;
    expect(signals.map(({ eventId }) => eventId)).toEqual(['event-4', 'event-3', 'event-2', 'event-1', 'event-0']);
    const ajv = new Ajv2020();
    ajvFormats.default(ajv);
    const validate = ajv.compile(packageJson('schema/signal.schema.json'));
    for (const signal of signals) expect(validate(signal) || validate.errors).toBe(true);
    expect(signals[0]?.raw['requestParameters']).toEqual({ userName: 'eve' });
  });

  test.each([
    ['?account=444455556666', ['event-4', 'event-3']],
    ['?eventName=DeleteUser', ['event-3', 'event-1']],
    ['?from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z', ['event-2', 'event-1']],
    ['?source=cloudtrail&limit=1', ['event-4']],
    ['?source=guardduty', []],
    ['?account=111122223333&eventName=DeleteUser', ['event-1']],
  ])('%s narrows', async (query, expected) => {
    expect(await eventIds(query)).toEqual(expected);
  });

  test('pages by an opaque cursor to the end, each signal once', async () => {
    const seen: string[] = [];
    let query = '?limit=2';
    for (let pages = 0; pages < 4 && query !== ''; pages += 1) {
      const page = (await (await get(query)).json()) as Page;
      seen.push(...page.signals.map(({ eventId }) => eventId));
      query = page.next === undefined ? '' : `?limit=2&cursor=${page.next}`;
    }
    expect(seen).toEqual(['event-4', 'event-3', 'event-2', 'event-1', 'event-0']);
  });

  test('gives OCSF events when asked for them, page by page as well', async () => {
    const { signals, next } = (await (await get('?format=ocsf&limit=2')).json()) as any;
    expect(signals).toMatchObject([
      { class_uid: 6003, metadata: { version: '1.5.0', uid: 'event-4' }, api: { operation: 'CreateUser' } },
      { class_uid: 6003, activity_name: 'Delete', unmapped: { requestParameters: { userName: 'eve' } } },
    ]);
    const second = (await (await get(`?format=ocsf&limit=2&cursor=${next}`)).json()) as any;
    expect(second.signals[0].metadata.uid).toBe('event-2');
  });

  test('tells all problems of a query at once', async () => {
    const response = await get('?limit=501&account=12&from=yesterday&cursor=x&nonsense=1');
    const { error, message } = (await response.json()) as { error: string; message: string };
    expect([response.status, error]).toEqual([400, 'query-invalid']);
    for (const part of ['`limit` must be a whole number from 1 to 500', '12 digits', '`from`', '`cursor`', '"nonsense"']) {
      expect(message).toContain(part);
    }
  });

  test.each([
    ['from=2016-12-31T23:59:60Z', '`from` must be a time'],
    ['to=2026-01-02T00:00:00%2B05', '`to` must be a time'],
    ['to=2026-02-30T00:00:00Z', '`to` must be a time'],
    ['from=2026-01-02', '`from` must be a time'],
    ['account=111122223333&account=444455556666', '`account` must be given once'],
    ['format=xml', '`format` must be one of signal, ocsf'],
    ['source=cloudtrail&source=cloudtrail', '`source` must be given once'],
    ['source=inspector', '`source` must be one of cloudtrail, cloudwatch, guardduty'],
    ['limit=1&limit=2', '`limit` must be given once'],
  ])('%s is refused, not answered with nothing', async (query, sentence) => {
    const response = await get(`?${query}`);
    const { error, message } = (await response.json()) as { error: string; message: string };
    expect([response.status, error]).toEqual([400, 'query-invalid']);
    expect(message).toContain(sentence);
    expect(message.split('; ')).toHaveLength(1);
  });

  test('an offset of hours and minutes is understood', async () => {
    expect(await eventIds('?from=2026-01-04T05:30:00%2B05:30')).toEqual(['event-4', 'event-3']);
  });

  test.each([undefined, 'wrong', `${API_TOKEN}x`, ''])('with the token %s it is 401, and says which scheme', async (token) => {
    const response = await get('', token === undefined ? '' : token);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="clarion-receiver"']);
  });

  test('is not there without a configured token', async () => {
    const { createReceiver } = await import('../index.ts');
    const receiver = createReceiver({ database: ':memory:', logger: it.log });
    expect((await receiver.app.request('/api/signals')).status).toBe(404);
    await receiver.close();
  });
});
