import { checkCloudTrailEvents, CLOUDTRAIL_TOPIC_SUFFIX, rolesToExclude } from './cloudtrail-options';
import { ERRORS, BlueprintError } from './error';
import { checkSharedTopic } from './shared-topic';
import { resolveTopic, type TopicOptions } from './topic-options';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const resolve = (options: TopicOptions) => resolveTopic(options, known);
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OPS = 'arn:aws:sns:eu-west-1:111122223333:ops';

describe('the options of a topic', () => {
  test('have defaults', () => {
    expect(resolve({})).toEqual({ namePrefix: 'clarion', signatureVersion: 2 });
  });

  test.each<[keyof typeof ERRORS, TopicOptions, string]>([
    ['name-prefix-invalid', { namePrefix: '1st' }, '1st'],
    ['name-prefix-invalid', { namePrefix: 'a'.repeat(21) }, 'a'.repeat(21)],
    ['topic-name-invalid', { topicName: 'events.fifo' }, 'events.fifo'],
    ['signature-version-invalid', { signatureVersion: 3 }, '3'],
    ['webhook-url-invalid', { webhookUrl: 'http://receiver.example.com/x' }, 'http://receiver.example.com'],
    [
      'webhook-url-invalid',
      { webhookUrl: 'https://a.example.com/x', previousWebhookUrl: 'http://b.example.com' },
      'http://b.example.com',
    ],
    ['previous-webhook-url-alone', { previousWebhookUrl: 'https://a.example.com/x' }, 'no webhookUrl'],
    [
      'previous-webhook-url-alone',
      { webhookUrl: 'https://a.example.com/x', previousWebhookUrl: 'https://a.example.com/x' },
      'twice',
    ],
    ['key-arn-invalid', { kmsKeyArn: 'alias/aws/sns' }, 'alias/aws/sns'],
    ['topic-arn-invalid', { existingTopicArn: `${OPS}.fifo` }, '.fifo'],
    ['topic-options-twice', { existingTopicArn: OPS, topicName: 'mine' }, 'existingTopicArn with'],
    ['alarm-actions-invalid', { alarmActions: Array<string>(6).fill(OPS) }, '6 actions'],
    ['alarm-actions-invalid', { alarmActions: ['ops'] }, 'ops'],
    ['alarm-action-is-own-topic', { topicName: 'mine', alarmActions: ['arn:aws:sns:eu-west-1:111122223333:mine'] }, ':mine'],
  ])('are refused as %s: %j', (code, options, got) => {
    expect(() => resolve(options)).toThrow(BlueprintError);
    expect(() => resolve(options)).toThrow(`${code}: ${ERRORS[code]}`);
    expect(() => resolve(options)).toThrow(got);
  });

  test('are taken when they are right, in every partition', () => {
    expect(() => resolve({ namePrefix: 'acme-sec', kmsKeyArn: KEY, alarmActions: [OPS], signatureVersion: 1 })).not.toThrow();
    expect(() =>
      resolve({ kmsKeyArn: KEY.replace('aws:', 'aws-cn:'), alarmActions: [OPS.replace('aws:', 'aws-us-gov:')] }),
    ).not.toThrow();
  });

  test('are not checked where they are known at deploy time only', () => {
    const token = '${Token[x.1]}';
    expect(() =>
      resolve({ namePrefix: token, topicName: token, webhookUrl: token, kmsKeyArn: token, alarmActions: [token] }),
    ).not.toThrow();
  });
});

describe('the roles to leave out', () => {
  test.each([
    'ClarionIntegrationRole',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:sts::111122223333:assumed-role/x/y',
    'arn:aws:iam::1:role/x',
  ])('are full ARNs, so this is refused: %s', (role) => {
    expect(() => checkCloudTrailEvents({ excludeRoleArns: [role] }, known)).toThrow(/^role-arn-invalid: .*, got: /);
  });

  test('may have a path', () => {
    expect(() =>
      checkCloudTrailEvents({ excludeRoleArns: ['arn:aws:iam::111122223333:role/security/Clarion'] }, known),
    ).not.toThrow();
  });

  test('may be more than a pattern can hold, and are refused then', () => {
    const roles = Array.from({ length: 40 }, (_, index) => `arn:aws:iam::111122223333:role/Role${index}`);
    expect(() => checkCloudTrailEvents({ excludeRoleArns: roles }, known)).toThrow(/^event-pattern-too-long: .* got: 40 roles/);
  });

  test('are not measured where one is known at deploy time only, since a token says nothing of its length', () => {
    const roles = Array.from({ length: 15 }, (_, index) => `\${Token[a-very-long-name-that-only-the-engine-knows.${index}]}`);
    expect(() => checkCloudTrailEvents({ excludeRoleArns: roles }, known)).not.toThrow();
  });

  test('may be none, which leaves nothing out, since EventBridge takes no empty list', () => {
    expect(rolesToExclude({ excludeRoleArns: [] })).toBeUndefined();
  });
});

describe('an alarm', () => {
  test('may notify a topic that is only named like the prefix', () => {
    const options = { namePrefix: 'ops', alarmActions: ['arn:aws:sns:eu-west-1:111122223333:ops'] };
    expect(() => resolveTopic(options, known, CLOUDTRAIL_TOPIC_SUFFIX)).not.toThrow();
  });
});

describe('a shared topic', () => {
  test.each(['webhookUrl', 'previousWebhookUrl', 'subscribe', 'topicName', 'signatureVersion'])(
    'brings its own %s, so that another is refused rather than ignored',
    (name) => {
      expect(() => checkSharedTopic({ topic: { publishers: ['events'] }, [name]: 'given' }, ['events'])).toThrow(`got: ${name}`);
      expect(() => checkSharedTopic({ [name]: 'given' }, ['events'])).not.toThrow();
    },
  );
});

describe('the names that are made from the options', () => {
  const prefix = 'p'.repeat(20);
  const topicName = 't'.repeat(230);

  // Terraform's provider adds 26 characters to a prefix: a rule's name has 64, a queue's 80, an alarm's 255.
  test.each([
    ['a rule', `${prefix}${CLOUDTRAIL_TOPIC_SUFFIX}-`, 64 - 26],
    ['a queue', `${prefix}-unpublished-`, 80 - 26],
    ['an alarm', `${topicName}-unpublished`, 255],
  ])('fit %s at their longest', (_what, name, limit) => {
    expect(resolve({ namePrefix: prefix, topicName }).namePrefix).toBe(prefix);
    expect(name.length).toBeLessThanOrEqual(limit);
  });

  test('may not be longer', () => {
    expect(() => resolve({ namePrefix: `${prefix}p` })).toThrow(/^name-prefix-invalid/);
    expect(() => resolve({ topicName: `${topicName}t` })).toThrow(/^topic-name-invalid/);
  });
});
