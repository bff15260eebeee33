import { event, notification, OTHER_TOPIC, record, startReceiver, type TestReceiver } from '../../../test/support/receiver.ts';

let it: TestReceiver;
beforeEach(async () => {
  it = await startReceiver();
});
afterEach(() => it.close());

const warnings = () => it.log.lines.filter(({ level }) => level === 'warn').map(({ about, message }) => ({ ...about, message }));
const webhook = expect.stringMatching(/^hook-/);

describe('the log line of a refusal', () => {
  test('names the webhook, the topic and the message', async () => {
    const fields = notification(event(record()), { TopicArn: OTHER_TOPIC });
    await it.post(it.authority.seal(fields));
    const { MessageId: messageId } = fields;
    expect(warnings()).toContainEqual({
      code: 'topic-not-allowed',
      webhook,
      topicArn: OTHER_TOPIC,
      messageId,
      message: 'refused',
    });
  });

  test('names the webhook alone when the body cannot be read', async () => {
    await it.post('{');
    expect(warnings()).toContainEqual({ code: 'body-not-json', webhook, message: 'refused' });
  });

  test('cuts a long topic, and shows no control character of it', async () => {
    await it.post(it.authority.seal(notification('', { TopicArn: `arn:\u202E${'x'.repeat(10_000)}` })));
    const [{ topicArn }] = warnings() as unknown as [{ topicArn: string }];
    expect(topicArn).toMatch(/^arn:\?x+…$/);
    expect(topicArn).toHaveLength(350);
  });

  test('row 24: hints at the clock when a message comes from the future', async () => {
    const Timestamp = new Date(Date.now() + 3_600_000).toISOString();
    expect((await it.post(it.authority.seal(notification('', { Timestamp })))).status).toBe(403);
    expect(warnings()).toContainEqual(
      expect.objectContaining({ code: 'message-from-the-future', hint: expect.stringContaining('clock') }),
    );
  });
});
