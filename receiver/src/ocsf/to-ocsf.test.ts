import fc from 'fast-check';
import { leaves, lostLeaves, MESSAGES, storedSignal } from '../../../test/support/ocsf.ts';
import { anyRecord } from '../../../test/support/ocsf-records.ts';
import { finding } from '../../../test/support/findings.ts';
import { event, record } from '../../../test/support/receiver.ts';
import { toOcsf } from './to-ocsf.ts';

const ocsf = (message: unknown) => toOcsf(storedSignal(message));
const call = (more: Record<string, unknown>) => ocsf(event(record(more)));

describe('an event of OCSF', () => {
  test('names its class, the version of the schema, and the way by which it came', () => {
    expect(ocsf(MESSAGES.call)).toMatchObject({
      class_uid: 6003,
      class_name: 'API Activity',
      category_uid: 6,
      type_uid: 600301,
      type_name: 'API Activity: Create',
      severity_id: 1,
      severity: 'Informational',
      time: Date.UTC(2026, 0, 2, 3, 4, 5),
      time_dt: '2026-01-02T03:04:05Z',
      cloud: { provider: 'AWS', account: { uid: '111122223333' }, region: 'us-east-1' },
      metadata: {
        version: '1.5.0',
        profiles: ['cloud', 'datetime'],
        product: { name: 'CloudTrail', vendor_name: 'AWS', version: '1.11', feature: { name: 'Management' } },
        loggers: [{ name: 'eventbridge', uid: 'arn:aws:sns:us-east-1:111122223333:t', event_uid: 'm' }],
      },
    });
  });

  test('of a severity that the schema does not know is of another severity', () => {
    const { signal, rawText } = storedSignal(MESSAGES.call);
    expect(toOcsf({ signal: { ...signal, severityId: 42 }, rawText })).toMatchObject({ severity_id: 99, severity: 'Other' });
  });
});

describe('of an API call', () => {
  test('it has who, what, where from, and how it ended', () => {
    expect(ocsf(MESSAGES.call)).toMatchObject({
      actor: { user: { type: 'IAMUser', name: 'ada', credential_uid: 'AKIAEXAMPLE', account: { uid: '111122223333' } } },
      api: {
        operation: 'CreateUser',
        service: { name: 'iam.amazonaws.com' },
        request: { uid: 'r-1', data: { userName: 'eve' } },
        response: { error: 'AccessDenied', message: 'no' },
      },
      src_endpoint: { ip: '203.0.113.7' },
      http_request: { user_agent: 'aws-cli/2' },
      status_id: 2,
      status_code: 'AccessDenied',
      unmapped: { readOnly: false, managementEvent: true },
    });
  });

  test('without an error it succeeded', () => expect(call({})).toMatchObject({ status_id: 1, status: 'Success' }));

  test.each([
    ['CreateUser', false, 1, 'Create'],
    ['RunInstances', false, 1, 'Create'],
    ['GetObject', true, 2, 'Read'],
    ['DescribeTable', undefined, 2, 'Read'],
    ['InvokeModel', true, 2, 'Read'],
    ['PutRolePolicy', false, 3, 'Update'],
    ['BatchDeleteImage', false, 4, 'Delete'],
    ['InvokeModel', false, 99, 'InvokeModel'],
    ['GetAndReset', false, 99, 'GetAndReset'],
    ['Settle', false, 99, 'Settle'],
    ['constructor', undefined, 99, 'constructor'],
  ])('%s, of which CloudTrail says readOnly %s, is activity %d %s', (eventName, readOnly, id, name) => {
    expect(call({ eventName, readOnly })).toMatchObject({ activity_id: id, activity_name: name, type_uid: 600300 + id });
  });

  test('a service in the place of an address is a domain', () => {
    expect(call({ sourceIPAddress: 'cloudformation.amazonaws.com' })['src_endpoint']).toEqual({
      domain: 'cloudformation.amazonaws.com',
    });
  });

  test('what a service did by itself has the service as actor and source', () => {
    const given = ocsf(MESSAGES.serviceEvent);
    expect(given).toMatchObject({
      actor: { invoked_by: 'iam.amazonaws.com' },
      src_endpoint: { domain: 'iam.amazonaws.com' },
      unmapped: { userIdentity: { type: 'AWSService' } },
    });
  });

  test('use of a VPC endpoint names the endpoint', () => {
    expect(ocsf(MESSAGES.networkActivity)).toMatchObject({
      class_uid: 6003,
      src_endpoint: { uid: 'vpce-1', ip: '203.0.113.7' },
      unmapped: { vpcEndpointAccountId: '111122223333' },
    });
  });

  test('names what it touched by ARN', () => {
    expect(ocsf(MESSAGES.dataEvent)['resources']).toEqual([
      { uid: 'arn:aws:s3:::logs', type: 't', owner: { account: { uid: '1' } } },
    ]);
  });

  test('request parameters stay unmapped without the request id that the schema asks for', () => {
    const given = call({ requestParameters: { userName: 'eve' } });
    expect(given['api']).not.toHaveProperty('request');
    expect(given.unmapped).toMatchObject({ requestParameters: { userName: 'eve' } });
  });
});

describe('of a sign-in', () => {
  test('it is an authentication, with who, where to, and by what', () => {
    expect(ocsf(MESSAGES.signIn)).toMatchObject({
      class_uid: 3002,
      activity_name: 'Logon',
      status: 'Success',
      is_mfa: true,
      user: { name: 'ada', uid: 'arn:aws:iam::111122223333:user/ada' },
      service: { name: 'signin.amazonaws.com' },
      dst_endpoint: { svc_name: 'https://console.aws.amazon.com/' },
      unmapped: { additionalEventData: { MFAUsed: 'Yes' } },
    });
  });

  test('that failed says so, though it carries no error code', () => {
    expect(ocsf(MESSAGES.failedSignIn)).toMatchObject({ status_id: 2, status: 'Failure' });
  });

  test('as a role the user is the role, and the actor who took it on', () => {
    const given = ocsf(MESSAGES.roleAssumption);
    expect(given).toMatchObject({
      class_uid: 3002,
      activity_id: 1,
      user: { uid: 'arn:aws:iam::111122223333:role/reader', name: 'ada' },
      actor: { user: { account: { uid: '444455556666' } }, session: { is_mfa: false } },
      session: { uid: 'arn:aws:sts::111122223333:assumed-role/reader/ada', credential_uid: 'ASIA2' },
      unmapped: { userIdentity: { sessionContext: { attributes: { mfaAuthenticated: 'false' } } } },
    });
    expect(given['user']).not.toHaveProperty('account');
  });

  test.each([
    ['sts.amazonaws.com', 'GetCallerIdentity', 6003, 2],
    ['sts.amazonaws.com.cn', 'GetSessionToken', 3002, 1],
    ['signin.amazonaws.com', 'SwitchRole', 3002, 99],
    ['sso.amazonaws.com', 'Logout', 3002, 2],
    ['sso.amazonaws.com', 'ListAccounts', 6003, 2],
  ])('%s %s is of class %d, activity %d', (eventSource, eventName, classUid, activityId) => {
    expect(call({ eventSource, eventName, readOnly: true })).toMatchObject({ class_uid: classUid, activity_id: activityId });
  });

  test('of nobody named is of the account', () => {
    expect(call({ eventSource: 'signin.amazonaws.com', userIdentity: undefined })['user']).toEqual({
      account: { uid: '111122223333' },
    });
  });
});

describe('of an Insight', () => {
  test.each([
    ['insightStart', 'Create', 'New', 3, true],
    ['insightEnd', 'Close', 'Resolved', 1, false],
  ] as const)('%s is a finding: %s, %s', (kind, activity, status, severity, isAlert) => {
    expect(ocsf(MESSAGES[kind])).toMatchObject({
      class_uid: 2004,
      activity_name: activity,
      status,
      severity_id: severity,
      is_alert: isAlert,
      finding_info: { uid: 'b2c3', analytic: { name: 'ApiCallRateInsight', type_id: 3 } },
      evidences: [{ api: { operation: 'UpdateInstanceInformation' }, data: { statistics: { insightDuration: 1 } } }],
    });
  });
});

describe('of an alarm', () => {
  test.each(['metricAlarm', 'metricAlarmEvent'] as const)('as %s it is the finding of that alarm', (kind) => {
    expect(ocsf(MESSAGES[kind])).toMatchObject({
      class_uid: 2004,
      activity_name: 'Create',
      status: 'New',
      status_code: 'ALARM',
      status_detail: expect.stringMatching(/^Threshold Crossed/),
      severity_id: 3,
      is_alert: true,
      finding_info: {
        uid: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:cpu-high',
        desc: 'The CPU is busy.',
        analytic: { name: 'cpu-high', type: 'Rule' },
      },
      metadata: { original_time: '2026-03-06T12:00:00.000+0000', product: { name: 'CloudWatch' } },
    });
  });

  test('that returns to OK the same finding ends', () => {
    const ended = ocsf({ ...MESSAGES.metricAlarm, NewStateValue: 'OK' });
    expect(ended).toMatchObject({ activity_name: 'Close', status: 'Resolved', severity_id: 1, is_alert: false });
    expect(ended['finding_info']).toMatchObject({ uid: (ocsf(MESSAGES.metricAlarm)['finding_info'] as { uid: string }).uid });
  });

  test('without enough data it is an update, in its own word', () => {
    expect(ocsf({ ...MESSAGES.metricAlarm, NewStateValue: 'INSUFFICIENT_DATA' })).toMatchObject({
      activity_id: 2,
      status_id: 99,
      status: 'INSUFFICIENT_DATA',
    });
  });

  test.each(['contributor', 'contributorEvent'] as const)('as %s it is a finding of that contributor', (kind) => {
    expect(ocsf(MESSAGES[kind])['finding_info']).toMatchObject({
      uid: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:tables/contributor/6d442278dba546f6',
    });
  });

  test('against a learned band it is statistical', () => {
    const Metrics = [{ Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }];
    expect(ocsf({ ...MESSAGES.mathAlarm, Trigger: { Metrics } })['finding_info']).toMatchObject({ analytic: { type_id: 3 } });
  });
});

describe('of a GuardDuty finding', () => {
  test('it has what was found, how severe, by whom and from where', () => {
    expect(ocsf(MESSAGES.finding)).toMatchObject({
      class_uid: 2004,
      activity_name: 'Create',
      status: 'New',
      severity: 'High',
      is_alert: true,
      count: 1,
      finding_info: {
        uid: expect.stringMatching(/^arn:aws:guardduty:/),
        title: 'An unprotected port of an instance is being probed.',
        types: ['Recon:EC2/PortProbeUnprotectedPort'],
        created_time: Date.UTC(2026, 2, 6, 11),
        created_time_dt: '2026-03-06T11:00:00.000Z',
        modified_time: Date.UTC(2026, 2, 6, 11, 58, 30),
      },
      evidences: [
        {
          actor: { user: { name: 'ada', uid: 'AIDAEXAMPLE' } },
          api: { operation: 'DeleteTrail', service: { name: 'cloudtrail.amazonaws.com' } },
          src_endpoint: { ip: '198.51.100.7' },
        },
      ],
      unmapped: { severity: 8, updatedAt: '2026-03-06 11:58:30.000' },
    });
  });

  test.each([
    [{ count: 2 }, 'Update', 'New', false],
    [{ count: 2, archived: true }, 'Close', 'Archived', false],
    [{ count: 1, additionalInfo: { sample: true } }, 'Create', 'New', false],
  ])('with %j it is %s, %s', (service, activity, status, isAlert) => {
    expect(ocsf(finding(8, { service }))).toMatchObject({ activity_name: activity, status, is_alert: isAlert });
  });
});

describe('nothing of a record is lost', () => {
  test.each(Object.entries(MESSAGES))('whatever JSON the record of a %s holds', (_kind, message) => {
    const { signal } = storedSignal(message);
    fc.assert(
      fc.property(anyRecord, (rawText) => {
        const given = toOcsf({ signal, rawText });
        if (given.raw_data !== undefined) expect(given.raw_data).toBe(rawText);
        else expect(lostLeaves(JSON.parse(rawText), given)).toEqual([]);
        JSON.stringify(given);
      }),
    );
  });

  test('a record that an object can carry is not sent twice', () => {
    for (const message of Object.values(MESSAGES)) expect(ocsf(message).raw_data).toBeUndefined();
  });

  test.each(['12345678901234567890', '1e999', '0.1234567890123456789', '1E-400'])(
    'a number such as %s, which JavaScript cannot hold, is in raw_data as it was written',
    (number) => {
      const { signal, rawText } = storedSignal(event(record({ requestParameters: { size: 'HERE' } })));
      const given = toOcsf({ signal, rawText: rawText.replace('"HERE"', number) });
      expect(given.raw_data).toContain(`"size":${number}`);
      expect(given['raw_data_size']).toBe(Buffer.byteLength(given.raw_data!));
    },
  );

  test('digits within a text are no number', () => {
    expect(call({ requestParameters: { id: '12345678901234567890 \\" 1e999' } }).raw_data).toBeUndefined();
  });

  test.each([
    ['text', 'x'.repeat(5_000_000)],
    ['escapes', '\n"\\'.repeat(2_000_000)],
    ['numbers', Array.from({ length: 200_000 }, (_, i) => i / 8)],
  ])('a record of very many %s is no trouble', (_what, value) => {
    const given = call({ requestID: 'r-1', requestParameters: { value } });
    expect(given.raw_data).toBeUndefined();
    expect(given['api']).toMatchObject({ request: { uid: 'r-1' } });
  });

  test('a record a hundred thousand lists deep is in raw_data, and the rest of it is mapped', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { signal, rawText } = storedSignal(MESSAGES.call);
    const given = toOcsf({ signal, rawText: rawText.replace('{"userName":"eve"}', deep) });
    expect(given.raw_data).toContain(deep);
    expect(given).toMatchObject({ actor: { user: { name: 'ada' } }, api: { request: { uid: 'r-1' } } });
    expect(JSON.stringify(given)).toContain('deeper than 64 levels');
  });

  test('a member named __proto__ is a member like any other', () => {
    const { signal, rawText } = storedSignal(MESSAGES.call);
    const given = toOcsf({ signal, rawText: `{"__proto__":{"polluted":1},${rawText.slice(1)}` });
    expect(JSON.stringify(given.unmapped)).toContain('"__proto__":{"polluted":1}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('the signal and its text are left as they are', () => {
    const stored = storedSignal(MESSAGES.roleAssumption);
    const before = JSON.stringify(stored);
    toOcsf(stored);
    expect(JSON.stringify(stored)).toBe(before);
    expect(leaves(stored).length).toBeGreaterThan(20);
  });
});
