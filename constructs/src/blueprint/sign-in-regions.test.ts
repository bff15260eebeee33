import { SIGN_IN_REGIONS, spokeRegions } from './sign-in-regions';

describe('the Regions of spokes', () => {
  test('are those where sign-ins and global services arrive, when none is used', () => {
    expect(spokeRegions([])).toEqual(['us-east-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2']);
  });

  test('are those and the used ones, each once', () => {
    expect(spokeRegions(['eu-west-1', 'us-east-1', 'eu-west-1'])).toEqual([...SIGN_IN_REGIONS.aws, 'eu-west-1']);
  });

  test('are those of China and of GovCloud there, and none of another partition', () => {
    expect(spokeRegions(['cn-north-1'])).toEqual(['cn-northwest-1', 'cn-north-1']);
    expect(spokeRegions(['us-gov-east-1'])).toEqual(['us-gov-west-1', 'us-gov-east-1']);
  });

  test('are of one partition, since no role and no event goes from one to another', () => {
    expect(() => spokeRegions(['us-east-1', 'cn-north-1'])).toThrow(
      /^regions-of-two-partitions: .*, got: us-east-1, cn-north-1\. /,
    );
  });

  test('are Regions', () => {
    expect(() => spokeRegions(['Frankfurt'])).toThrow(/^region-unknown: /);
  });
});
