import { CfnCondition, Fn, Tokenization } from 'aws-cdk-lib';
import { isDeferred } from '../blueprint';
import { choose, known } from './deferred';

/** The value of an option as the text of a StackSet's parameter: empty where it is not given, as our templates understand it. */
export function asParameter(option: unknown): string {
  if (option === undefined) return '';
  if (isDeferred<unknown, CfnCondition>(option)) return choose(option.given, asParameter(option.value), '');
  if (typeof option === 'boolean' || option instanceof CfnCondition) return choose(option, 'true', 'false');
  if (Array.isArray(option)) return known(option) ? option.join(',') : Fn.join(',', option as string[]);
  return typeof option === 'number' ? Tokenization.stringifyNumber(option) : (option as string);
}
