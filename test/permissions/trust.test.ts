import {
  policyDocument,
  previousTrustStatements,
  sessionTagStatements,
  trustStatements,
  type Statement,
} from 'clarion-aws-constructs/blueprint';
import { permitted } from '../support/simulate.ts';

const CUSTOMER = '111122223333';
const CLARION = '444455556666';
const STRANGER = '999999999999';
const ROLE = `arn:aws:iam::${CUSTOMER}:role/ClarionIntegrationRole`;
const AGENT = `arn:aws:iam::${CLARION}:role/agent`;
/** What whoever assumes it may do at home: everything, so that the trust alone decides. */
const anything = policyDocument([{ sid: 'Anything', actions: ['sts:*'], resources: ['*'] }]);

const assume = (trust: readonly Statement[], externalId?: string, principal = AGENT, action = 'sts:AssumeRole') =>
  permitted({
    principal,
    action,
    resource: ROLE,
    identityPolicies: [anything],
    resourcePolicy: policyDocument(trust),
    ...(externalId !== undefined && { context: { 'sts:ExternalId': externalId } }),
  });

describe.each([
  ['a role', AGENT],
  ['an account by its root', `arn:aws:iam::${CLARION}:root`],
  ['an account by its ID', CLARION],
])('a role that trusts %s', (_what, principalArn) => {
  const trust = trustStatements({ principalArn, externalId: 'workspace-1' });

  test('is assumed with the external ID, and not with another or none', async () => {
    expect(await assume(trust, 'workspace-1')).toBe(true);
    expect(await assume(trust, 'workspace-2')).toBe(false);
    expect(await assume(trust, 'workspace-*')).toBe(false);
    expect(await assume(trust)).toBe(false);
  });

  test('is not assumed by a principal of another account, nor of its own, even with the external ID', async () => {
    expect(await assume(trust, 'workspace-1', `arn:aws:iam::${STRANGER}:role/agent`)).toBe(false);
    expect(await assume(trust, 'workspace-1', `arn:aws:iam::${CUSTOMER}:role/agent`)).toBe(false);
  });

  test('lets nobody tag a session, unless asked', async () => {
    expect(await assume(trust, 'workspace-1', AGENT, 'sts:TagSession')).toBe(false);
    const tagging = [...trust, ...sessionTagStatements({ principalArn })];
    expect(await assume(tagging, undefined, AGENT, 'sts:TagSession')).toBe(true);
    expect(await assume(tagging, undefined, `arn:aws:iam::${STRANGER}:role/agent`, 'sts:TagSession')).toBe(false);
    // To tag is no way in.
    expect(await assume(tagging)).toBe(false);
  });
});

describe('a role that trusts one role', () => {
  test('is not assumed by another role of that account', async () => {
    const trust = trustStatements({ principalArn: AGENT, externalId: 'workspace-1' });
    expect(await assume(trust, 'workspace-1', `arn:aws:iam::${CLARION}:role/other`)).toBe(false);
  });
});

describe('while the external ID is changed', () => {
  const trust = [
    ...trustStatements({ principalArn: AGENT, externalId: 'new-1' }),
    ...previousTrustStatements({ principalArn: AGENT, previousExternalIds: ['old-1', 'old-2'] }),
  ];

  test.each(['new-1', 'old-1', 'old-2'])('the role is assumed with %s', async (externalId) => {
    expect(await assume(trust, externalId)).toBe(true);
  });

  test('it is still not assumed with another or none, nor by others', async () => {
    expect(await assume(trust, 'old-3')).toBe(false);
    expect(await assume(trust)).toBe(false);
    expect(await assume(trust, 'old-1', `arn:aws:iam::${STRANGER}:role/agent`)).toBe(false);
  });
});
