/** What can go wrong between the function and S3. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bucketNotification, s3Error } from '../support/bucket-notification.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { arn, configuration, customersBucket, putConfiguration, THREE_OTHERS } from './customer.ts';
import { create, entry, ourTopic, properties, remove, told } from './request.ts';

const GET = 'GetBucketNotificationConfigurationCommand';
const PUT = 'PutBucketNotificationConfigurationCommand';
const THEIRS = { Id: 'theirs', TopicArn: arn('sns', 'reports'), Events: ['s3:ObjectRemoved:*'] };
const stops: (() => void)[] = [];
const UNSETTLED = 'Unable to validate the following destination configurations';

needs(['moto'], 'the notification of a customer’s bucket, where things go wrong', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(async () => {
    await emulator.reset();
    await ourTopic(emulator);
    await customersBucket(emulator, 'logs');
  });
  afterEach(() => stops.splice(0).forEach((stop) => stop()));
  afterAll(() => emulator?.stop());

  const created = async () => (await bucketNotification({ emulator }).ask(create(properties('logs')))).PhysicalResourceId;

  describe('when another writer has read before we wrote, and writes after', () => {
    const overwrites = (times: number) =>
      bucketNotification({
        emulator,
        async before(command, sentBefore) {
          // After our write, before we read again.
          const isOurReadBack = command === GET && sentBefore >= 1 && sentBefore <= times;
          if (isOurReadBack) await putConfiguration(emulator, 'logs', { ...THREE_OTHERS, TopicConfigurations: [THEIRS] });
        },
      });

    test('is merged once more, with what the other wrote', async () => {
      expect(await overwrites(1).ask(create(properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
      expect(await configuration(emulator, 'logs')).toEqual({ ...THREE_OTHERS, TopicConfigurations: [THEIRS, told(entry())] });
    });

    test('fails plainly the second time, and leaves to the other what is theirs', async () => {
      const racing = overwrites(2);
      expect(await racing.ask(create(properties('logs')))).toMatchObject({
        Status: 'FAILED',
        Reason: expect.stringContaining('Another writer undid this twice'),
        // It was written, so it is deleted when this is rolled back.
        PhysicalResourceId: 'logs/clarion-clarion-archive',
      });
      expect(racing.commands.filter((name) => name === PUT)).toHaveLength(2);
      expect(await configuration(emulator, 'logs')).toEqual({ ...THREE_OTHERS, TopicConfigurations: [THEIRS] });
    });

    test('is taken away once more, where the other wrote it back', async () => {
      const id = await created();
      const before = await configuration(emulator, 'logs');
      const removing = bucketNotification({
        emulator,
        before: (command, sentBefore) =>
          command === GET && sentBefore === 1 ? putConfiguration(emulator, 'logs', before) : undefined,
      });
      expect(await removing.ask(remove(id, properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
      expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    });
  });

  describe('while the topic’s policy settles', () => {
    const settlesAfter = (refusals: number) =>
      bucketNotification({
        emulator,
        async before(command, sentBefore) {
          if (command !== PUT || sentBefore >= refusals) return;
          const [ArgumentName, ArgumentValue] = [
            arn('sns', 'clarion-archive'),
            'Permissions on the destination topic do not allow S3',
          ];
          // Meanwhile the bucket is not ours alone: what is written next must come from another read.
          await putConfiguration(emulator, 'logs', { ...THREE_OTHERS, TopicConfigurations: [THEIRS] });
          throw s3Error('InvalidArgument', 400, UNSETTLED, { ArgumentName, ArgumentValue });
        },
      });

    test('tries again, from another read', async () => {
      const settling = settlesAfter(3);
      expect(await settling.ask(create(properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
      expect(settling.commands.filter((name) => name === PUT)).toHaveLength(4);
      expect(await configuration(emulator, 'logs')).toEqual({ ...THREE_OTHERS, TopicConfigurations: [THEIRS, told(entry())] });
    });

    test('gives up after a minute, with what S3 said of which destination', async () => {
      const settling = settlesAfter(Infinity);
      const { Status, Reason } = await settling.ask(create(properties('logs')));
      expect(Status).toBe('FAILED');
      expect(Reason).toContain(`${UNSETTLED} (${arn('sns', 'clarion-archive')}: Permissions on the destination topic`);
      expect(settling.waitedMs()).toBeGreaterThan(45_000);
      expect(settling.waitedMs()).toBeLessThanOrEqual(60_000);
    });

    test('needs no help of ours where S3 itself refuses a topic that does not admit it', async () => {
      const asked = properties('logs', { Entry: entry('AWSLogs/', 'nobody') });
      const { Status, Reason } = await bucketNotification({ emulator }).ask(create(asked));
      expect(Status).toBe('FAILED');
      expect(Reason).toContain(`${UNSETTLED} (${arn('sns', 'nobody')}: `);
    });
  });

  test.each([
    ['S3 is at fault', s3Error('InternalError', 500)],
    ['S3 does not answer', Object.assign(new Error('ECONNRESET'), { $metadata: {} })],
    ['S3 is asked too often', s3Error('SlowDown', 503)],
    ['another writer is at it', s3Error('OperationAborted', 409)],
    ['the role is new', s3Error('AccessDenied', 403)],
  ])('tries again when %s', async (_name, error) => {
    const trying = bucketNotification({
      emulator,
      before(_command, sentBefore) {
        if (sentBefore === 0) throw error;
      },
    });
    expect(await trying.ask(create(properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
    expect((await configuration(emulator, 'logs')).TopicConfigurations).toContainEqual(told(entry()));
  });

  test('finds what it wrote, where S3 failed after writing', async () => {
    const failing = bucketNotification({
      emulator,
      async before(command) {
        if (command !== PUT) return;
        await putConfiguration(emulator, 'logs', {
          ...THREE_OTHERS,
          TopicConfigurations: [...THREE_OTHERS.TopicConfigurations!, entry()],
        });
        throw s3Error('InternalError', 500);
      },
    });
    expect(await failing.ask(create(properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
    expect(failing.commands.filter((name) => name === PUT)).toHaveLength(1);
  });

  test('is deleted where the bucket is gone', async () => {
    const id = await created();
    await emulator.ask('s3', 'delete-bucket', { Bucket: 'logs' }, {});
    const removing = bucketNotification({ emulator });
    expect(await removing.ask(remove(id, properties('logs')))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id });
    expect(removing.waitedMs()).toBe(0);
  });

  test('is not created where there is no bucket, at once', async () => {
    const creating = bucketNotification({ emulator });
    const answer = await creating.ask(create(properties('no-logs')));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('NoSuchBucket') });
    expect(creating.waitedMs()).toBe(0);
  });

  test('is not created on a bucket of another account, and rolling that back does not even ask', async () => {
    const theirs = properties('logs', { ExpectedBucketOwner: '210987654321' });
    const answer = await bucketNotification({ emulator }).ask(create(theirs));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('must be of the expected account') });
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    const rollback = bucketNotification({ emulator });
    expect(await rollback.ask(remove(answer.PhysicalResourceId, theirs))).toMatchObject({ Status: 'SUCCESS' });
    expect(rollback.commands).toEqual([]);
  });

  test('is not said to be deleted where access was taken away: the sentence names what is left, and both ways out', async () => {
    const id = await created();
    const denied = bucketNotification({
      emulator,
      before() {
        throw s3Error('AccessDenied', 403);
      },
    });
    const { Status, Reason, PhysicalResourceId } = await denied.ask(remove(id, properties('logs')));
    expect({ Status, PhysicalResourceId }).toEqual({ Status: 'FAILED', PhysicalResourceId: id });
    expect(Reason).toMatch(/Access to logs was taken away.*"clarion-clarion-archive".*Give it back; or remove the entry by hand/);
  });

  test.each([
    ['eu-west-1', 'eu-west-1'],
    ['EU', 'eu-west-1'],
    [undefined, 'us-east-1'],
  ])('is not created from another Region than the bucket’s, %s', async (LocationConstraint, region) => {
    const elsewhere = bucketNotification({
      emulator,
      region: 'ap-south-1',
      before: (command) => (command === 'GetBucketLocationCommand' ? { LocationConstraint } : undefined),
    });
    const { Status, Reason } = await elsewhere.ask(create(properties('logs')));
    expect(Status).toBe('FAILED');
    expect(Reason).toBe(`The bucket is in ${region}, and this is ap-south-1. Deploy in the bucket's Region.`);
  });

  test('sends each command once, since a write is tried again after another read only', async () => {
    let requests = 0;
    const server = await s3Server((response) => {
      requests += 1;
      response.writeHead(500).end();
    });
    const failing = bucketNotification({ emulator: server });
    expect(await failing.ask(create(properties('logs')))).toMatchObject({ Status: 'FAILED' });
    expect(failing.commands.length).toBeGreaterThan(1);
    expect(requests).toBe(failing.commands.length);
  });

  test('writes nothing where S3 tells of something that its SDK does not know, and would lose', async () => {
    const body = '<NotificationConfiguration><PagerConfiguration><Id>new</Id></PagerConfiguration></NotificationConfiguration>';
    const server = await s3Server((response) => response.writeHead(200, { 'content-type': 'application/xml' }).end(body));
    const before = (command: string) => (command === 'GetBucketLocationCommand' ? {} : undefined);
    const asking = bucketNotification({ emulator: server, before });
    const { Status, Reason } = await asking.ask(create(properties('logs')));
    expect(Status).toBe('FAILED');
    expect(Reason).toContain('"PagerConfiguration", which this function would lose');
    expect(asking.commands).not.toContain(PUT);
  });
});

/** An S3 of the test's own, until the test ends. */
async function s3Server(answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}` };
}
