import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import { checkSharedTopic, plain, resolveTopic, type Optional, type Publisher, type TopicOptions } from '../blueprint';
import { ClarionTopic } from './clarion-topic';
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
 * The topic that is shared, or one of the construct's own; and the name of the alarm on what could not be published to it.
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
  // Alarms have fixed names, which what shares a topic would give twice.
  const alone = props.topic === undefined ? not(isGiven(props.existingTopicArn)) : false;
  return { namePrefix, topic, alarmName: `${topic.topicName}${choose(alone, '', suffix)}-unpublished` };
}
