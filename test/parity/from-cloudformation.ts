import { Evaluation, type Resource, type Template } from '../support/cloudformation.ts';
import { sorted, type Facts } from './facts.ts';

/** The facts of a template, for given parameters. */
export function factsOfTemplate(template: Template, parameters?: Readonly<Record<string, string>>): Facts {
  const resources = Object.entries(new Evaluation(template, parameters).resources());
  const of = (type: string) => resources.filter(([, { Type }]) => Type === type) as [string, Resource & { Properties: any }][];
  const [[, { Properties: topic }] = missing('topic')] = of('AWS::SNS::Topic');

  return {
    topic: { name: topic.TopicName, signatureVersion: String(topic.SignatureVersion), key: topic.KmsMasterKeyId },
    policies: Object.fromEntries([
      ...of('AWS::SNS::TopicPolicy').map(([, { Properties }]) => [
        nameOf(Properties.Topics[0]),
        canonical(Properties.PolicyDocument),
      ]),
      ...of('AWS::SQS::QueuePolicy').map(([, { Properties }]) => [
        nameOf(Properties.Queues[0]),
        canonical(Properties.PolicyDocument),
      ]),
    ]),
    queues: Object.fromEntries(
      of('AWS::SQS::Queue').map(([id, { Properties }]) => [
        id,
        {
          retention: Properties.MessageRetentionPeriod,
          managedEncryption: Properties.SqsManagedSseEnabled,
          key: Properties.KmsMasterKeyId,
        },
      ]),
    ),
    subscriptions: sorted(
      of('AWS::SNS::Subscription').map(([, { Properties }]) => ({
        topic: nameOf(Properties.TopicArn),
        protocol: Properties.Protocol,
        endpoint: Properties.Endpoint,
        raw: Properties.RawMessageDelivery,
        deliveryPolicy: Properties.DeliveryPolicy,
        deadLetters: nameOf(Properties.RedrivePolicy.deadLetterTargetArn),
      })),
    ),
    rules: Object.fromEntries(
      of('AWS::Events::Rule').map(([id, { Properties }]) => {
        const [target] = Properties.Targets;
        return [
          id,
          {
            state: Properties.State,
            pattern: Properties.EventPattern,
            target: {
              id: target.Id,
              topic: nameOf(target.Arn),
              deadLetters: nameOf(target.DeadLetterConfig.Arn),
              maximumAge: target.RetryPolicy.MaximumEventAgeInSeconds,
              maximumAttempts: target.RetryPolicy.MaximumRetryAttempts,
            },
          },
        ];
      }),
    ),
    alarms: sorted(
      of('AWS::CloudWatch::Alarm').map(([, { Properties: alarm }]) => ({
        metric: `${alarm.Namespace} ${alarm.MetricName} ${alarm.Dimensions[0].Name}`,
        of: nameOf(alarm.Dimensions[0].Value),
        when: `${alarm.Statistic} ${alarm.ComparisonOperator} ${alarm.Threshold} ${alarm.EvaluationPeriods}x${alarm.Period} ${alarm.TreatMissingData}`,
        actions: alarm.AlarmActions ?? [],
      })),
    ),
  };
}

/** `Topic.Ref` and `Topic.Arn` are both the topic. */
const nameOf = (reference: string) => reference.split('.', 1)[0]!;

/** A policy with the references in it by name, and lists of one as what they hold: IAM reads both the same. */
const canonical = (policy: object): unknown =>
  JSON.parse(JSON.stringify(policy), (key, value: unknown) => {
    if (Array.isArray(value) && value.length === 1 && key !== 'Statement') return value[0];
    return typeof value === 'string' ? value.replace(/^(\w+)\.(Ref|Arn)$/, '$1') : value;
  });

function missing(what: string): never {
  throw new Error(`the template has no ${what}`);
}
