import type { Optional } from './deferred';
import { BlueprintError } from './error';
import { publisherName, type Publisher } from './publishers';
import { plain, type TopicOptions } from './topic-options';

type Publishers = readonly Optional<Publisher, unknown>[];

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
  options: TopicOptions<unknown> & { readonly topic?: { readonly publishers: Publishers } },
  publishers: Publishers,
): void {
  const { topic } = options;
  if (topic === undefined) return;
  const twice = OF_THE_TOPIC.filter((name) => options[name] !== undefined);
  if (twice.length > 0) throw new BlueprintError('topic-options-twice', twice.join(', '), 'Give these to the topic itself.');
  const admitted = topic.publishers.map((each) => plain(each)!);
  const missing = publishers
    .map((each) => JSON.stringify(plain(each)))
    .filter((each) => !admitted.some((one) => JSON.stringify(one) === each));
  if (missing.length > 0) {
    const got = `a topic for ${admitted.map(publisherName).join(', ')}`;
    throw new BlueprintError('publisher-not-admitted', got, `Add ${missing.join(', ')} to its publishers.`);
  }
}
