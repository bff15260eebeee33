import {
  BUS_NAME_PATTERN,
  DEFAULT_BUS_NAME_PATTERN,
  DEFAULT_NAME_PREFIX,
  DEFAULT_SIGNATURE_VERSION,
  ERRORS,
  HUB_SUFFIX,
  KEY_ARN_PATTERN,
  NAME_PREFIX_PATTERN,
  TOPIC_NAME_PATTERN,
} from '../../blueprint';
import { sentence, type Input } from '../input';

export const NAME_PREFIX: Input = {
  name: 'namePrefix',
  label: 'Name prefix',
  description:
    'Starts the names of what is made. Changing it replaces the topic, so Clarion must be given the new ARN, and in Terraform the dead-letter queues.',
  type: 'string',
  default: DEFAULT_NAME_PREFIX,
  pattern: { expression: NAME_PREFIX_PATTERN, message: sentence(ERRORS['name-prefix-invalid']) },
};

/** @param byDefault the end of the default name, for example `-cloudtrail` */
export const topicName = (byDefault: string): Input => ({
  name: 'topicName',
  label: 'Topic name',
  description: `The name of the topic, which makes its ARN known before anything is made. By default the prefix with ${byDefault}.`,
  type: 'string',
  default: null,
  pattern: { expression: TOPIC_NAME_PATTERN, message: sentence(ERRORS['topic-name-invalid']) },
});

export const BUS_NAME: Input = {
  name: 'busName',
  label: 'Bus name',
  description: `The name of the event bus, which makes its ARN known before anything is made. By default the prefix with ${HUB_SUFFIX}. Changing it replaces the bus, and each spoke must be given the new ARN.`,
  type: 'string',
  default: null,
  pattern: { expression: BUS_NAME_PATTERN, except: DEFAULT_BUS_NAME_PATTERN, message: sentence(ERRORS['bus-name-invalid']) },
};

export const SIGNATURE_VERSION: Input = {
  name: 'signatureVersion',
  label: 'Signature version',
  description: 'How SNS signs: 2 is SHA-256, 1 is SHA-1 for a consumer that knows no other.',
  type: 'number',
  default: DEFAULT_SIGNATURE_VERSION,
  allowed: { values: [2, 1], message: sentence(ERRORS['signature-version-invalid']) },
};

export const KMS_KEY_ARN: Input = {
  name: 'kmsKeyArn',
  label: 'KMS key ARN',
  description:
    'A customer managed key for the topic and its queues. Its policy must hold the statements of the key policy output. Clarion says that it does not support encrypted topics.',
  type: 'string',
  default: null,
  pattern: { expression: KEY_ARN_PATTERN, message: sentence(ERRORS['key-arn-invalid']) },
};

export const TAGS: Input = {
  name: 'tags',
  label: 'Tags',
  description: 'Tags for everything that can have them.',
  type: 'map(string)',
  default: {},
  terraformOnly: true,
};
