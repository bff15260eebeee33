import type { CfnCondition } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkSharedTopic, plain, resolveTopic, type Optional, type Publisher, type TopicOptions } from '../blueprint';
import { ClarionTopic, type SharedTopic } from './clarion-topic';
import { choose, isGiven, known } from './deferred';

/** The options of a construct whose events go to one topic. */
export interface MonitorProps extends TopicOptions<CfnCondition> {
  /**
   * A topic to use instead of one of its own. It must admit the services that publish here.
   *
   * @default - a topic of its own, made from the other options
   */
  readonly topic?: SharedTopic;
}

/**
 * The topic that is shared, or one of the construct's own.
 *
 * @param suffix ends the topic's default name
 * @param publishers the services that publish here
 * @throws BlueprintError
 */
export function monitorTopic(
  scope: Construct,
  props: MonitorProps,
  suffix: string,
  publishers: readonly Optional<Publisher, CfnCondition>[],
) {
  const { namePrefix } = resolveTopic(props, known, suffix);
  checkSharedTopic(props, publishers);
  const topicName = choose(isGiven(props.topicName), plain(props.topicName) ?? '', `${namePrefix}${suffix}`);
  const named = isGiven(props.existingTopicArn) === true ? {} : { topicName };
  const topic = props.topic ?? new ClarionTopic(scope, 'Topic', { ...props, ...named, publishers });
  return { namePrefix, topic };
}
