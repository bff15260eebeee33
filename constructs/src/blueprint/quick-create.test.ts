import fc from 'fast-check';
import { quickCreateLink, QUICK_CREATE_LIMIT, type QuickCreateOptions } from './quick-create';

const HOME = {
  'us-east-1': 'https://templates.s3.us-east-1.amazonaws.com/clarion/0.1.0/account.template.yaml',
  'cn-north-1': 'https://templates.s3.cn-north-1.amazonaws.com.cn/clarion/0.1.0/account.template.yaml',
  'us-gov-west-1': 'https://templates.s3.us-gov-west-1.amazonaws.com/clarion/0.1.0/account.template.yaml',
};
const link = (more: Partial<QuickCreateOptions> = {}) =>
  quickCreateLink({ region: 'us-east-1', templateUrl: HOME['us-east-1'], stackName: 'clarion', ...more });

/** What the console reads: everything behind the question mark of the fragment. */
const query = (text: string) => new URL(text).hash.replace('#/stacks/create/review?', '');

describe('a quick-create link', () => {
  test.each([
    ['us-east-1', HOME['us-east-1'], 'https://us-east-1.console.aws.amazon.com'],
    ['eu-central-2', HOME['us-east-1'], 'https://eu-central-2.console.aws.amazon.com'],
    ['cn-northwest-1', HOME['cn-north-1'], 'https://cn-northwest-1.console.amazonaws.cn'],
    ['us-gov-east-1', HOME['us-gov-west-1'], 'https://us-gov-east-1.console.amazonaws-us-gov.com'],
  ])('opens the console of %s', (region, templateUrl, origin) => {
    const url = new URL(link({ region, templateUrl }));
    expect(url.origin).toBe(origin);
    expect(url.pathname + url.search).toBe(`/cloudformation/home?region=${region}`);
    expect(url.hash).toMatch(/^#\/stacks\/create\/review\?templateURL=https%3A%2F%2Ftemplates\.s3\./);
  });

  test.each([
    ['a plus and a space', '1+1 = 2'],
    ['what ends a parameter', 'a&stackName=other&templateURL=https://evil.example.com/x'],
    ['what ends a fragment', 'a#b?c=d'],
    ['what is encoded already', '%2B%26%00'],
    ['what ends a link in a text', `"><a href='x'>(b)*!</a>`],
    ['lines', 'a\r\nb\tc'],
    ['letters of the world', 'Zoë 東京 🎺'],
    ['nothing', ''],
  ])('carries %s unchanged', (_what, value) => {
    const text = link({ parameters: { NamePrefix: value, TopicName: 'after' } });
    expect(text).toMatch(/^[A-Za-z0-9\-._~%:/?#=&]+$/);
    expect(Object.fromEntries(new URLSearchParams(query(text)))).toEqual({
      templateURL: HOME['us-east-1'],
      stackName: 'clarion',
      param_NamePrefix: value,
      param_TopicName: 'after',
    });
  });

  test('carries whatever is put into it, to a reader that takes a plus for a space and to one that does not', () => {
    const values = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.stringMatching(/^[&+#%=?;/ ]{1,8}$/));
    const texts = fc.dictionary(fc.stringMatching(/^[A-Za-z0-9]{1,20}$/), values, { maxKeys: 3, noNullPrototype: true });
    fc.assert(
      fc.property(texts, fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/), (parameters, stackName) => {
        const read = query(link({ stackName, parameters }));
        const expected = Object.entries(parameters).map(([name, value]) => [`param_${name}`, value]);
        expect([...new URLSearchParams(read)].slice(2)).toEqual(expected);
        expect(
          read
            .split('&')
            .map((each) => each.split('=').map(decodeURIComponent))
            .slice(1),
        ).toEqual([['stackName', stackName], ...expected]);
      }),
    );
  });

  test.each([
    ['a Region that is none', { region: 'us-east' }, 'region-unknown'],
    ['a Region of a partition without customers', { region: 'us-iso-east-1' }, 'region-unknown'],
    ['a Region that would be another host', { region: 'us-east-1.evil.example.com/' }, 'region-unknown'],
    ['no template', { templateUrl: '' }, 'template-url-invalid'],
    ['a template without TLS', { templateUrl: HOME['us-east-1'].replace('https', 'http') }, 'template-url-invalid'],
    ['a template that is not in S3', { templateUrl: 'https://example.com/account.template.yaml' }, 'template-url-invalid'],
    ['a template of AWS China', { templateUrl: HOME['cn-north-1'] }, 'template-partition-differs'],
    ['a template of GovCloud', { templateUrl: HOME['us-gov-west-1'] }, 'template-partition-differs'],
    ['a template of AWS for AWS China', { region: 'cn-north-1' }, 'template-partition-differs'],
    ['no stack name', { stackName: '' }, 'stack-name-invalid'],
    ['a stack name of a digit', { stackName: '1st' }, 'stack-name-invalid'],
    ['a stack name with an underscore', { stackName: 'my_stack' }, 'stack-name-invalid'],
    ['a stack name with a new line', { stackName: 'clarion\n' }, 'stack-name-invalid'],
    ['a stack name of 129 characters', { stackName: 'c'.repeat(129) }, 'stack-name-invalid'],
    ['a parameter without a name', { parameters: { '': 'x' } }, 'link-parameter-invalid'],
    ['a parameter that would be two', { parameters: { 'A=1&param_B': 'x' } }, 'link-parameter-invalid'],
    ['half a character', { parameters: { NamePrefix: '🎺'.slice(0, 1) } }, 'link-parameter-invalid'],
    ['too much', { parameters: { ExternalId: 'x'.repeat(QUICK_CREATE_LIMIT) } }, 'link-too-long'],
  ])('is refused with %s', (_why, options, code) => {
    expect(() => link(options)).toThrow(expect.objectContaining({ name: 'BlueprintError', code }));
  });

  test('never shows the value of a parameter in an error', () => {
    const secret = 'https://hooks.example.com/s3cr3t';
    for (const value of [`${secret}\ud800`, secret.repeat(100)]) {
      const refused = () => link({ parameters: { WebhookUrl: value } });
      expect(refused).toThrow(/^link-/);
      expect(refused).not.toThrow(/s3cr3t/);
    }
  });

  test('fits into the URL of the sign-in page, which carries it encoded twice more', () => {
    const longest = (length: number) => link({ parameters: { ExternalId: '/'.repeat(length) } });
    const room = Math.floor((QUICK_CREATE_LIMIT - longest(0).length) / 3);
    expect(() => longest(room + 1)).toThrow(/^link-too-long/);
    const [, fragment = ''] = longest(room).split('#');
    expect(encodeURIComponent(encodeURIComponent(fragment)).length).toBeLessThan(7_000);
  });
});
