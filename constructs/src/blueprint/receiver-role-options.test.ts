import { BlueprintError, ERRORS } from './error';
import { policyDocument } from './policy';
import {
  assumeRoleStatements,
  confirmStatements,
  deadLetterKeyStatements,
  deadLetterStatements,
  INLINE_POLICIES_LIMIT,
} from './receiver-role';
import { resolveReceiverRole, type ReceiverRoleOptions } from './receiver-role-options';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:clarion-cloudtrail';
const ROLE = 'arn:aws:iam::444455556666:role/ClarionIntegrationRole';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:dead-letters';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const resolve = (options: Partial<ReceiverRoleOptions>) =>
  resolveReceiverRole({ trustedService: 'ecs-tasks.amazonaws.com', topicArns: [TOPIC], ...options }, known);

describe("the options of the receiver's role", () => {
  test('have a default for its name, by which other accounts know it', () => {
    expect(resolve({})).toEqual({ roleName: 'ClarionReceiverRole' });
  });

  test.each<[keyof typeof ERRORS, Partial<ReceiverRoleOptions>, string]>([
    ['resource-arn-invalid', { topicArns: [] }, 'no topicArns'],
    ['resource-arn-invalid', { topicArns: ['*'] }, '* in topicArns'],
    ['resource-arn-invalid', { topicArns: [TOPIC, `${TOPIC}*`] }, `${TOPIC}* in topicArns`],
    ['resource-arn-invalid', { assumeRoleArns: ['arn:aws:iam::*:role/ClarionIntegrationRole'] }, 'in assumeRoleArns'],
    ['resource-arn-invalid', { assumeRoleArns: [TOPIC] }, 'in assumeRoleArns'],
    ['resource-arn-invalid', { deadLetterQueueArns: ['arn:aws:sqs:*:111122223333:dead-letters'] }, 'in deadLetterQueueArns'],
    ['resource-arn-invalid', { queueKeyArns: ['arn:aws:kms:eu-west-1:111122223333:alias/aws/sqs'] }, 'in queueKeyArns'],
    ['trusted-service-unknown', { trustedService: 'events.amazonaws.com' as never }, 'events.amazonaws.com'],
    ['role-name-invalid', { roleName: 'a b' }, 'a b'],
  ])('are refused as %s: %j', (code, options, got) => {
    expect(() => resolve(options)).toThrow(BlueprintError);
    expect(() => resolve(options)).toThrow(`${code}: ${ERRORS[code]}`);
    expect(() => resolve(options)).toThrow(got);
  });

  test('are taken when they are right, in every partition', () => {
    expect(() => resolve({ assumeRoleArns: [ROLE], deadLetterQueueArns: [QUEUE], queueKeyArns: [KEY] })).not.toThrow();
    expect(() => resolve({ topicArns: [TOPIC.replace('aws', 'aws-cn')] })).not.toThrow();
  });

  test('fit into the inline policies of a role, to the last one that is taken', () => {
    const numbered = (arn: string, count: number) =>
      Array.from({ length: count }, (_, n) => `${arn}-${String(n).padStart(3, '0')}`);
    const optionsOf = (count: number) => ({
      topicArns: numbered(TOPIC, 20),
      assumeRoleArns: numbered(ROLE, count),
      deadLetterQueueArns: numbered(QUEUE, 20),
      queueKeyArns: [KEY],
    });
    const fits = (count: number) => {
      try {
        return resolve(optionsOf(count)) !== undefined;
      } catch (error) {
        expect(error).toMatchObject({
          code: 'receiver-policy-too-long',
          message: expect.stringContaining('managed policy of your own'),
        });
        return false;
      }
    };
    const most = Array.from({ length: 200 }, (_, count) => count).findLast(fits)!;
    const { topicArns, assumeRoleArns, deadLetterQueueArns, queueKeyArns } = optionsOf(most);
    const { length } = JSON.stringify(
      policyDocument([
        ...confirmStatements(topicArns),
        ...assumeRoleStatements(assumeRoleArns),
        ...deadLetterStatements(deadLetterQueueArns),
        ...deadLetterKeyStatements({ keyArns: queueKeyArns, dnsSuffix: 'amazonaws.com.cn' }),
      ]),
    );
    expect(length).toBeLessThanOrEqual(INLINE_POLICIES_LIMIT);
    expect(length).toBeGreaterThan(INLINE_POLICIES_LIMIT - 2 * ROLE.length);
  });

  test('are not checked where they are known at deploy time only', () => {
    const token = '${Token[x.1]}';
    expect(() =>
      resolve({ topicArns: [token], assumeRoleArns: [token], roleName: token, trustedService: token as never }),
    ).not.toThrow();
  });
});
