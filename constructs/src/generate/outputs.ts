import type { Construct } from 'constructs';
import type { Output } from './path';

/** What every path with a topic gives back about it. */
export interface HasTopic extends Construct {
  readonly topic: {
    readonly topicArn: string;
    readonly deadLetterQueueUrl: string;
    readonly keyPolicy: object;
    readonly requiredPolicy: object;
  };
}

/** @param monitor Clarion's name for the monitor that trusts the topic */
export const topicArn = (monitor: string): Output<HasTopic> => ({
  name: 'topicArn',
  description: `Paste this into the SNS topic ARN field of Clarion's ${monitor} monitor. It takes messages from no other topic.`,
  of: ({ topic }) => topic.topicArn,
});

export const TOPIC_DEAD_LETTERS: Output<HasTopic> = {
  name: 'topicDeadLetterQueueUrl',
  description: 'Where messages wait that SNS could not deliver.',
  of: ({ topic }) => topic.deadLetterQueueUrl,
};

/** What every path with a rule gives back about it. */
export interface HasRule extends Construct {
  readonly deadLetterQueueUrl: string;
}

export const RULE_DEAD_LETTERS: Output<HasRule> = {
  name: 'ruleDeadLetterQueueUrl',
  description: 'Where events wait that EventBridge could not publish. They carry no signature.',
  of: ({ deadLetterQueueUrl }) => deadLetterQueueUrl,
};

/** @param text what must be there besides */
export const prerequisite = (text: string): Output<unknown> => ({
  name: 'prerequisite',
  description: 'What must be there besides.',
  of: () => text,
});

export const keyPolicyOf = <Made>(of: (made: Made) => object): Output<Made> => ({
  name: 'keyPolicy',
  description: 'The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do.',
  of,
});

export const KEY_POLICY: Output<HasTopic> = keyPolicyOf(({ topic }) => topic.keyPolicy);

export const REQUIRED_POLICY: Output<HasTopic> = {
  name: 'requiredPolicy',
  description: 'The statements that the policy of an existing topic needs, as JSON. A topic that is made here has them.',
  of: ({ topic }) => topic.requiredPolicy,
};

/** All that is pasted into Clarion, in one block. @param of the values by Clarion's names for them */
export const clarion = <Made>(of: (made: Made) => Readonly<Record<string, unknown>>): Output<Made> => ({
  name: 'clarion',
  description: 'All that is pasted into Clarion, as JSON.',
  of,
});
