import { call, Fn, Op, ref, Token, type IResolvable, type ITerraformIterator } from 'cdktf';
import {
  MANAGEMENT,
  memberAccounts,
  NO_ACCOUNT,
  NO_ACCOUNTS,
  plain,
  withExternalIdOf,
  type OrganizationOptions,
} from '../blueprint';
import { choose, concat, known } from './deferred';

type Props = OrganizationOptions<IResolvable>;

/** The roles of accounts with an external ID of their own: one each, or all in one where only deployment knows the accounts. */
export interface OwnRole {
  /** Ends the ids of what is made for it. */
  readonly id: string;
  readonly forEach?: ITerraformIterator;
  readonly account: string;
  /** The options, with the account's own external ID. */
  readonly props: Props;
}

/** The roles of member accounts with an external ID of their own, and those accounts with the places that are left. */
export function ownExternalIds(props: Props): { readonly places: readonly string[]; readonly roles: readonly OwnRole[] } {
  const { accountExternalIds: own = {} } = props;
  if (known(own)) {
    const accounts = memberAccounts(own);
    const roles = accounts.map((account) => ({ id: `-${account}`, account, props: withExternalIdOf(props, account) }));
    return { places: [...accounts, ...NO_ACCOUNTS], roles };
  }
  const accounts = Token.asList(Fn.sort(Token.asList(Fn.setsubtract(Token.asList(Fn.keys(own)), [MANAGEMENT]))));
  const account = Token.asString(ref('each.key'));
  const forEach = { _getForEachExpression: (): unknown => Fn.toset(accounts) };
  const externalId = Token.asString(Fn.lookupNested(own, [ref('each.key')]));
  const noAccounts = Token.asList(ref(`[for place in range(${NO_ACCOUNTS.length}) : "${NO_ACCOUNT}"]`));
  return {
    places: concat(accounts, noAccounts),
    roles: [{ id: '', forEach, account, props: { ...props, externalId, ...previousOf(props, account) } }],
  };
}

/** The options of the management account's role, with its own external ID where it has one. */
export function ofManagement(props: Props): Props {
  const { accountExternalIds: own } = props;
  if (own === undefined || known(own)) return withExternalIdOf(props, MANAGEMENT);
  const hasOwn = Token.asAny(Fn.contains(Fn.keys(own), MANAGEMENT));
  const common: unknown = plain(props.previousExternalIds) ?? [];
  const value = Token.asList(choose<unknown>(hasOwn, previousOf(props, MANAGEMENT).previousExternalIds, common));
  return {
    ...props,
    externalId: Token.asString(Fn.lookup(own, MANAGEMENT, props.externalId)),
    previousExternalIds: { value, given: Op.gte(Fn.lengthOf(value), 1) },
  };
}

const previousOf = ({ previousAccountExternalIds: previous = {} }: Props, account: string) => ({
  // Not by `Fn.lookup`, which passes no empty text on.
  previousExternalIds: Token.asList(Fn.compact([Token.asString(call('lookup', [previous, account, '']))])),
});
