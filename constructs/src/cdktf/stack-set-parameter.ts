import { Fn, Token, Tokenization, type IResolvable } from 'cdktf';
import { isDeferred } from '../blueprint';
import { choose, known } from './deferred';

/** The value of an option as the text of a StackSet's parameter: empty where it is not given, as our templates understand it. */
export function asParameter(option: unknown): string {
  if (option === undefined) return '';
  if (isDeferred<unknown, IResolvable>(option)) return choose(option.given, asParameter(option.value), '');
  if (Array.isArray(option)) return known(option) ? option.join(',') : Fn.join(',', option as readonly string[] as string[]);
  if (typeof option === 'boolean' || (typeof option === 'object' && Tokenization.isResolvable(option))) {
    return choose(option, 'true', 'false');
  }
  return typeof option === 'number' ? Token.asString(Token.isUnresolved(option) ? option : String(option)) : (option as string);
}
