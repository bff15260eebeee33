import { Mistake } from '../registry/mistake.ts';
import { parseQueueUrl } from './queue-url.ts';

const rest = { accountId: '111122223333', name: 'clarion-dead-letters' };
const PATH = '/111122223333/clarion-dead-letters';

test.each([
  [`https://sqs.us-east-1.amazonaws.com${PATH}`, 'us-east-1'],
  [`https://sqs.ap-southeast-7.amazonaws.com${PATH}`, 'ap-southeast-7'],
  [`https://sqs.us-gov-west-1.amazonaws.com${PATH}`, 'us-gov-west-1'],
  [`https://sqs.cn-north-1.amazonaws.com.cn${PATH}`, 'cn-north-1'],
])('%s is a queue in %s', (url, region) => {
  expect(parseQueueUrl(url, false)).toEqual({ url, region, ...rest });
});

test.each([
  '',
  'clarion-dead-letters',
  'arn:aws:sqs:us-east-1:111122223333:clarion-dead-letters',
  `http://sqs.us-east-1.amazonaws.com${PATH}`,
  `https://sqs.us-east-1.amazonaws.com.evil.example${PATH}`,
  `https://sqs.us-east-1.amazonaws.com@evil.example${PATH}`,
  `https://evil.example/sqs.us-east-1.amazonaws.com${PATH}`,
  `https://sqs.us-east-1.amazonaws.com:8443${PATH}`,
  `https://user@sqs.us-east-1.amazonaws.com${PATH}`,
  `https://sqs.us-east-1.amazonaws.com${PATH}?x=1`,
  `https://sqs.us-east-1.amazonaws.com${PATH}#x`,
  `https://sqs.us-east-1.amazonaws.com/x/..${PATH}`,
  `https://sqs.us-east-1.amazonaws.com${PATH}/`,
  `https://sqs.us-east-1.amazonaws.com${PATH}.fifo`,
  `https://sqs.us-east-1.amazonaws.com/1111/clarion-dead-letters`,
  `https://sqs.us-east-1.amazonaws.com${PATH}\n`,
  ` https://sqs.us-east-1.amazonaws.com${PATH}`,
  `https://SQS.us-east-1.amazonaws.com${PATH}`,
  `https://sqs.us-east-1.amazonaws.com.${PATH}`,
  `https://sqs.us-east-1.amazonaws.com.cn${PATH}`,
  `https://sqs.cn-north-1.amazonaws.com${PATH}`,
  `https://sns.us-east-1.amazonaws.com${PATH}`,
  `https://sqs.amazonaws.com${PATH}`,
  `https://sqs.nowhere.amazonaws.com${PATH}`,
  `http://127.0.0.1:5000${PATH}`,
])('%j is no queue of SQS, and a mistake that says what one is like', (url) => {
  expect(() => parseQueueUrl(url, false)).toThrow(Mistake);
  expect(() => parseQueueUrl(url, false)).toThrow(/such as https:\/\/sqs\.us-east-1\.amazonaws\.com\/111122223333\/name/);
});

test('where another endpoint is set, a queue has the host that its emulator gave it, and the Region of the receiver', () => {
  const url = `http://127.0.0.1:5000${PATH}`;
  expect(parseQueueUrl(url, true, 'eu-west-1')).toEqual({ url, region: 'eu-west-1', ...rest });
  expect(parseQueueUrl(`http://sqs.eu-west-1.localhost:4566${PATH}`, true).region).toBe('eu-west-1');
  expect(() => parseQueueUrl(`file://x${PATH}`, true)).toThrow(Mistake);
  expect(() => parseQueueUrl('http://127.0.0.1:5000/', true)).toThrow(Mistake);
});

test('a long text is cut before it is shown', () => {
  expect(() => parseQueueUrl(`https://${'x'.repeat(9_999)}`, false)).toThrow(/^.{1,600}$/);
});
