import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Annotations, DefaultTokenResolver, StringConcat, TerraformStack, Tokenization, type IAspect } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isOwnAlarm, NOT_NOTIFYING, NOTIFIED_STATES, placeOfTopic, withAction, type NotNotifying } from '../blueprint';
import type { ClarionTopic } from './clarion-topic';
import { known } from './deferred';
import { providerRegion } from './provider-region';

/** By type, as a package may bring a class of its own copy of the provider. */
const ALARM_TYPES = [CloudwatchMetricAlarm.tfResourceType, CloudwatchCompositeAlarm.tfResourceType];

/** An alarm of any kind. */
type Alarm = CloudwatchMetricAlarm | CloudwatchCompositeAlarm;

/** Makes every alarm that it visits notify a topic. See `CloudWatchAlarms.aspect`. */
export class AlarmAspect implements IAspect {
  public constructor(private readonly topic: ClarionTopic) {}

  public visit(node: IConstruct): void {
    if (!isAlarm(node) || isOwnAlarm(node.alarmDescriptionInput)) return;
    const place = this.placeOf(node);
    if (place === 'another') return;
    if (place === 'unknown') return warn(node, 'elsewhere');
    for (const state of NOTIFIED_STATES) {
      const all = withAction(resolved(node, node[`${state}Input`]), resolved(node, this.topic.topicArn));
      if (typeof all === 'object') node[state] = all as string[];
      else warn(node, all);
    }
  }

  /** An alarm notifies topics of its own Region, and the topic's policy admits alarms of its own account. */
  private placeOf(alarm: Alarm): 'same' | 'another' | 'unknown' {
    const provider = alarm.provider as AwsProvider | undefined;
    const home = providerRegion(this.topic);
    const { topicArn } = this.topic;
    const here = known(topicArn) ? placeOfTopic(topicArn).region : home;
    const there = alarm.regionInput ?? (provider?.alias === undefined ? providerRegion(alarm) : provider.region);
    if (here !== there && [here, there].every((region) => region !== undefined && known(region))) return 'another';
    // Another provider may mean another account. A reference that an aspect makes into another stack comes too late for that one.
    const within = provider?.alias === undefined && TerraformStack.of(this.topic) === TerraformStack.of(alarm);
    return within && home === there ? 'same' : 'unknown';
  }
}

const isAlarm = (node: IConstruct): node is Alarm =>
  ALARM_TYPES.includes((node as { readonly terraformResourceType?: string }).terraformResourceType ?? '');

const resolved = (scope: IConstruct, value: unknown): unknown =>
  Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });

const warn = (alarm: Alarm, why: NotNotifying): void => Annotations.of(alarm).addWarning(NOT_NOTIFYING[why]);
