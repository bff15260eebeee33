import { record } from '../../../test/support/receiver.ts';
import { LOG_FILE_PATH } from '../../../test/support/log-file.ts';
import type { MonitorSettings } from '../store/workspace.ts';
import { recordReader } from './record-facts.ts';

const read = (changes: object, settings: MonitorSettings = {}) =>
  recordReader({ path: LOG_FILE_PATH, kind: 'cloudtrail', settings })({ ...record({ eventID: 'e-1' }), ...changes });

test('a record gives what its signal is known and found by', () => {
  expect(read({})).toEqual({
    id: 'cloudtrail:111122223333:us-east-1:e-1',
    kind: 'AwsApiCall',
    accountId: '111122223333',
    region: 'us-east-1',
    time: '2026-01-02T03:04:05.000Z',
    eventId: 'e-1',
    eventName: 'CreateUser',
    eventSource: 'iam.amazonaws.com',
  });
});

describe("row 42: in a file of an account's path, a record", () => {
  test.each(['444455556666', '11112222333', 'x', 111122223333, ['111122223333'], {}, true])(
    'of the account %j is bad, and nobody is told to have done it',
    (recipientAccountId) => {
      expect(read({ recipientAccountId })).toMatch(/^account-mismatch: /);
    },
  );

  test.each([undefined, null, ''])('that names no account, but %j, is of the path', (missing) => {
    expect(read({ recipientAccountId: missing, awsRegion: missing })).toMatchObject({
      accountId: '111122223333',
      region: 'us-east-1',
    });
  });
});

describe('row 44: the eventVersion of a record', () => {
  test.each(['1.0', '1.11', '2.0', '2.99'])('may be %s, with members that nobody knows', (eventVersion) => {
    expect(read({ eventVersion, somethingNew: {} })).toMatchObject({ eventId: 'e-1' });
  });

  test.each(['3.0', '10.1', '', 1, undefined])('%j makes it bad', (eventVersion) => {
    expect(read({ eventVersion })).toMatch(/^record-unreadable: .*eventVersion/);
  });
});

test.each(['eventID', 'eventTime', 'eventName', 'eventType', 'eventSource'])('a record without %s is bad', (name) => {
  expect(read({ [name]: undefined })).toMatch(new RegExp(`^record-unreadable: .*${name}`));
});

describe('what a monitor does not want is dropped', () => {
  test.each([
    ['AwsApiCall', 'AWS API Call via CloudTrail'],
    ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
    ['AwsConsoleSignIn', 'AWS Console Signin via CloudTrail'],
    ['AwsConsoleAction', 'AWS Console Action via CloudTrail'],
    ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
    ['AwsCloudTrailInsight', 'AWS Insight via CloudTrail'],
    ['AwsVpceEvent', 'AWS Network Activity Event via CloudTrail'],
  ])('%s is taken by the detail type %s, and by no other', (eventType, detailType) => {
    expect(read({ eventType }, { detailTypes: [detailType] })).toMatchObject({ kind: eventType });
    expect(read({ eventType }, { detailTypes: ['another'] })).toBeUndefined();
    expect(read({ eventType })).toMatchObject({ kind: eventType });
  });

  test('a type that AWS has added since is taken, unless the monitor names types', () => {
    expect(read({ eventType: 'AwsSomethingNew' })).toMatchObject({ kind: 'AwsSomethingNew' });
    expect(read({ eventType: 'AwsSomethingNew' }, { detailTypes: ['AWS API Call via CloudTrail'] })).toBeUndefined();
  });

  test('by its name, or its source', () => {
    expect(read({}, { eventNames: { exclude: ['Create*'] } })).toBeUndefined();
    expect(read({}, { eventSources: { include: ['s3.amazonaws.com'] } })).toBeUndefined();
  });

  test('unless it is bad: that is told all the same', () => {
    expect(read({ eventTime: 'x' }, { eventNames: { include: [] } })).toMatch(/^record-unreadable/);
  });
});
