import { join } from 'node:path';
import { createReceiver, type Receiver } from 'clarion-receiver';
import type { LocalSns } from '../../test/support/local-sns.ts';

/** A receiver that listens, and why it put messages aside. */
export interface Running {
  readonly receiver: Receiver;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
}

/** Where a receiver is to run. */
export interface Place {
  /** The folder of its SQLite file. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Called with what the receiver says of a message that it could not read. */
  readonly onQuarantine: (reason: string) => void;
}

/**
 * Starts the receiver as `clarion-receiver start` would, but for two things: it gets the signing certificate from the local SNS, and
 * confirms there. What it checks is the same.
 */
export async function startReceiver(sns: LocalSns, { folder, port, onQuarantine }: Place): Promise<Running> {
  const quiet = () => undefined;
  const receiver = createReceiver({
    port,
    database: join(folder, 'demo.sqlite'),
    fetchCertificate: sns.fetchCertificate,
    snsEndpoint: sns.endpoint,
    logger: {
      debug: quiet,
      info: quiet,
      warn: (about) => 'reason' in about && 'messageId' in about && onQuarantine(String(about.reason)),
      // What the receiver itself calls an error is none that a demo should hide.
      error: (about, message) => console.error(message, about),
    },
  });
  const { url } = await receiver.listen();
  return { receiver, url };
}

/**
 * Keeps the AWS SDK, with which the receiver confirms, to itself: it would look for credentials, and could find real ones. These are
 * AWS's own example of a key, and the local SNS only looks whether there is a signature.
 */
export function useNoRealCredentials(env: NodeJS.ProcessEnv): void {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SNS']) delete env[name];
  env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
}
