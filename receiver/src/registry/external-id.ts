import { randomBytes } from 'node:crypto';

/** 256 bits: an account of somebody else's is not guessed. In hex, which every shell, form and policy takes as it is. */
const BYTES = 32;

/** What stands for an external ID that is to be made. */
export const GENERATED = 'generated';

/**
 * A new external ID.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function newExternalId(): string {
  return randomBytes(BYTES).toString('hex');
}

/** Whether it is one that {@link newExternalId} made. */
export function isGenerated(externalId: string): boolean {
  return /^[0-9a-f]{64}$/.test(externalId);
}
