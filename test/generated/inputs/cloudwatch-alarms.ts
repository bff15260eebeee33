import type { Inputs } from './index.ts';
import { badTopicInputs, GOOD_TOPIC_INPUTS, URL_ONE } from './topic.ts';

export const CLOUDWATCH_ALARMS: Inputs = {
  good: {
    ...GOOD_TOPIC_INPUTS,
    existing_for_all: 'existing_topic_arn = "arn:aws:sns:us-east-1:111122223333:security"\n all_alarms = true',
    everything: `
      webhook_url = ${URL_ONE}
      previous_webhook_url = "https://receiver.example.com/hooks/old"
      all_alarms = true
      kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      tags = { team = "security" }`,
  },
  bad: badTopicInputs('data.aws_caller_identity.topic_current'),
};
