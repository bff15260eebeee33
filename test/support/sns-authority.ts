/** A certificate authority of our own that signs like SNS, for tests and the demo. What it signs is written from AWS's page, not from the receiver. */
import { createHash, createSign, KeyObject, sign as signWithCallback, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import './reflect-metadata.ts';
import type { X509CertificateCreateParamsName } from '@peculiar/x509';

/** A message in SNS's own field names. Values may be of any type, so that hostile ones can be made. */
export type SnsFields = Readonly<Record<string, unknown>>;

export interface AuthorityOptions {
  /** The name of the certificate. Default: `sns.amazonaws.com`. */
  readonly name?: string;
  /** Default: an hour ago. */
  readonly notBefore?: Date;
  /** Default: in eleven months. */
  readonly notAfter?: Date;
  /** Default: `Amazon`. */
  readonly issuerOrganization?: string;
  /** Default: `rsa-2048`. */
  readonly key?: keyof typeof KEYS;
}

export interface SnsAuthority {
  readonly pem: string;
  readonly publicKey: KeyObject;
  /** The URL that SNS would serve the certificate at, in a Region of the commercial partition. */
  certificateUrl(region: string): string;
  /** The `Signature` of a message with these fields. */
  sign(fields: SnsFields, version: 1 | 2): string;
  /** The fields with `SignatureVersion`, `Signature` and `SigningCertURL` added. */
  seal(fields: SnsFields, version?: 1 | 2): Record<string, unknown>;
  /** The same, with the signing done by another thread. */
  sealAside(fields: SnsFields, version?: 1 | 2): Promise<Record<string, unknown>>;
  /** A signature over any text at all. */
  signText(text: string, version: 1 | 2): string;
}

const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
});
const KEYS = {
  'rsa-1024': rsa(1024),
  'rsa-2048': rsa(2048),
  'rsa-4096': rsa(4096),
  ec: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
} as const;
const signAside: (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer> = promisify(signWithCallback);
const HOUR = 3_600_000;
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  confirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** The text that SNS signs for these fields. */
export function textToSign(fields: SnsFields): string {
  const names = fields['Type'] === 'Notification' ? SIGNED.Notification : SIGNED.confirmation;
  return names.map((name) => (name in fields ? `${name}\n${String(fields[name])}\n` : '')).join('');
}

export async function createAuthority(options: AuthorityOptions = {}): Promise<SnsAuthority> {
  // Imported here, after what it asks for: a runner may load CommonJS before any of this file ran.
  const x509 = await import('@peculiar/x509');
  const { name = 'sns.amazonaws.com', issuerOrganization = 'Amazon', key = 'rsa-2048' } = options;
  const issuer: X509CertificateCreateParamsName = `C=US, O=${issuerOrganization}, CN=${issuerOrganization} RSA 2048 M01`;
  const algorithm = KEYS[key];
  const [root, leaf] = await Promise.all([generate(KEYS['rsa-2048']), generate(algorithm)]);
  const crypto = webcrypto as Parameters<typeof x509.X509CertificateGenerator.create>[1];
  // The same extensions as SNS's, since reading them is a part of what a benchmark measures.
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: '01',
      subject: `CN=${name}`,
      issuer,
      notBefore: options.notBefore ?? new Date(Date.now() - HOUR),
      notAfter: options.notAfter ?? new Date(Date.now() + 330 * 24 * HOUR),
      signingAlgorithm: KEYS['rsa-2048'],
      publicKey: leaf.publicKey,
      signingKey: root.privateKey,
      extensions: [
        await x509.AuthorityKeyIdentifierExtension.create(root.publicKey, false, crypto),
        await x509.SubjectKeyIdentifierExtension.create(leaf.publicKey, false, crypto),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
        new x509.CertificatePolicyExtension(['2.23.140.1.2.1']),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.CRLDistributionPointsExtension(['http://crl.authority.test/root.crl']),
        new x509.AuthorityInfoAccessExtension({
          ocsp: 'http://ocsp.authority.test',
          caIssuers: 'http://crt.authority.test/root.cer',
        }),
        new x509.BasicConstraintsExtension(false, undefined, true),
        // As long as the list of transparency timestamps in a certificate of SNS's.
        new x509.Extension('1.3.6.1.4.1.11129.2.4.2', false, Buffer.concat([Buffer.from('0482016b', 'hex'), Buffer.alloc(363)])),
      ],
    },
    crypto,
  );
  const pem = `${certificate.toString('pem').trim()}\n`;
  const privateKey = KeyObject.from(leaf.privateKey);
  const fingerprint = createHash('md5').update(pem).digest('hex');

  const certificateUrl = (region: string) => `https://sns.${region}.amazonaws.com/SimpleNotificationService-${fingerprint}.pem`;
  const signText = (text: string, version: 1 | 2) =>
    createSign(version === 1 ? 'RSA-SHA1' : 'RSA-SHA256')
      .update(text, 'utf8')
      .sign(privateKey, 'base64');
  const sign = (fields: SnsFields, version: 1 | 2) => signText(textToSign(fields), version);
  const proof = (fields: SnsFields, version: 1 | 2, signature: string) => ({
    ...fields,
    SignatureVersion: String(version),
    Signature: signature,
    SigningCertURL: certificateUrl(String(fields['TopicArn']).split(':')[3] ?? ''),
  });
  const seal = (fields: SnsFields, version: 1 | 2 = 2) => proof(fields, version, sign(fields, version));
  const sealAside = async (fields: SnsFields, version: 1 | 2 = 2) => {
    const signature = await signAside(version === 1 ? 'RSA-SHA1' : 'RSA-SHA256', Buffer.from(textToSign(fields)), privateKey);
    return proof(fields, version, signature.toString('base64'));
  };
  return { pem, publicKey: KeyObject.from(leaf.publicKey), certificateUrl, sign, seal, sealAside, signText };
}

async function generate(algorithm: (typeof KEYS)[keyof typeof KEYS]): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
