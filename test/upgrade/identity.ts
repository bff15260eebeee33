/**
 * What makes a resource another one: its place in the stack, its type, and the properties of it that cannot be changed. While those stay,
 * an update changes it where it is; when one of them changes, it is made anew and the old one goes, with all that it holds.
 */
type Properties = Readonly<Record<string, unknown>>;
export type Identities = Readonly<Record<string, Properties>>;

/**
 * The properties that CloudFormation cannot change, by type. Those of a type that is not here are not known, and that is an error.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html "Update requires: Replacement"
 */
const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  // The bus can be changed, but what comes by another bus is another rule.
  'AWS::Events::Rule': ['Name', 'EventBusName'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'TopicArn'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SNS::TopicPolicy': [],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SQS::QueuePolicy': [],
};

/** The arguments that Terraform's aws provider cannot change ("Forces new resource"), by type. */
const FORCES_NEW: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_rule: ['name', 'name_prefix', 'event_bus_name'],
  aws_cloudwatch_event_target: ['rule', 'target_id', 'event_bus_name'],
  aws_cloudwatch_metric_alarm: ['alarm_name'],
  aws_sns_topic: ['name', 'name_prefix', 'fifo_topic'],
  aws_sns_topic_policy: ['arn'],
  aws_sns_topic_subscription: ['topic_arn', 'protocol', 'endpoint'],
  aws_sqs_queue: ['name', 'name_prefix', 'fifo_queue'],
  aws_sqs_queue_policy: ['queue_url'],
};

/** The identity of each resource of a CloudFormation template, by logical id. */
export function inCloudFormation(resources: Readonly<Record<string, { Type: string; Properties?: Properties }>>): Identities {
  const entries = Object.entries(resources).map(([id, { Type, Properties = {} }]) => [
    id,
    { Type, ...kept(CREATE_ONLY, Type, Properties) },
  ]);
  return Object.fromEntries(entries) as Identities;
}

/** The identity of each resource of a Terraform configuration, by address. */
export function inTerraform(resources: Readonly<Record<string, Readonly<Record<string, Properties>>>>): Identities {
  const entries = Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => [`${type}.${name}`, kept(FORCES_NEW, type, attributes)]),
  );
  return Object.fromEntries(entries) as Identities;
}

function kept(table: Readonly<Record<string, readonly string[]>>, type: string, properties: Properties): Properties {
  const names = table[type];
  if (names === undefined) throw new Error(`${type}: say in this table which of its properties cannot be changed`);
  return Object.fromEntries(names.filter((name) => name in properties).map((name) => [name, properties[name]]));
}
