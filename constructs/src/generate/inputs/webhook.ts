import { ERRORS, TOPIC_ARN_PATTERN, WEBHOOK_URL_PATTERN, WEBHOOK_URL_RULE } from '../../blueprint';
import { sentence, type Input, type InputGroup } from '../input';
import { and, given, implies, not, same, type Rule } from '../rule';

const url = {
  type: 'string',
  default: null,
  sensitive: true,
  pattern: { expression: WEBHOOK_URL_PATTERN, message: WEBHOOK_URL_RULE },
} as const;

/** Where to deliver. */
export const WEBHOOK_GROUP: InputGroup = {
  label: 'Clarion',
  inputs: [
    {
      ...url,
      name: 'webhookUrl',
      label: 'Webhook URL',
      description:
        'The webhook URL that Clarion shows. Leave it out at first: register the topic ARN in Clarion, then give the URL. Its path is a secret. When it changes, give the one before as the previous webhook URL: without that, Terraform ends its subscription before the new one is confirmed, and CloudFormation leaves it subscribed.',
    },
    {
      ...url,
      name: 'previousWebhookUrl',
      label: 'Previous webhook URL',
      description:
        'The URL before the last change, kept subscribed until Clarion has confirmed the new one. Then leave it out again.',
    },
    {
      name: 'subscribe',
      label: 'Subscribe',
      description: 'Whether to subscribe the webhook URL. Clarion confirms only a topic whose ARN it knows, so this can wait.',
      type: 'bool',
      default: true,
    },
  ],
};

/** @param checkedBy the resource of the module that subscribes */
export const previousWebhookUrlRule = (checkedBy = 'aws_sns_topic_subscription.topic'): Rule => ({
  name: 'previousWebhookUrl',
  holds: implies(given('previousWebhookUrl'), and(given('webhookUrl'), not(same('previousWebhookUrl', 'webhookUrl')))),
  checkedBy,
  message: sentence(ERRORS['previous-webhook-url-alone']),
});

export const EXISTING_TOPIC_ARN: Input = {
  name: 'existingTopicArn',
  label: 'Existing topic ARN',
  description:
    'A topic of this account and Region that is there already, instead of one that is made. Its owner adds the statements of the required policy output to its policy. Where several share it, give the webhook URL to one of them: SNS has one subscription for each URL, which would go with the first of them. Terraform must know it when it plans: write the ARN, not an attribute of a resource.',
  type: 'string',
  default: null,
  pattern: { expression: TOPIC_ARN_PATTERN, message: sentence(ERRORS['topic-arn-invalid']) },
};

/** @param checkedBy a resource or data source of the module that is always there */
export const existingTopicRule = (checkedBy: string): Rule => ({
  name: 'existingTopic',
  holds: implies(given('existingTopicArn'), not(given('topicName'))),
  checkedBy,
  message: sentence(ERRORS['topic-options-twice']),
});
