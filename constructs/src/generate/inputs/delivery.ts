import { ALARM_ACTIONS_LIMIT, ARN_PATTERN, ERRORS } from '../../blueprint';
import { sentence, type Input, type InputGroup } from '../input';

export const ALARM_ACTIONS: Input = {
  name: 'alarmActions',
  label: 'Alarm actions',
  description: 'Whom those alarms notify, by ARN. Not a Clarion topic, which is what they watch.',
  type: 'list(string)',
  default: [],
  pattern: { expression: ARN_PATTERN, message: sentence(ERRORS['alarm-actions-invalid']) },
  atMost: { count: ALARM_ACTIONS_LIMIT, message: sentence(ERRORS['alarm-actions-invalid']) },
};

/** How to say that deliveries fail. @param alarms how many, in words */
export const deliveryGroup = (alarms: string): InputGroup => ({
  label: 'Delivery',
  inputs: [
    {
      name: 'deliveryAlarms',
      label: 'Delivery alarms',
      description: `Whether to make alarms on failed deliveries and on waiting dead letters (${alarms}, about 0.10 $ a month each).`,
      type: 'bool',
      default: true,
    },
    ALARM_ACTIONS,
  ],
});
