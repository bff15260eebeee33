/** CloudFormation waits an hour for an answer that never comes: so there is always one, and it gives away nothing. */
import { ABORTED, bucketNotification, RESPONSE_URL, s3Error } from '../support/bucket-notification.ts';
import { create, entry, properties, remove } from './request.ts';

const silent = { before: () => ({}) };

describe('the answer to CloudFormation', () => {
  test('is bytes without a content type, which the signature of the URL may not cover', async () => {
    const asking = bucketNotification(silent);
    await asking.ask(remove('logs/clarion-x', properties('logs')));
    expect(asking.answered).toMatchObject([{ url: RESPONSE_URL, contentType: null }]);
  });

  test('is tried again where the URL does not take it', async () => {
    const statuses = [500, 503, 200];
    const asking = bucketNotification({ ...silent, answers: () => new Response(null, { status: statuses.shift()! }) });
    await asking.ask(remove('logs/clarion-x', properties('logs')));
    expect(asking.answered).toHaveLength(3);
  });

  test('fails the function where the URL never takes it, so that Lambda starts it again', async () => {
    const asking = bucketNotification({ ...silent, answers: () => new Response(null, { status: 503 }) });
    await expect(asking.ask(remove('logs/clarion-x', properties('logs')))).rejects.toThrow('CloudFormation took no answer.');
  });

  test('comes before Lambda ends the function, whatever S3 does', async () => {
    const hanging = bucketNotification({
      remainingMs: 20_050,
      before: (_command, _sentBefore, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(ABORTED))),
    });
    expect(await hanging.ask(create(properties('logs')))).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('not enough time'),
    });
  });

  test('is written after no more than the time that is left', async () => {
    const late = bucketNotification({ remainingMs: 1 });
    expect(await late.ask(create(properties('logs')))).toMatchObject({ Status: 'FAILED' });
  });

  test('comes even where this function has a mistake', async () => {
    const broken = bucketNotification({
      before() {
        throw new TypeError('undefined is not a function');
      },
    });
    const answer = await broken.ask(create(properties('logs')));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'TypeError: undefined is not a function' });
    expect(broken.waitedMs()).toBe(0);
  });

  test('is short enough for CloudFormation, which takes 4,096 bytes', async () => {
    const asking = bucketNotification({
      before() {
        throw s3Error('InvalidArgument', 400, 'x'.repeat(10_000));
      },
    });
    await asking.ask(create(properties('logs')));
    expect(Buffer.byteLength(asking.answered[0]!.body)).toBeLessThan(4_096);
  });

  test('is not logged, nor is the URL, nor what the bucket has', async () => {
    const asking = bucketNotification(silent);
    await asking.ask(create(properties('logs')));
    expect(asking.logged).toHaveLength(1);
    expect(asking.logged.join()).not.toMatch(/secret|https:|AWSLogs/);
  });
});

describe('a request that the constructs would never send', () => {
  const good = properties('logs');
  test.each([
    ['no properties', undefined],
    ['a bucket that is none', { ...good, Bucket: 'logs/../other' }],
    ['no bucket', { ...good, Bucket: undefined }],
    ['no owner', { ...good, ExpectedBucketOwner: undefined }],
    ['an owner that is none', { ...good, ExpectedBucketOwner: '*' }],
    ['a switch that is neither on nor off', { ...good, ReplaceAllNotifications: 'yes' }],
    ['a switch that is no text', { ...good, ReplaceAllNotifications: true }],
    ['no entry', { ...good, Entry: undefined }],
    ['an id that is not ours', { ...good, Entry: { ...entry(), Id: 'siem' } }],
    ['a destination that is no topic', { ...good, Entry: { ...entry(), TopicArn: 'arn:aws:sqs:us-east-1:123456789012:queue' } }],
    ['no events', { ...good, Entry: { ...entry(), Events: [] } }],
    ['events that are no list', { ...good, Entry: { ...entry(), Events: 's3:ObjectCreated:*' } }],
    ['events that are none', { ...good, Entry: { ...entry(), Events: ['*'] } }],
    ['no filter, which would take every event of the bucket', { ...good, Entry: { ...entry(), Filter: undefined } }],
    ['an empty prefix', { ...good, Entry: entry('') }],
    ['a prefix that begins with a slash, which no key does', { ...good, Entry: entry('/AWSLogs/') }],
  ])('is refused before S3 hears of it: %s', async (_name, ResourceProperties) => {
    const asking = bucketNotification(silent);
    const answer = await asking.ask({ RequestType: 'Create', ResourceProperties });
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/ must match .*, got: /) });
    expect(asking.commands).toEqual([]);
  });

  test.each(['Replace', undefined, 'create'])('is refused: the action %s', async (RequestType) => {
    const asking = bucketNotification(silent);
    expect(await asking.ask({ RequestType, ResourceProperties: good })).toMatchObject({ Status: 'FAILED' });
    expect(asking.commands).toEqual([]);
  });

  test('fails the function where nobody waits at a URL', async () => {
    for (const event of [{}, { tf: {} }, { tf: { action: 'read' }, ...good }, null]) {
      await expect(bucketNotification(silent).invoke(event)).rejects.toThrow();
    }
  });
});
