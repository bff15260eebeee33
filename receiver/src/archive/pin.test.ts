import { pinOf } from './pin.ts';

const whole = { bucket: 'logs', prefix: 'o-exampleorgid/AWSLogs/o-exampleorgid/', accountId: '111122223333' };
const member = { ...whole, prefix: `${whole.prefix}444455556666/`, accountId: '444455556666' };
const pins = [whole, member];

describe('row 41: a file', () => {
  test.each([
    ['in another bucket', { bucket: 'evil', key: `${whole.prefix}111122223333/x` }],
    ['in a bucket whose name begins so', { bucket: 'logs-evil', key: `${whole.prefix}111122223333/x` }],
    ['in another case', { bucket: 'Logs', key: `${whole.prefix}111122223333/x` }],
    ['outside the prefix', { bucket: 'logs', key: 'AWSLogs/111122223333/x' }],
    ['with the prefix further in', { bucket: 'logs', key: `x/${whole.prefix}111122223333/x` }],
  ])('%s has no pin', (_where, file) => {
    expect(pinOf(file, pins)).toBeUndefined();
  });

  test('has none where a monitor has no buckets', () => {
    expect(pinOf({ bucket: 'logs', key: 'x' }, [])).toBeUndefined();
  });

  test('has that of its bucket and prefix, and of several the narrowest', () => {
    expect(pinOf({ bucket: 'logs', key: `${whole.prefix}111122223333/x` }, pins)).toBe(whole);
    expect(pinOf({ bucket: 'logs', key: `${member.prefix}x` }, pins)).toBe(member);
  });
});
