import { Annotations, CfnResource, Lazy, Stack, Stage, type IAspect, type IResolveContext } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { isOwnAlarm, NOT_NOTIFYING, NOTIFIED_STATES, placeOfTopic, withAction, type NotNotifying } from '../blueprint';
import type { SharedTopic } from './clarion-topic';
import { known } from './deferred';

/** By type, as a package may bring a class of its own copy of aws-cdk-lib, and an older one has no class for the newest kind. */
const ALARM_TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm'];

/** An alarm of any kind. */
interface Alarm extends CfnResource {
  readonly alarmDescription?: string;
  alarmActions: string[] | undefined;
  okActions: string[] | undefined;
}

/** Makes every alarm that it visits notify a topic. See `CloudWatchAlarms.aspect`. */
export class AlarmAspect implements IAspect {
  /** Where the topic is made, or said to be there. */
  private readonly home: Stack;

  /** @param scope where the topic is, unless it is a construct itself */
  public constructor(
    private readonly topic: SharedTopic,
    scope: IConstruct,
  ) {
    this.home = Stack.of(Construct.isConstruct(topic) ? topic : scope);
  }

  public visit(node: IConstruct): void {
    if (!isAlarm(node) || isOwnAlarm(node.alarmDescription)) return;
    const place = this.placeOf(node);
    if (place === 'another') return;
    if (place === 'unknown') return warn(node, 'elsewhere');
    for (const state of NOTIFIED_STATES) node[state] = this.addTo(node, node[state]);
  }

  /** Decides as late as the customer's own actions are known: theirs may be added after this, and may be tokens. */
  private addTo(alarm: Alarm, actions: string[] | undefined): string[] {
    const produce = (context: IResolveContext) => {
      const own: unknown = context.resolve(actions);
      const all = withAction(own, context.resolve(this.topic.topicArn));
      if (typeof all === 'object') return all as string[];
      warn(alarm, all);
      return own as string[];
    };
    return Lazy.uncachedList({ produce });
  }

  /** An alarm notifies topics of its own Region, and the topic's policy admits alarms of its own account. */
  private placeOf(alarm: Alarm): 'same' | 'another' | 'unknown' {
    const [home, there] = [this.home, Stack.of(alarm)];
    const { topicArn } = this.topic;
    const here = known(topicArn) ? placeOfTopic(topicArn) : home;
    const differ = (one: string, other: string) => known(one) && known(other) && one !== other;
    if (differ(here.region, there.region) || differ(here.account, there.account)) return 'another';
    // A text reaches everywhere, but for a stack that does not say where it stands.
    if (here !== home && here.region === there.region && here.account === there.account) return 'same';
    // CDK refuses a reference into another stage, or between a stack that says where it stands and one that does not.
    return home.environment === there.environment && Stage.of(home) === Stage.of(there) ? 'same' : 'unknown';
  }
}

const isAlarm = (node: IConstruct): node is Alarm =>
  CfnResource.isCfnResource(node) && ALARM_TYPES.includes(node.cfnResourceType);

const warn = (alarm: Alarm, why: NotNotifying): void =>
  Annotations.of(alarm).addWarningV2(`clarion:alarm-${why}`, NOT_NOTIFYING[why]);
