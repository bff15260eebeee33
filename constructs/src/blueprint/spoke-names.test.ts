import { SOURCES } from './sources';
import { NAME_PREFIX_PATTERN } from './topic-options';
import { spokeRoleName, spokeRuleName } from './spoke-names';

/** AWS's limit on the names of roles, and of rules. */
const LIMIT = 64;
const LONGEST_PREFIX = 'p'.repeat(20);
/** The longest that AWS has, in a partition that we do not even serve. */
const LONGEST_REGION = 'us-isof-south-1';

test("the names of a spoke's role and rules fit, with the longest prefix in the Region with the longest name", () => {
  expect(LONGEST_PREFIX).toMatch(new RegExp(NAME_PREFIX_PATTERN));
  expect(`${LONGEST_PREFIX}p`).not.toMatch(new RegExp(NAME_PREFIX_PATTERN));
  expect(spokeRoleName(LONGEST_PREFIX, LONGEST_REGION).length).toBeLessThanOrEqual(LIMIT);
  for (const source of SOURCES) expect(spokeRuleName(LONGEST_PREFIX, source).length).toBeLessThanOrEqual(LIMIT);
});
