import { createHash } from 'node:crypto';
import { call, Fn, forExpression, FOR_EXPRESSION_VALUE as url, ref, TerraformLocal, Token, type ITerraformIterator } from 'cdktf';
import type { Construct } from 'constructs';

/** Names a URL without showing it. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * One of each URL that turns out to be given, for a resource's `for_each`. By digest, so that a URL keeps its resource when it moves from
 * one option to another; and because Terraform takes no secret as a key.
 */
export function eachUrl(scope: Construct, urls: readonly unknown[]): { forEach: ITerraformIterator; endpoint: string } {
  const given = Token.asAny(Fn.distinct(Fn.compact(urls as string[])));
  const local = new TerraformLocal(scope, 'webhook-urls', forExpression(given, url, call('sha256', [url])));
  const byDigest = local.expression as unknown;
  const digests: unknown = Fn.toset(Fn.nonsensitive(Fn.keys(byDigest)));
  return {
    forEach: { _getForEachExpression: () => digests },
    endpoint: Token.asString(Fn.lookupNested(byDigest, [ref('each.key')])),
  };
}
