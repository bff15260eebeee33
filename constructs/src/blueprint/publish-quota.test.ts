import { HUB_REGION_ADVICE, publishQuota, publishQuotaWarning } from './publish-quota';

describe('how much SNS takes in a Region', () => {
  test('is what AWS lists, and the smallest where it lists nothing', () => {
    expect([publishQuota('us-east-1'), publishQuota('eu-west-1'), publishQuota('eu-central-1')]).toEqual([30_000, 9_000, 1_500]);
    expect([publishQuota('eu-north-1'), publishQuota('cn-north-1'), publishQuota('us-gov-west-1')]).toEqual([300, 300, 300]);
    expect(HUB_REGION_ADVICE).toContain('30,000 messages a second in us-east-1');
  });

  test('is warned of where a hub would be slow, and not where it has room', () => {
    expect(publishQuotaWarning('eu-north-1')).toMatch(/^In eu-north-1, SNS takes 300 messages a second/);
    expect(publishQuotaWarning('eu-central-1')).toBeUndefined();
  });
});
