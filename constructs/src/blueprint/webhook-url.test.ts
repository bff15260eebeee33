import fc from 'fast-check';
import { BlueprintError } from './error';
import { checkWebhookUrl } from './webhook-url';

describe('a webhook URL', () => {
  test.each([
    'https://api.clarion.example/webhooks/0123456789abcdef',
    'https://receiver.example.com',
    'https://receiver.example.com/',
    'https://receiver.example.com:8443/hooks/a-b_c~d?workspace=1&x=%20',
    'https://xn--bcher-kva.example/hooks/x',
  ])('is taken: %s', (url) => {
    expect(() => checkWebhookUrl(url)).not.toThrow();
  });

  test.each([
    ['no https', 'http://receiver.example.com/hooks/secret'],
    ['no scheme', 'receiver.example.com/hooks/secret'],
    ['a user', 'https://me:secret@receiver.example.com/hooks/x'],
    ['a fragment', 'https://receiver.example.com/hooks/secret#top'],
    ['a space at the end', 'https://receiver.example.com/hooks/secret '],
    ['a new line at the end', 'https://receiver.example.com/hooks/secret\n'],
    ['a host that only this machine knows', 'https://localhost/hooks/secret'],
    ['an address', 'https://169.254.169.254/latest/secret'],
    ['an IPv6 address', 'https://[::1]/hooks/secret'],
    ['an underscore in the host, which SNS refuses', 'https://my_receiver.example.com/hooks/secret'],
    ['a host with an empty part', 'https://receiver..example.com/hooks/secret'],
    ['a dot after the host', 'https://receiver.example.com./hooks/secret'],
    ['nothing', ''],
  ])('is refused with %s', (_why, url) => {
    expect(() => checkWebhookUrl(url)).toThrow(BlueprintError);
    expect(() => checkWebhookUrl(url)).toThrow(/^webhook-url-invalid: /);
  });

  test('is never shown in the error, for its path is a secret', () => {
    const refused = fc.webUrl({ validSchemes: ['http', 'ftp'], withQueryParameters: true, withFragments: true });
    fc.assert(
      fc.property(refused, fc.stringMatching(/^[A-Za-z0-9]{16,40}$/), (url, secret) => {
        const message = messageOf(() => checkWebhookUrl(`${url}/${secret}`));
        expect(message).toContain('webhook-url-invalid');
        expect(message).not.toContain(secret);
      }),
    );
    expect(messageOf(() => checkWebhookUrl('https://me:hunter2@receiver.example.com/x'))).not.toContain('hunter2');
  });
});

function messageOf(check: () => void): string {
  try {
    check();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
