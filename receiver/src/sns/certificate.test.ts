import { X509Certificate } from 'node:crypto';
import { createAuthority } from '../../../test/support/sns-authority.ts';
import { notificationFields, toBody, TOPIC_ARN } from '../../../test/support/sns-messages.ts';
import { readCertificate } from './certificate.ts';
import { parseEnvelope } from './envelope.ts';
import { topicEndpoint, type TopicEndpoint } from './hosts.ts';
import { Verifier } from './verifier.ts';

const DAY = 86_400_000;
const ENDPOINT = topicEndpoint(TOPIC_ARN) as TopicEndpoint;
const { pem, publicKey } = await createAuthority();
const rejected = expect.objectContaining({ name: 'Refusal', code: 'certificate-rejected', status: 503 });
const invalid = expect.objectContaining({ name: 'Refusal', code: 'certificate-invalid', status: 503 });

describe('readCertificate', () => {
  test('gives the key and the dates', async () => {
    const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-12-01T00:00:00Z')];
    const certificate = readCertificate((await createAuthority({ notBefore, notAfter })).pem, ENDPOINT);
    expect(certificate).toMatchObject({ validFrom: notBefore.getTime(), validTo: notAfter.getTime() });
    expect(certificate.key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  test('takes a longer key', async () => {
    expect(readCertificate((await createAuthority({ key: 'rsa-4096' })).pem, ENDPOINT).key.type).toBe('public');
  });

  test.each<[string, unknown]>([
    ['10 MB', pem + ' '.repeat(10_000_000)],
    ['HTML', '<!doctype html><title>Sign in</title>'],
    ['two PEM blocks', pem + pem],
    ['a word before it', `x\n${pem}`],
    ['a word after it', `${pem}x`],
    ['a public key in a certificate’s armour', armour(publicKey.export({ type: 'spki', format: 'der' }))],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' })],
    ['nothing but armour', armour(Buffer.alloc(0))],
    ['noise in armour', armour(Buffer.alloc(100, 7))],
    ['an object', { pem }],
    ['nothing', ''],
  ])('row 16: refuses %s', (_, text) => {
    expect(() => readCertificate(text, ENDPOINT)).toThrow(rejected);
  });

  test.each(['ec', 'rsa-1024'] as const)('row 16: refuses a certificate with a key of the kind %s', async (key) => {
    const authority = await createAuthority({ key });
    expect(() => readCertificate(authority.pem, ENDPOINT)).toThrow(rejected);
  });

  test('row 16: refuses a certificate with an RSA key that is for PSS signatures only', () => {
    // The key's algorithm and its empty parameters, of the same lengths: rsaEncryption becomes id-RSASSA-PSS.
    const [plain, pss] = ['06092a864886f70d0101010500', '06092a864886f70d01010a3000'];
    const der = new X509Certificate(pem).raw.toString('hex');
    expect(der.split(plain)).toHaveLength(2);
    const changed = armour(Buffer.from(der.replace(plain, pss), 'hex'));
    expect(new X509Certificate(changed).publicKey.asymmetricKeyType).toBe('rsa-pss');
    expect(() => readCertificate(changed, ENDPOINT)).toThrow(rejected);
  });

  test.each(['sns.us-east-1.amazonaws.com', '*.amazonaws.com', 'evil.com', 'sns-signing.eu-south-1.amazonaws.com'])(
    'row 17: refuses a certificate for %s',
    async (name) => {
      const authority = await createAuthority({ name });
      expect(() => readCertificate(authority.pem, ENDPOINT)).toThrow(invalid);
    },
  );

  test('row 17: wants the Region’s own name where it has one', async () => {
    const south = topicEndpoint('arn:aws:sns:eu-south-1:111122223333:topic') as TopicEndpoint;
    const authority = await createAuthority({ name: 'sns-signing.eu-south-1.amazonaws.com' });
    expect(readCertificate(authority.pem, south).key.type).toBe('public');
    expect(() => readCertificate(pem, south)).toThrow(invalid);
  });

  test('row 17: refuses an issuer other than Amazon', async () => {
    for (const issuerOrganization of ['Evil', 'Amazon Evil', 'O=Amazon']) {
      const authority = await createAuthority({ issuerOrganization });
      expect(() => readCertificate(authority.pem, ENDPOINT)).toThrow(invalid);
    }
  });
});

describe('a certificate’s dates', () => {
  test.each([
    ['has expired', -2 * DAY, -DAY],
    ['is not valid yet', DAY, 2 * DAY],
  ])('row 17: a message waits while its certificate %s', async (_, from, to) => {
    const authority = await createAuthority({ notBefore: new Date(Date.now() + from), notAfter: new Date(Date.now() + to) });
    const envelope = parseEnvelope(toBody(authority.seal(notificationFields())));
    const verified = new Verifier({ fetchCertificate: async () => authority.pem }).verify(envelope, {
      arn: TOPIC_ARN,
      minimumSignatureVersion: 2,
    });
    await expect(verified).rejects.toThrow(invalid);
  });

  test('row 17: are looked at for every message, not only when it was fetched', async () => {
    const authority = await createAuthority({ notAfter: new Date(Date.now() + DAY) });
    let now = Date.now();
    const verifier = new Verifier({ fetchCertificate: async () => authority.pem, now: () => now });
    const topic = { arn: TOPIC_ARN, minimumSignatureVersion: 2 } as const;
    const send = () =>
      verifier.verify(
        parseEnvelope(toBody(authority.seal(notificationFields({ Timestamp: new Date(now).toISOString() })))),
        topic,
      );
    await send();
    now += 2 * DAY;
    await expect(send()).rejects.toThrow(invalid);
  });
});

function armour(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
