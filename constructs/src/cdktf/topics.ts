import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import { DEFAULT_NAME_PREFIX, type Optional, type Publisher, type TopicOptions } from '../blueprint';
import { ClarionTopic } from './clarion-topic';

type Publishers = readonly Optional<Publisher, IResolvable>[];

/** The topics of several monitors: one for all of them, or one each. */
export class Topics {
  private readonly shared: ClarionTopic | undefined;

  /**
   * @param one whether there is one for all of them
   * @param publishers the services that publish to that one
   */
  public constructor(
    private readonly scope: Construct,
    one: boolean,
    private readonly options: TopicOptions<IResolvable>,
    publishers: Publishers,
  ) {
    if (one) this.shared = new ClarionTopic(scope, 'topic', { ...options, publishers });
  }

  /**
   * The topic of a monitor.
   *
   * @param suffix ends the name of a topic of its own
   */
  public of(name: string, suffix: string, publishers: Publishers): ClarionTopic {
    if (this.shared !== undefined) return this.shared;
    const topicName = `${this.options.namePrefix ?? DEFAULT_NAME_PREFIX}${suffix}`;
    return new ClarionTopic(this.scope, `${name}-topic`, { ...this.options, topicName, publishers });
  }
}
