import { sorted, type Facts } from './facts.ts';

/** Terraform's addresses of what the template calls otherwise. */
export const ADDRESSES: Readonly<Record<string, string>> = {
  'aws_sns_topic.topic': 'Topic',
  'aws_sqs_queue.topic_dead_letters': 'TopicDeadLettersQueue',
  'aws_sqs_queue.dead_letters': 'DeadLettersQueue',
  'aws_cloudwatch_event_rule.management': 'ManagementRule',
  'aws_cloudwatch_event_rule.data_events': 'DataEventsRule',
};

/** Resources of one type by name, with every expression evaluated and each reference to a resource replaced by its name in `ADDRESSES`. */
export type Resources = (type: string) => readonly (readonly [name: string, attributes: any])[];

/** The facts of evaluated Terraform resources, whether cdktf or a module made them. */
export function factsOfTerraform(resources: Resources): Facts {
  const [[, topic] = missing('topic')] = resources('aws_sns_topic');
  const documents = Object.fromEntries(
    resources('data.aws_iam_policy_document').map(([name, { statement }]) => [name, document(statement)]),
  );
  return {
    topic: { name: topic.name, signatureVersion: String(topic.signature_version), key: topic.kms_master_key_id ?? undefined },
    policies: Object.fromEntries([
      ...resources('aws_sns_topic_policy').map(([name, { arn }]) => [arn, documents[name]]),
      ...resources('aws_sqs_queue_policy').map(([name, { queue_url }]) => [queue_url, documents[name]]),
    ]),
    queues: Object.fromEntries(
      resources('aws_sqs_queue').map(([name, queue]) => [
        ADDRESSES[`aws_sqs_queue.${name}`],
        {
          retention: queue.message_retention_seconds,
          managedEncryption: queue.sqs_managed_sse_enabled === true,
          key: queue.kms_master_key_id ?? undefined,
        },
      ]),
    ),
    subscriptions: sorted(
      resources('aws_sns_topic_subscription').map(([, subscription]) => ({
        topic: subscription.topic_arn,
        protocol: subscription.protocol,
        endpoint: subscription.endpoint,
        raw: subscription.raw_message_delivery,
        deliveryPolicy: parsed(subscription.delivery_policy),
        deadLetters: parsed(subscription.redrive_policy).deadLetterTargetArn,
      })),
    ),
    rules: Object.fromEntries(
      resources('aws_cloudwatch_event_rule').map(([name, rule]) => {
        const [, target] =
          resources('aws_cloudwatch_event_target').find(([other]) => other === name) ?? missing(`target of ${name}`);
        return [
          ADDRESSES[`aws_cloudwatch_event_rule.${name}`],
          {
            state: rule.state,
            pattern: parsed(rule.event_pattern),
            target: {
              id: target.target_id,
              topic: target.arn,
              deadLetters: one(target.dead_letter_config).arn,
              maximumAge: one(target.retry_policy).maximum_event_age_in_seconds,
              maximumAttempts: one(target.retry_policy).maximum_retry_attempts,
            },
          },
        ];
      }),
    ),
    alarms: sorted(
      resources('aws_cloudwatch_metric_alarm').map(([, alarm]) => {
        const [[dimension, value] = missing('dimension')] = Object.entries<string>(alarm.dimensions);
        return {
          metric: `${alarm.namespace} ${alarm.metric_name} ${dimension}`,
          // Known at once, as the topic's name is chosen and not given by AWS.
          of: value === topic.name ? 'Topic' : value,
          when: `${alarm.statistic} ${alarm.comparison_operator} ${alarm.threshold} ${alarm.evaluation_periods}x${alarm.period} ${alarm.treat_missing_data}`,
          actions: alarm.alarm_actions ?? [],
        };
      }),
    ),
  };
}

/** An `aws_iam_policy_document`'s statements as the JSON that the provider makes of them. */
function document(statements: readonly any[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect, principals, actions, resources, condition }) => ({
      Sid: sid,
      Effect: effect,
      Principal: Object.fromEntries(principals.map(({ type, identifiers }: any) => [type, single(identifiers)])),
      Action: single(actions),
      Resource: single(resources),
      Condition: Object.fromEntries(condition.map(({ test, variable, values }: any) => [test, { [variable]: single(values) }])),
    })),
  };
}

const single = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
const parsed = (json: unknown): any => (typeof json === 'string' ? JSON.parse(json) : json);
/** A block is a list of one where the provider says so, and itself where cdktf does. */
const one = (block: any) => (Array.isArray(block) ? block[0] : block);

function missing(what: string): never {
  throw new Error(`Terraform has no ${what}`);
}
