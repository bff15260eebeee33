/** The text of the function that writes a customer's bucket, against S3 of an emulator that nobody here wrote. */
import { bucketNotification } from '../support/bucket-notification.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { arn, configuration, customersBucket, putConfiguration, THREE_OTHERS } from './customer.ts';
import { create, entry, ourTopic, properties, remove, told, update } from './request.ts';

needs(['moto'], 'the notification of a customer’s bucket', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(async () => {
    await emulator.reset();
    await ourTopic(emulator);
    await customersBucket(emulator, 'logs');
  });
  afterAll(() => emulator?.stop());

  const withOurs = (ours = entry()) => ({
    ...THREE_OTHERS,
    TopicConfigurations: [...THREE_OTHERS.TopicConfigurations!, told(ours)],
  });
  const created = async (asked = properties('logs')) => {
    const answer = await bucketNotification({ emulator }).ask(create(asked));
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    return answer.PhysicalResourceId;
  };

  test('is added beside the three others and EventBridge, which stay as they are', async () => {
    const answer = await bucketNotification({ emulator }).ask(create(properties('logs')));
    expect(answer).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'logs/clarion-clarion-archive',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Notification',
    });
    expect(await configuration(emulator, 'logs')).toEqual(withOurs());
  });

  test('is added once where it is asked for twice, since Lambda may ask again', async () => {
    const id = await created();
    const again = bucketNotification({ emulator });
    expect(await again.ask(create(properties('logs')))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id });
    expect(again.commands).not.toContain('PutBucketNotificationConfigurationCommand');
    expect(await configuration(emulator, 'logs')).toEqual(withOurs());
  });

  test('is added to a bucket that has none', async () => {
    await putConfiguration(emulator, 'logs', {});
    const id = await created();
    expect(await configuration(emulator, 'logs')).toEqual({ TopicConfigurations: [told(entry())] });
    await bucketNotification({ emulator }).ask(remove(id, properties('logs')));
    expect(await configuration(emulator, 'logs')).toEqual({});
  });

  test('is taken away, and nothing else', async () => {
    const id = await created();
    expect(await bucketNotification({ emulator }).ask(remove(id, properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
  });

  test('is taken away though another destination is gone, which S3 would refuse to write again', async () => {
    const id = await created();
    await emulator.ask('sns', 'delete-topic', { TopicArn: arn('sns', 'reports') }, {});
    expect(await bucketNotification({ emulator }).ask(remove(id, properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
  });

  test('is not looked for twice: a second deletion has nothing to do', async () => {
    const id = await created();
    await bucketNotification({ emulator }).ask(remove(id, properties('logs')));
    const again = bucketNotification({ emulator });
    expect(await again.ask(remove(id, properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
    expect(again.commands).toEqual(['GetBucketNotificationConfigurationCommand']);
  });

  test('that somebody gave another topic is not ours any more, and stays', async () => {
    const id = await created();
    const theirs = { TopicConfigurations: [{ ...told(entry()), TopicArn: arn('sns', 'reports') }] };
    await putConfiguration(emulator, 'logs', theirs);
    expect(await bucketNotification({ emulator }).ask(remove(id, properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
    expect(await configuration(emulator, 'logs')).toEqual(theirs);
  });

  test.each([
    ['prefix', entry('AWSLogs/o-exampleorg/'), 'logs/clarion-clarion-archive'],
    ['topic, which has another id', entry('AWSLogs/', 'clarion-second'), 'logs/clarion-clarion-second'],
  ])('gets another %s in one write, so that no event falls between', async (_what, changed, newId) => {
    await ourTopic(emulator, 'clarion-second');
    const id = await created();
    const updating = bucketNotification({ emulator });
    const answer = await updating.ask(update(id, properties('logs'), properties('logs', { Entry: changed })));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: newId });
    expect(updating.commands.filter((name) => name.startsWith('Put'))).toHaveLength(1);
    expect(await configuration(emulator, 'logs')).toEqual(withOurs(changed));

    // CloudFormation deletes the one before, whether or not it has another id.
    const cleanup = bucketNotification({ emulator });
    if (newId !== id) await cleanup.ask(remove(id, properties('logs')));
    expect(await configuration(emulator, 'logs')).toEqual(withOurs(changed));
  });

  test('moves to another bucket: the new one has it before CloudFormation deletes the old one', async () => {
    await customersBucket(emulator, 'other-logs', {});
    const id = await created();
    const moved = properties('other-logs');
    const answer = await bucketNotification({ emulator }).ask(update(id, properties('logs'), moved));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'other-logs/clarion-clarion-archive' });
    expect(await configuration(emulator, 'other-logs')).toEqual({ TopicConfigurations: [told(entry())] });
    expect(await configuration(emulator, 'logs')).toEqual(withOurs());

    await bucketNotification({ emulator }).ask(remove(id, properties('logs')));
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
  });

  test('is as before when CloudFormation rolls an update back', async () => {
    const id = await created();
    const [before, after] = [properties('logs'), properties('logs', { Entry: entry('AWSLogs/o-exampleorg/') })];
    await bucketNotification({ emulator }).ask(update(id, before, after));
    await bucketNotification({ emulator }).ask(update(id, after, before));
    expect(await configuration(emulator, 'logs')).toEqual(withOurs());
  });

  describe('that would overlap', () => {
    test.each([
      [
        'a topic for a longer prefix',
        'TopicConfigurations',
        'TopicArn',
        arn('sns', 'siem'),
        [['Prefix', 'AWSLogs/o-exampleorg/']],
        's3:ObjectCreated:*',
      ],
      [
        'a topic for a shorter prefix',
        'TopicConfigurations',
        'TopicArn',
        arn('sns', 'siem'),
        [['prefix', 'AWS']],
        's3:ObjectCreated:Put',
      ],
      ['a queue for everything', 'QueueConfigurations', 'QueueArn', arn('sqs', 'siem'), [], 's3:ObjectCreated:*'],
      [
        'a function for a shorter suffix',
        'LambdaFunctionConfigurations',
        'LambdaFunctionArn',
        arn('lambda', 'function:siem'),
        [['Suffix', '.gz']],
        's3:ObjectCreated:CompleteMultipartUpload',
      ],
    ])(
      '%s is refused by a sentence that names it, and nothing is written',
      async (_name, kind, key, destination, rules, event) => {
        const Filter = { Key: { FilterRules: rules.map(([Name, Value]) => ({ Name, Value })) } };
        const existing = { [kind]: [{ Id: 'siem', [key]: destination, Events: [event], ...(rules.length > 0 && { Filter }) }] };
        await putConfiguration(emulator, 'logs', existing);
        const before = await configuration(emulator, 'logs');

        const refused = bucketNotification({ emulator });
        const { Status, Reason, PhysicalResourceId } = await refused.ask(create(properties('logs')));
        expect(Status).toBe('FAILED');
        expect(Reason).toContain(`The bucket notifies ${destination} of ${event}`);
        expect(Reason).toContain('"siem"');
        expect(Reason).toContain('existing-topic');
        expect(refused.waitedMs()).toBe(0);
        expect(await configuration(emulator, 'logs')).toEqual(before);

        // What follows in CloudFormation: it deletes what it could not create.
        const rollback = bucketNotification({ emulator });
        expect(await rollback.ask(remove(PhysicalResourceId, properties('logs')))).toMatchObject({ Status: 'SUCCESS' });
        expect(rollback.commands).toEqual([]);
      },
    );

    test.each([
      ['other events', { Events: ['s3:ObjectRemoved:*'] }],
      [
        'a prefix beside ours',
        { Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'AWSLogs2/' }] } } },
      ],
      [
        'a suffix beside ours',
        { Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'Suffix', Value: '.json' }] } } },
      ],
    ])('is one thing, and %s are another', async (_name, more) => {
      const beside = { Id: 'siem', TopicArn: arn('sns', 'reports'), ...more };
      await putConfiguration(emulator, 'logs', { TopicConfigurations: [beside] });
      await created();
      expect(await configuration(emulator, 'logs')).toEqual({ TopicConfigurations: [beside, told(entry())] });
    });
  });

  test('is refused where another entry has its id, which that entry’s owner keeps when the stack is rolled back', async () => {
    const id = await created();
    const second = properties('logs', { Entry: entry('elsewhere/') });
    const answer = await bucketNotification({ emulator }).ask(create(second));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('"clarion-clarion-archive"') });
    expect(answer.PhysicalResourceId).not.toBe(id);
    await bucketNotification({ emulator }).ask(remove(answer.PhysicalResourceId, second));
    expect(await configuration(emulator, 'logs')).toEqual(withOurs());
  });

  describe('that replaces all', () => {
    const replacing = properties('logs', { ReplaceAllNotifications: 'true' });

    test('is alone on the bucket, and on delete takes itself away only', async () => {
      const id = await created(replacing);
      expect(await configuration(emulator, 'logs')).toEqual({ TopicConfigurations: [told(entry())] });

      const [since] = THREE_OTHERS.TopicConfigurations!;
      await putConfiguration(emulator, 'logs', { TopicConfigurations: [told(entry()), since!], EventBridgeConfiguration: {} });
      expect(await bucketNotification({ emulator }).ask(remove(id, replacing))).toMatchObject({ Status: 'SUCCESS' });
      expect(await configuration(emulator, 'logs')).toEqual({ TopicConfigurations: [since], EventBridgeConfiguration: {} });
    });

    test('writes nothing where it is alone already', async () => {
      await created(replacing);
      const again = bucketNotification({ emulator });
      await again.ask(create(replacing));
      expect(again.commands.filter((name) => name.startsWith('Put'))).toEqual([]);
    });
  });

  describe('asked for by Terraform', () => {
    const input = properties('logs');

    test('is added, changed and taken away as CloudFormation would', async () => {
      const changed = properties('logs', { Entry: entry('AWSLogs/o-exampleorg/') });
      const invoke = (event: object) => bucketNotification({ emulator }).invoke(event);
      expect(await invoke({ ...input, tf: { action: 'create', prev_input: null } })).toEqual({
        id: 'logs/clarion-clarion-archive',
      });
      expect(await configuration(emulator, 'logs')).toEqual(withOurs());
      await invoke({ ...changed, tf: { action: 'update', prev_input: input } });
      expect(await configuration(emulator, 'logs')).toEqual(withOurs(entry('AWSLogs/o-exampleorg/')));
      await invoke({ ...changed, tf: { action: 'delete', prev_input: changed } });
      expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    });

    test('leaves the bucket before in the same call, since Terraform makes no second one', async () => {
      await customersBucket(emulator, 'other-logs', {});
      await created();
      await bucketNotification({ emulator }).invoke({ ...properties('other-logs'), tf: { action: 'update', prev_input: input } });
      expect(await configuration(emulator, 'other-logs')).toEqual({ TopicConfigurations: [told(entry())] });
      expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    });

    test('fails as a function does, by the same sentence; and where the provider would forget, it says how to go on', async () => {
      await putConfiguration(emulator, 'logs', {
        QueueConfigurations: [{ Id: 'siem', QueueArn: arn('sqs', 'siem'), Events: ['s3:ObjectCreated:*'] }],
      });
      const invoke = (tf: object) => bucketNotification({ emulator }).invoke({ ...input, tf });
      await expect(invoke({ action: 'create', prev_input: null })).rejects.toThrow(/existing-topic.*destination\.$/);
      await expect(invoke({ action: 'update', prev_input: input })).rejects.toThrow(/existing-topic.*-replace/);
    });
  });
});
