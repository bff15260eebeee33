import { compact } from '../json.ts';
import type { StoredSignal } from '../store/store.ts';
import type { Fact } from './mapping.ts';

/** What the signal names by ARN as touched. The record's own words for it stay unmapped: each source has others, and more of them. */
export function resourcesFact({ resources }: StoredSignal['signal']): Fact {
  const named = resources.filter(({ arn }) => arn !== undefined);
  return ['resources', named.length === 0 ? undefined : named.map(resource)];
}

function resource({ arn, type, accountId }: StoredSignal['signal']['resources'][number]) {
  return compact({ uid: arn, type, owner: accountId === undefined ? undefined : { account: { uid: accountId } } });
}
