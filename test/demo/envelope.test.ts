import { envelope } from '../../examples/demo/envelope.ts';

const record = {
  eventVersion: '1.11',
  eventID: 'e',
  eventType: 'AwsApiCall',
  eventSource: 'iam.amazonaws.com',
  awsRegion: 'us-east-1',
};

describe('envelope', () => {
  test('wraps a record as EventBridge does, and leaves the record as it is', () => {
    const detail = { ...record, eventTime: '2026-03-02T08:00:00Z', recipientAccountId: '111122223333' };
    expect(envelope(detail)).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.iam',
      account: '111122223333',
      time: '2026-03-02T08:00:00Z',
      region: 'us-east-1',
      resources: [],
      detail,
    });
  });

  test.each([
    ['AwsApiCall', 'AWS API Call via CloudTrail'],
    ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
    ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
    ['AwsCloudTrailInsight', 'AWS Insight via CloudTrail'],
    ['AwsVpceEvent', 'AWS Network Activity Event via CloudTrail'],
    ['toString', 'AWS API Call via CloudTrail'],
  ])('tells of %s as %s', (eventType, detailType) => {
    expect(envelope({ ...record, eventType })['detail-type']).toBe(detailType);
  });

  test('gives each event an id of its own, also for the same record', () => {
    expect(envelope(record).id).not.toBe(envelope(record).id);
  });

  test('names CloudTrail as the source of an Insight, which has no service of its own', () => {
    const { eventSource: _none, ...insight } = { ...record, eventType: 'AwsCloudTrailInsight' };
    expect(envelope(insight).source).toBe('aws.cloudtrail');
  });

  test('takes the account of an old record from its caller, and makes none up', () => {
    expect(envelope({ ...record, userIdentity: { accountId: '444455556666' } }).account).toBe('444455556666');
    expect(envelope({ ...record, userIdentity: null }).account).toBe('');
  });
});
