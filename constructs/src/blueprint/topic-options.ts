import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { checkWebhookUrl } from './webhook-url';

/** What is chosen for a topic and its way to Clarion. Everything else about them is a fact, and stands in this folder. */
export interface TopicOptions<Deferred = never> {
  /**
   * Starts the names of what is made.
   *
   * 1 to 20 letters, digits and hyphens, so that the names that are made from it fit. Changing it replaces the topic, and Clarion must be given
   * the new ARN. In Terraform it replaces the dead-letter queues too: empty them first.
   *
   * @default 'clarion'
   */
  readonly namePrefix?: string;
  /**
   * The topic's name, which makes its ARN known before anything is deployed.
   *
   * 1 to 230 letters, digits, hyphens and underscores, so that the names of its alarms fit. Changing it replaces the topic.
   *
   * @default - the prefix and what the topic carries, for example `clarion-cloudtrail`; the prefix alone for a `ClarionTopic`
   */
  readonly topicName?: Optional<string, Deferred>;
  /**
   * A topic that is there already, by its ARN, instead of one that is made here: a Standard topic of this account and Region.
   *
   * Its policy is its owner's, who must add the statements of `requiredPolicy`. With a `webhookUrl` that is subscribed to it; without
   * one, the topic is taken to deliver to Clarion already. Where several share a topic, give the URL to one of them: SNS has one
   * subscription for each URL, which would go with the first of them.
   *
   * @default - a topic of its own
   */
  readonly existingTopicArn?: Optional<string, Deferred>;
  /**
   * Where SNS delivers: the webhook URL that Clarion shows.
   *
   * An https URL with a public host name. Its path is a secret. Changing it replaces the subscription: see `previousWebhookUrl`.
   *
   * @default - no subscription; register the topic's ARN in Clarion first, then give the URL
   */
  readonly webhookUrl?: Optional<string, Deferred>;
  /**
   * The URL before the last change, which stays subscribed too until Clarion has confirmed the new one. Then leave it out again.
   *
   * @default - only `webhookUrl` is subscribed
   */
  readonly previousWebhookUrl?: Optional<string, Deferred>;
  /**
   * Whether to subscribe the webhook URL. Clarion confirms only a topic whose ARN it knows, so this can wait for a second step.
   *
   * @default true, where there is a `webhookUrl`
   */
  readonly subscribe?: Switch<Deferred>;
  /**
   * How SNS signs: 2 is SHA-256, 1 is SHA-1 for a consumer that knows no other.
   *
   * @default 2
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
   */
  readonly signatureVersion?: number;
  /**
   * A customer managed key for the topic and its dead-letter queues, by its ARN. Clarion says that it does not support encrypted
   * topics. The key's policy must admit the publishers: see the `keyPolicy` output. We never write to the key.
   *
   * @default - the topic is not encrypted at rest, the queues are encrypted by SQS
   */
  readonly kmsKeyArn?: Optional<string, Deferred>;
  /**
   * Whether to make alarms on failed deliveries and on waiting dead letters. Each costs about 0.10 $ a month.
   *
   * @default true
   */
  readonly deliveryAlarms?: Switch<Deferred>;
  /**
   * Whom those alarms notify: at most five ARNs of your own. Not a Clarion topic, which is what they watch.
   *
   * @default - nobody; the alarms change their state only
   */
  readonly alarmActions?: Optional<readonly string[], Deferred>;
  /**
   * Tags for everything that can have them.
   *
   * @default - no tags
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export const DEFAULT_NAME_PREFIX = 'clarion';
export const DEFAULT_SIGNATURE_VERSION = 2;

/** The names, as expressions that JavaScript, Terraform and CloudFormation read the same way. */
export const NAME_PREFIX_PATTERN = '^[A-Za-z][A-Za-z0-9-]{0,19}$';
export const TOPIC_NAME_PATTERN = '^[A-Za-z0-9_-]{1,230}$';
/** A FIFO topic, whose name ends in `.fifo`, delivers to no webhook. */
export const TOPIC_ARN_PATTERN = '^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$';
export const KEY_ARN_PATTERN = '^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$';
export const ARN_PATTERN = '^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]{0,12}:[^ ]+$';
/** AWS's limit on the actions of an alarm, for each of its states. */
export const ALARM_ACTIONS_LIMIT = 5;

/**
 * Fills in the defaults, and refuses what AWS would refuse later with less to say.
 *
 * @param known whether a value is known now; one that is not is checked by AWS
 * @param suffix the end of the topic's default name
 * @throws BlueprintError
 */
export function resolveTopic<Deferred>(options: TopicOptions<Deferred>, known: (value: unknown) => boolean, suffix = '') {
  const { namePrefix = DEFAULT_NAME_PREFIX, signatureVersion = DEFAULT_SIGNATURE_VERSION } = options;
  const topicName = plain(options.topicName) ?? `${namePrefix}${suffix}`;
  const url = plain(options.webhookUrl);
  const previous = plain(options.previousWebhookUrl);

  if (known(namePrefix) && !new RegExp(NAME_PREFIX_PATTERN).test(namePrefix)) {
    throw new BlueprintError('name-prefix-invalid', namePrefix, "Use one like 'clarion'.");
  }
  if (known(topicName) && !new RegExp(TOPIC_NAME_PATTERN).test(topicName)) {
    throw new BlueprintError('topic-name-invalid', topicName, 'FIFO topics cannot deliver to a webhook.');
  }
  if (known(signatureVersion) && signatureVersion !== 1 && signatureVersion !== 2) {
    throw new BlueprintError('signature-version-invalid', String(signatureVersion), 'Leave it out for 2.');
  }
  for (const each of [url, previous]) if (each !== undefined && known(each)) checkWebhookUrl(each);
  if (previous !== undefined && url === undefined) {
    throw new BlueprintError('previous-webhook-url-alone', 'no webhookUrl', 'Give the new URL as webhookUrl.');
  }
  if (previous !== undefined && known(previous) && previous === url) {
    throw new BlueprintError('previous-webhook-url-alone', 'the same URL twice', 'Leave previousWebhookUrl out.');
  }
  checkExistingTopic(options, known);
  const key = plain(options.kmsKeyArn);
  if (key !== undefined && known(key) && !new RegExp(KEY_ARN_PATTERN).test(key)) {
    throw new BlueprintError('key-arn-invalid', key, 'An AWS managed key such as alias/aws/sns admits no service.');
  }
  checkAlarmActions(plain(options.alarmActions), topicName, known);
  return { namePrefix, signatureVersion };
}

function checkExistingTopic(options: TopicOptions<unknown>, known: (value: unknown) => boolean): void {
  const { existingTopicArn, topicName, signatureVersion } = options;
  const arn = plain(existingTopicArn);
  if (arn === undefined) return;
  if (known(arn) && !new RegExp(TOPIC_ARN_PATTERN).test(arn)) {
    throw new BlueprintError('topic-arn-invalid', arn, 'Write it like arn:aws:sns:us-east-1:111122223333:clarion.');
  }
  // What is left to whoever deploys is always there, given or not.
  if (isDeferred(existingTopicArn)) return;
  if (topicName !== undefined || signatureVersion !== undefined) {
    throw new BlueprintError('topic-options-twice', 'existingTopicArn with a name or a signature version', 'Leave those out.');
  }
}

function checkAlarmActions(actions: readonly string[] | undefined, topicName: string, known: (value: unknown) => boolean): void {
  if (actions === undefined || !known(actions)) return;
  const cure = 'Name a topic, an incident response plan or another target of your own.';
  if (actions.length > ALARM_ACTIONS_LIMIT) throw new BlueprintError('alarm-actions-invalid', `${actions.length} actions`, cure);
  for (const action of actions.filter(known)) {
    if (!new RegExp(ARN_PATTERN).test(action)) throw new BlueprintError('alarm-actions-invalid', action, cure);
    // The account and the Region are seldom known, but an alarm notifies only topics of its own.
    if (known(topicName) && /:sns:/.test(action) && action.endsWith(`:${topicName}`)) {
      throw new BlueprintError('alarm-action-is-own-topic', action, cure);
    }
  }
}

/** The value of an option, whether or not it will turn out to be given. */
export function plain<Value>(option: Optional<Value, unknown> | undefined): Value | undefined {
  return isDeferred(option) ? option.value : option;
}

/** What is made of an option's value, given as it is given. */
export function mapped<From, To, Deferred>(option: Optional<From, Deferred>, to: (value: From) => To): Optional<To, Deferred> {
  return isDeferred(option) ? { value: to(option.value), given: option.given } : to(option);
}
/** A list, or nothing where it is known to be empty: AWS takes no empty list. */
export const unlessEmpty = <Deferred>(
  option: Optional<readonly string[], Deferred> | undefined,
): Optional<readonly string[], Deferred> | undefined => (plain(option)?.length === 0 ? undefined : option);

/** Whether an option is left to whoever deploys. */
export function isDeferred<Value, Deferred>(
  option: Optional<Value, Deferred> | undefined,
): option is { readonly value: Value; readonly given: Deferred } {
  return typeof option === 'object' && option !== null && 'given' in option;
}
