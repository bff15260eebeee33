import { crc32 } from 'node:zlib';
import { bucketNotificationSource } from '.';
import { zipOf } from './zip';

describe('a zip of a function', () => {
  test('is the same bytes each time', () => {
    expect(zipOf('index.js', 'text')).toEqual(zipOf('index.js', 'text'));
  });

  test('has the checksum that unpacking compares', () => {
    const text = bucketNotificationSource();
    expect(zipOf('index.js', text).readUInt32LE(14)).toBe(crc32(text));
  });

  test('holds the text as it is', () => {
    expect(zipOf('index.js', 'ü\n').includes(Buffer.from('index.jsü\n'))).toBe(true);
  });
});
