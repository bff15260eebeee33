import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import { checkSharedTopic, plain, resolveTopic, type Optional, type Publisher, type TopicOptions } from '../blueprint';
import { ClarionTopic } from './clarion-topic';
import type { DeadLetterNames } from './dead-letter-queue';
import { choose, isGiven, known, not } from './deferred';

/** The options of a construct whose events go to one topic. */
export interface MonitorProps extends TopicOptions<IResolvable> {
  /**
   * A topic to use instead of one of its own. It must admit the services that publish here.
   *
   * @default - a topic of its own, made from the other options
   */
  readonly topic?: ClarionTopic;
}

/**
 * The topic that is shared, or one of the construct's own; and how the queue for what could not be published to it is named.
 *
 * @param suffix ends the topic's default name
 * @param publishers the services that publish here
 * @throws BlueprintError
 */
export function monitorTopic(
  scope: Construct,
  props: MonitorProps,
  suffix: string,
  publishers: readonly Optional<Publisher, IResolvable>[],
) {
  const { namePrefix } = resolveTopic(props, known, suffix);
  checkSharedTopic(props, publishers);
  const topicName = choose(isGiven(props.topicName), plain(props.topicName) ?? '', `${namePrefix}${suffix}`);
  const named = isGiven(props.existingTopicArn) === true ? {} : { topicName };
  const topic = props.topic ?? new ClarionTopic(scope, 'topic', { ...props, ...named, publishers });
  const unpublished: DeadLetterNames = {
    namePrefix: `${namePrefix}-unpublished-`,
    alarmName: `${topic.ownTopicName}-unpublished`,
    // Others may publish to a topic that is shared.
    alarmNameIsOurs: props.topic === undefined ? not(isGiven(props.existingTopicArn)) : false,
  };
  return { namePrefix, topic, unpublished };
}
