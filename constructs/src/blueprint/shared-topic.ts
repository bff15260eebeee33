import { BlueprintError } from './error';
import { publisherName, type Publisher } from './publishers';
import type { TopicOptions } from './topic-options';

const OF_THE_TOPIC = [
  'existingTopicArn',
  'topicName',
  'webhookUrl',
  'previousWebhookUrl',
  'subscribe',
  'signatureVersion',
] as const;

/**
 * A topic that another construct made can be shared, if it admits who publishes here.
 *
 * @throws BlueprintError where an option would be ignored, because it is the topic's own, or where the topic would refuse every message
 */
export function checkSharedTopic(
  options: TopicOptions<unknown> & { readonly topic?: { readonly publishers: readonly Publisher[] } },
  publisher: Publisher,
): void {
  const { topic } = options;
  if (topic === undefined) return;
  const twice = OF_THE_TOPIC.filter((name) => options[name] !== undefined);
  if (twice.length > 0) throw new BlueprintError('topic-options-twice', twice.join(', '), 'Give these to the topic itself.');
  if (!topic.publishers.some((each) => JSON.stringify(each) === JSON.stringify(publisher))) {
    const got = `a topic for ${topic.publishers.map(publisherName).join(', ')}`;
    throw new BlueprintError('publisher-not-admitted', got, `Add ${JSON.stringify(publisher)} to its publishers.`);
  }
}
