import type { Inputs } from './index.ts';

export const URL_ONE = '"https://receiver.example.com/hooks/one"';
const EXISTING = '"arn:aws:sns:us-east-1:111122223333:security"';

/** What every module with a topic refuses. @param always a resource of the module that is always made */
export const badTopicInputs = (always: string): Inputs['bad'] => ({
  no_https: { variables: 'webhook_url = "http://receiver.example.com/hooks/one"', refusedBy: 'var.webhook_url' },
  user: { variables: 'webhook_url = "https://me:x@receiver.example.com/hooks/one"', refusedBy: 'var.webhook_url' },
  localhost: { variables: 'webhook_url = "https://localhost/hooks/one"', refusedBy: 'var.webhook_url' },
  space: { variables: 'webhook_url = "https://receiver.example.com/hooks/one "', refusedBy: 'var.webhook_url' },
  previous_alone: { variables: `previous_webhook_url = ${URL_ONE}`, refusedBy: 'aws_sns_topic_subscription.topic' },
  previous_same: {
    variables: `previous_webhook_url = ${URL_ONE}\n webhook_url = ${URL_ONE}`,
    refusedBy: 'aws_sns_topic_subscription.topic',
  },
  six_actions: {
    variables: 'alarm_actions = [for n in range(6) : "arn:aws:sns:us-east-1:111122223333:ops${n}"]',
    refusedBy: 'var.alarm_actions',
  },
  prefix: { variables: 'name_prefix = "1st"', refusedBy: 'var.name_prefix' },
  fifo: { variables: 'topic_name = "events.fifo"', refusedBy: 'var.topic_name' },
  existing_fifo: {
    variables: 'existing_topic_arn = "arn:aws:sns:us-east-1:111122223333:security.fifo"',
    refusedBy: 'var.existing_topic_arn',
  },
  existing_named: { variables: `existing_topic_arn = ${EXISTING}\n topic_name = "mine"`, refusedBy: always },
  signature: { variables: 'signature_version = 3', refusedBy: 'var.signature_version' },
  alias: { variables: 'kms_key_arn = "alias/aws/sns"', refusedBy: 'var.kms_key_arn' },
});

/** What every module with a topic takes. */
export const GOOD_TOPIC_INPUTS: Inputs['good'] = {
  defaults: '',
  longest_names: `name_prefix = "${'p'.repeat(20)}"\n topic_name = "${'t'.repeat(230)}"`,
  existing: `existing_topic_arn = ${EXISTING}`,
  existing_subscribed: `existing_topic_arn = ${EXISTING}\n webhook_url = ${URL_ONE}`,
};
