import fc from 'fast-check';
import { finding, readFindings } from '../../../test/support/findings.ts';
import { context, read, reasonOf, signalOf } from '../../../test/support/interpret.ts';
import { needs, SHARED_DATA } from '../../../test/support/needs.ts';

const UPDATED = { updatedAt: '2026-03-06T11:58:30.000Z' };

describe('a GuardDuty finding', () => {
  test('gives a signal with what, where, when and how severe', () => {
    expect(signalOf(read(finding(8, UPDATED)))).toEqual({
      id: 'guardduty:111122223333:us-east-1:16afba5c5c43e07c9e3e5e2e544e95df',
      source: 'guardduty',
      kind: 'GuardDutyFinding',
      accountId: '111122223333',
      region: 'us-east-1',
      time: '2026-03-06T11:58:30.000Z',
      updatedAt: '2026-03-06T11:58:30.000Z',
      receivedAt: '2026-06-02T03:05:00.000Z',
      eventId: '16afba5c5c43e07c9e3e5e2e544e95df',
      eventName: 'Recon:EC2/PortProbeUnprotectedPort',
      eventSource: 'guardduty.amazonaws.com',
      severityId: 4,
      state: 'active',
      count: 1,
      title: 'An unprotected port of an instance is being probed.',
      actor: {},
      resources: [],
      provenance: [{ path: 'eventbridge', topicArn: context.topicArn, messageId: 'm' }],
      rawSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      raw: finding(8, UPDATED).detail,
    });
  });

  test.each([
    [1, 2],
    [3.9, 2],
    [3.95, 2],
    [4, 3],
    [6.99, 3],
    [7, 4],
    [8.95, 4],
    [9, 5],
    [10, 5],
  ])('of severity %d is in the band %d, by its lower bound', (severity, severityId) => {
    expect(signalOf(read(finding(severity))).severityId).toBe(severityId);
  });

  test.each([0, 0.9, -1, 10.1, 1e300, '8', null, undefined, [8]])(
    'row 51: of severity %j, which is in no band, is of unknown severity and not dropped',
    (severity) => expect(signalOf(read(finding(severity))).severityId).toBe(0),
  );

  test('row 51: of severity Infinity, as 1e999 is read, too', () => {
    expect(signalOf(read(JSON.stringify(finding(987654321)).replace('987654321', '1e999'))).severityId).toBe(0);
  });

  test.each([
    ['by its title', { title: '[SAMPLE] A port is being probed.' }],
    ['by its service', { service: { additionalInfo: { sample: true } } }],
  ])('row 51: made to try things out is marked, %s', (_how, more) => {
    expect(signalOf(read(finding(8, more))).sample).toBe(true);
    expect(signalOf(read(finding(8)))).not.toHaveProperty('sample');
  });

  test("is the member's, though the administrator's bus brings it", () => {
    const byAdministrator = { ...finding(8, { accountId: '444455556666' }), account: '111122223333' };
    expect(signalOf(read(byAdministrator)).accountId).toBe('444455556666');
  });

  test('that a person archived says so', () => {
    expect(signalOf(read(finding(8, { service: { archived: true } }))).state).toBe('archived');
  });

  test('names the access key that acted, where from, and what it acted on', () => {
    const more = {
      resource: {
        resourceType: 'S3Bucket',
        accessKeyDetails: { accessKeyId: 'AKIAEXAMPLE', principalId: 'AIDAEXAMPLE', userType: 'IAMUser', userName: 'ada' },
        s3BucketDetails: [{ arn: 'arn:aws:s3:::logs', name: 'logs' }, { arn: 'arn:aws:s3:::more' }],
        eksClusterDetails: { arn: 'arn:aws:eks:us-east-1:111122223333:cluster/c' },
        lambdaDetails: { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f' },
      },
      service: { action: { actionType: 'AWS_API_CALL', awsApiCallAction: { remoteIpDetails: { ipAddressV4: '203.0.113.7' } } } },
    };
    const signal = signalOf(read(finding(8, more)));
    expect(signal).toMatchObject({
      actor: { type: 'IAMUser', userName: 'ada', principalId: 'AIDAEXAMPLE', accessKeyId: 'AKIAEXAMPLE' },
      sourceIpAddress: '203.0.113.7',
    });
    expect(signal.resources.map(({ arn, type }) => [arn, type])).toEqual([
      ['arn:aws:s3:::logs', 'S3Bucket'],
      ['arn:aws:s3:::more', 'S3Bucket'],
      ['arn:aws:eks:us-east-1:111122223333:cluster/c', 'S3Bucket'],
      ['arn:aws:lambda:us-east-1:111122223333:function:f', 'S3Bucket'],
    ]);
  });

  test('without a title is called by its type', () => {
    expect(signalOf(read(finding(8, { title: undefined }))).title).toBe('Recon:EC2/PortProbeUnprotectedPort');
  });

  test.each([
    ['2025-02-25 20:40:06.765', '2025-02-25T20:40:06.765Z'],
    ['2025-02-25T20:40:06Z', '2025-02-25T20:40:06.000Z'],
    [undefined, '2026-03-06T12:00:00.000Z'],
  ])('updated at %s was so at %s, and without a time when the event was', (updatedAt, time) => {
    expect(signalOf(read(finding(8, { updatedAt })))).toMatchObject({ time, updatedAt: time });
  });

  test('of the future is of now, so that it stands in no way of its genuine repeats', () => {
    const signal = signalOf(read(finding(8, { updatedAt: '2099-01-01T00:00:00Z' })));
    expect(signal).toMatchObject({ time: '2026-06-02T03:05:00.000Z', updatedAt: '2026-06-02T03:05:00.000Z' });
  });

  test.each([
    ['id', 'a b'],
    ['id', undefined],
    ['type', undefined],
    ['accountId', '12'],
    ['region', 'US East'],
    ['updatedAt', 'yesterday'],
  ])('with %s %s is quarantined, and the reason names it', (name, value) => {
    const interpretation = read(finding(8, { [name]: value }));
    expect([interpretation.outcome, reasonOf(interpretation)]).toEqual(['quarantined', expect.stringContaining(name)]);
  });

  test('what GuardDuty sends besides is not asked for', () => {
    expect(read({ ...finding(8), 'detail-type': 'GuardDuty Malware Protection Object Scan Result' }).outcome).toBe('dropped');
  });

  test('row 53: whatever its fields are, but those that say which it is, there is a signal', () => {
    const names = ['severity', 'title', 'description', 'service', 'resource', 'arn', 'schemaVersion', 'partition'];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, any) => {
        expect(read(finding(8, { [name]: any })).outcome).toBe('signals');
      }),
    );
  });
});

needs(['shared data'], 'real findings', () => {
  test('each gives a signal by the published schema, in its band', () => {
    const signals = Object.entries(readFindings(`${SHARED_DATA}guardduty`)).map(
      ([name, event]) => [name, signalOf(read(event))] as const,
    );
    expect(Object.fromEntries(signals.map(([name, { severityId }]) => [name, severityId]))).toEqual({
      low: 2,
      med: 3,
      high: 4,
      critical: 5,
    });
    for (const [, signal] of signals) expect(signal).toMatchObject({ sample: true, count: 1, state: 'active' });
  });
});
