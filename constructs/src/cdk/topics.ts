import { DependencyGroup, type Construct } from 'constructs';
import type { CfnCondition } from 'aws-cdk-lib';
import { DEFAULT_NAME_PREFIX, type Optional, type Publisher, type Switch, type TopicOptions } from '../blueprint';
import { ClarionTopic, type SharedTopic } from './clarion-topic';
import { both, choose, not } from './deferred';

type Publishers = readonly Optional<Publisher, CfnCondition>[];

/** The topics of several monitors: one for all of them, or one each. */
export class Topics {
  private readonly shared: ClarionTopic | undefined;

  /**
   * @param one whether there is one for all of them
   * @param publishers the services that publish to that one
   */
  public constructor(
    private readonly scope: Construct,
    private readonly one: Switch<CfnCondition>,
    private readonly options: TopicOptions<CfnCondition>,
    publishers: Publishers,
  ) {
    if (one !== false) this.shared = new ClarionTopic(scope, 'Topic', { ...options, when: one, publishers });
  }

  /**
   * The topic of a monitor.
   *
   * @param when whether there is that monitor at all
   * @param suffix ends the name of a topic of its own
   */
  public of(name: string, when: Switch<CfnCondition>, suffix: string, publishers: Publishers): SharedTopic {
    if (this.one === true) return this.shared!;
    const apart = not(this.scope, `${name}IsApart`, this.one);
    const own = new ClarionTopic(this.scope, `${name}Topic`, {
      ...this.options,
      topicName: `${this.options.namePrefix ?? DEFAULT_NAME_PREFIX}${suffix}`,
      when: both(this.scope, `${name}HasTopic`, apart, when),
      publishers,
    });
    return this.shared === undefined ? own : eitherTopic(this.one, this.shared, own);
  }
}

/** Whichever of two topics is there. */
function eitherTopic(when: Switch<CfnCondition>, one: ClarionTopic, other: ClarionTopic): SharedTopic {
  const pick = <Key extends keyof SharedTopic>(key: Key) => choose(when, one[key], other[key]);
  return {
    topicArn: pick('topicArn'),
    topicName: pick('topicName'),
    admittedArn: pick('admittedArn'),
    deadLetterQueueUrl: pick('deadLetterQueueUrl'),
    // The shared one admits whom each of the others does, and has their keys' statements too.
    publishers: one.publishers,
    keyPolicy: one.keyPolicy,
    requiredPolicy: other.requiredPolicy,
    policy: new DependencyGroup(),
  };
}
