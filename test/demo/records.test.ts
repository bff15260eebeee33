import { fileURLToPath } from 'node:url';
import { readRecords } from '../../examples/demo/read-records.ts';

const { records, skipped } = await readRecords(fileURLToPath(new URL('../../examples/demo/records', import.meta.url)));
const text = JSON.stringify(records);
const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([match]) => match))];
const distinct = (name: string) => new Set(records.map((record) => record[name])).size;

describe('the sample set', () => {
  test('has at least 200 varied records, and nothing else', () => {
    expect(skipped).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(200);
    expect(distinct('eventName')).toBeGreaterThan(100);
    expect(distinct('eventSource')).toBeGreaterThan(40);
    expect(distinct('awsRegion')).toBeGreaterThan(5);
    expect([...new Set(records.map(({ eventType }) => eventType))].sort()).toEqual([
      'AwsApiCall',
      'AwsCloudTrailInsight',
      'AwsConsoleSignIn',
      'AwsServiceEvent',
    ]);
  });

  test('names only accounts, addresses and keys that are kept for examples', () => {
    const accounts = /^(111122223333|123456789012|444455556666|555555555555|666655554444|777788889999|999999999999)$/;
    expect(found(/(?<=[:"])\d{12}(?=[:".])/g).filter((account) => !accounts.test(account))).toEqual([]);
    // RFC 5737, and private addresses inside a VPC.
    const addresses = /^(192\.0\.2|198\.51\.100|203\.0\.113|10\.\d+\.\d+)\.\d+$/;
    const sources = records.map(({ sourceIPAddress }) => String(sourceIPAddress)).filter((address) => /^[\d.]+$/.test(address));
    expect(sources.filter((address) => !addresses.test(address))).toEqual([]);
    expect(found(/\bA(?:KIA|SIA|IDA|ROA|IPA)[A-Z0-9]{16,}/g).filter((id) => !id.endsWith('EXAMPLE'))).toEqual([]);
  });
});
