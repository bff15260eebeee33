export { type Envelope, parseEnvelope, serializeEnvelope } from './envelope.ts';
export { certificateFetch, type CertificateFetchOptions, type FetchCertificate } from './fetch-certificate.ts';
export type { SnsMessageType } from './fields.ts';
export { type TopicEndpoint, topicEndpoint } from './hosts.ts';
export { isPlausible } from './plausible.ts';
export {
  type AllowedTopic,
  DEFAULT_FRESHNESS_MS,
  MAX_AHEAD_MS,
  Verifier,
  type VerifierOptions,
  type VerifyOptions,
} from './verifier.ts';
