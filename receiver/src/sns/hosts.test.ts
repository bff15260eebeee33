import { topicEndpoint } from './hosts.ts';

describe('topicEndpoint', () => {
  test.each([
    ['aws', 'us-east-1', 'sns.us-east-1.amazonaws.com', ['sns.amazonaws.com'], 'Amazon'],
    ['aws', 'eu-south-1', 'sns.eu-south-1.amazonaws.com', ['sns-signing.eu-south-1.amazonaws.com'], 'Amazon'],
    ['aws-us-gov', 'us-gov-east-1', 'sns.us-gov-east-1.amazonaws.com', ['sns-us-gov-west-1.amazonaws.com'], 'Amazon'],
    ['aws-cn', 'cn-north-1', 'sns.cn-north-1.amazonaws.com.cn', ['sns-cn-north-1.amazonaws.com.cn'], undefined],
    ['aws-cn', 'cn-northwest-1', 'sns.cn-northwest-1.amazonaws.com.cn', ['sns-cn-northwest-1.amazonaws.com.cn'], undefined],
    ['aws-eusc', 'eusc-de-east-1', 'sns.eusc-de-east-1.amazonaws.eu', ['sns-signing.eusc-de-east-1.amazonaws.eu'], undefined],
  ])('knows SNS in %s %s', (partition, region, host, certificateNames, issuerOrganization) => {
    expect(topicEndpoint(`arn:${partition}:sns:${region}:111122223333:topic`)).toEqual({
      region,
      accountId: '111122223333',
      host,
      certificateNames,
      ...(issuerOrganization === undefined ? {} : { issuerOrganization }),
    });
  });

  test('allows either name in a Region that is newer than its lists', () => {
    const names = ['sns.amazonaws.com', 'sns-signing.xx-new-1.amazonaws.com'];
    expect(topicEndpoint('arn:aws:sns:xx-new-1:111122223333:topic')?.certificateNames).toEqual(names);
  });

  test.each([
    'arn:aws:sns:us-east-1:111122223333:topic.fifo',
    'arn:aws:sns:us-east-1:111122223333:topic:subscription',
    'arn:aws:sns:us-east-1:111122223333:',
    'arn:aws:sns:us-east-1:11112222333:topic',
    'arn:aws:sns:s3-us-west-2:111122223333:topic',
    'arn:aws:sns:ec2:111122223333:topic',
    'arn:aws:sns:execute-api:111122223333:topic',
    'arn:aws:sns:us:111122223333:topic',
    'arn:aws:sns:us-east-1.evil.com/:111122223333:topic',
    'arn:aws-other:sns:us-east-1:111122223333:topic',
    'arn:__proto__:sns:us-east-1:111122223333:topic',
    'arn:aws:sns:us-east-1:111122223333:topic\n',
  ])('knows no endpoint for %j', (arn) => {
    expect(topicEndpoint(arn)).toBeUndefined();
  });
});
