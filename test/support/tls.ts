import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './reflect-metadata.ts';

/** The name webhooks have in tests. The emulator resolves it, and all of `.clarion.test`, to this machine. */
export const RECEIVER_HOST = 'receiver.clarion.test';

export interface ServerTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** `ca` in a file, for those who take a path. Goes with the test run. */
  readonly caFile: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** A throwaway authority, and a certificate of it for the receiver. */
export async function mintTls(hosts: readonly string[] = [RECEIVER_HOST, 'localhost']): Promise<ServerTls> {
  // Not above: Jest would evaluate it before the line that makes it possible.
  const x509 = await import('@peculiar/x509');
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
  const authority = await keys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: '01',
    name: 'CN=Throwaway test authority',
    keys: authority,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const server = await keys();
  const cert = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: '02',
    subject: `CN=${hosts[0] ?? RECEIVER_HOST}`,
    issuer: ca.subject,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        ...hosts.map((value) => ({ type: 'dns' as const, value })),
        { type: 'ip' as const, value: '127.0.0.1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'clarion-tls-'));
  const caFile = join(folder, 'ca.pem');
  const pem = ca.toString('pem');
  writeFileSync(caFile, pem);
  return {
    ca: pem,
    cert: cert.toString('pem'),
    key: x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', server.privateKey), 'PRIVATE KEY'),
    caFile,
  };
}

const keys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
