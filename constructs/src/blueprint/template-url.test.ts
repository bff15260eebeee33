import { partitionOfTemplate, templateUrl } from './template-url';

const key = 'clarion/0.1.0/account.template.yaml';

describe("a template's URL", () => {
  test.each([
    ['us-east-1', 'aws', `https://templates.s3.us-east-1.amazonaws.com/${key}`],
    ['cn-north-1', 'aws-cn', `https://templates.s3.cn-north-1.amazonaws.com.cn/${key}`],
    ['us-gov-east-1', 'aws-us-gov', `https://templates.s3.us-gov-east-1.amazonaws.com/${key}`],
  ])('is where S3 has the object in %s, and tells its partition', (region, partition, url) => {
    expect(templateUrl({ bucket: 'templates', region, key })).toBe(url);
    expect(partitionOfTemplate(url).name).toBe(partition);
  });

  test('names a bucket with a dot in the path, since S3’s certificate is for one name only', () => {
    const url = templateUrl({ bucket: 'templates.example.com', region: 'eu-west-1', key });
    expect(url).toBe(`https://s3.eu-west-1.amazonaws.com/templates.example.com/${key}`);
    expect(partitionOfTemplate(url).name).toBe('aws');
  });

  test('has its key encoded', () => {
    const url = templateUrl({ bucket: 'templates', region: 'us-east-1', key: 'a b/c+d#e?f' });
    expect(url).toBe('https://templates.s3.us-east-1.amazonaws.com/a%20b/c%2Bd%23e%3Ff');
    expect(partitionOfTemplate(url).name).toBe('aws');
  });

  test.each([
    'https://templates.s3.amazonaws.com/x.yaml',
    'https://s3.amazonaws.com/templates/x.yaml',
    'https://s3-us-west-2.amazonaws.com/templates/x.yaml',
    'https://templates.s3.us-east-1.amazonaws.com/x.yaml?versionId=1',
  ])('may be %s', (url) => {
    expect(partitionOfTemplate(url).name).toBe('aws');
  });

  test.each([
    '',
    'account.template.yaml',
    'http://templates.s3.us-east-1.amazonaws.com/x.yaml',
    'https://templates.s3.us-east-1.amazonaws.com/',
    'https://templates.s3.us-east-1.amazonaws.com.evil.example.com/x.yaml',
    'https://evil.example.com/templates.s3.us-east-1.amazonaws.com/x.yaml',
    'https://evil.example.com#.s3.us-east-1.amazonaws.com/x.yaml',
    'https://me:secret@templates.s3.us-east-1.amazonaws.com/x.yaml',
    'https://templates.s3-website-us-east-1.amazonaws.com/x.yaml',
    'https://templates.s3-website.eu-central-1.amazonaws.com/x.yaml',
    'https://templates.s3.us-east-1.amazonaws.com/x.yaml#top',
    'https://templates.s3.us-east-1.amazonaws.com/x y.yaml',
    'https://templates.s3.us-east-1.amazonaws.com/x.yaml\n',
    'https://templates.s3.cn-north-1.amazonaws.com/x.yaml',
    'https://templates.s3.amazonaws.com.cn/x.yaml',
  ])('is not %s', (url) => {
    expect(() => partitionOfTemplate(url)).toThrow(/^template-url-invalid: /);
  });

  test('is refused without showing who it is for, or its signature', () => {
    const refused = () => partitionOfTemplate('http://me:hunter2@bucket.s3.amazonaws.com/x.yaml?X-Amz-Signature=s3cr3t');
    expect(refused).toThrow('http://…@bucket.s3.amazonaws.com/x.yaml');
    expect(refused).not.toThrow(/hunter2|s3cr3t/);
  });
});
