import type { Statement } from './policy';

/**
 * Refuses whoever comes without TLS, whatever else admits them. What AWS's services send comes with it: they may send to topics and
 * queues that are encrypted at rest, and those take nothing else.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
export const tlsOnly = (action: string, resource: string): Statement => ({
  sid: 'TlsOnly',
  effect: 'Deny',
  principal: { aws: '*' },
  actions: [action],
  resources: [resource],
  conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', value: 'false' }],
});
