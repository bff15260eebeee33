import { PARTITIONS } from 'clarion-aws-constructs/blueprint';
import { Mistake } from '../registry/mistake.ts';

/** An SQS queue. */
export interface Queue {
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

const PATH = /^\/(\d{12})\/([A-Za-z0-9_-]{1,80})$/;
const HOST = /^sqs\.([a-z0-9-]+)\.([a-z.]+)$/;

/**
 * Reads the URL of a queue: SQS's own in a Region, by https, as the console shows it. Nothing else is called, since it would be shown our
 * signature.
 *
 * @param elsewhere whether another endpoint than Amazon's is set, which then is called whatever host the URL names
 * @throws Mistake
 */
export function parseQueueUrl(text: string, elsewhere: boolean, ownRegion?: string): Queue {
  const wrong = () =>
    new Mistake(
      `--queue must be the URL of a standard SQS queue, such as https://sqs.us-east-1.amazonaws.com/111122223333/name, got ${JSON.stringify(text.slice(0, 300))}`,
    );
  if (!URL.canParse(text)) throw wrong();
  const url = new URL(text);
  const [, accountId, name] = PATH.exec(url.pathname) ?? [];
  // What the parser made of it must be what was written: no port, user, query or other spelling.
  const plain = `${url.protocol}//${url.host}${url.pathname}` === text;
  if (accountId === undefined || name === undefined || !plain) throw wrong();
  const region = regionOf(url);
  if (region !== undefined) return { url: text, region, accountId, name };
  if (!elsewhere || !/^https?:$/.test(url.protocol)) throw wrong();
  return { url: text, region: HOST.exec(url.hostname)?.[1] ?? ownRegion ?? 'us-east-1', accountId, name };
}

function regionOf({ protocol, host }: URL): string | undefined {
  const [, region, suffix] = HOST.exec(host) ?? [];
  if (protocol !== 'https:' || region === undefined) return undefined;
  const partition = PARTITIONS.find(({ regionPattern }) => new RegExp(`^${regionPattern}$`).test(region));
  return partition !== undefined && partition.dnsSuffix === suffix ? region : undefined;
}
