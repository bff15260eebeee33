import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { ADOPT, HOME_REGION, MAX_SESSION_DURATION, PERMISSIONS_GROUP, ROLE_NAME, TRUST_GROUP } from '../inputs/integration-role';
import { TAGS } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import { clarion } from '../outputs';
import type { SetupPath } from '../path';

/** Step 4 of the setup guide. */
export const integrationRole: SetupPath<cdk.IntegrationRole | cdktf.IntegrationRole> = {
  name: 'integration-role',
  construct: 'IntegrationRole',
  title: "Lets Clarion's agent tools read this account, through a role with a permission group for each tool.",
  about:
    'A role is there in every Region: make it once in an account. What each group grants, and why, is in constructs/PERMISSIONS.md. A policy of your organization may forbid an outsider to assume roles.',
  usage: `# As Clarion shows them.
principal_arn = var.clarion_principal_arn
external_id   = var.clarion_external_id`,
  cdk: (stack, props) => new cdk.IntegrationRole(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.IntegrationRole(stack, 'this', props),
  groups: [
    TRUST_GROUP,
    PERMISSIONS_GROUP,
    { label: 'Role', inputs: [ROLE_NAME, ADOPT, HOME_REGION, MAX_SESSION_DURATION, ...ROLE_INPUTS, TAGS] },
  ],
  rules: [],
  outputs: [
    { name: 'roleArn', description: "Paste this into Clarion's AWS integration.", of: ({ roleArn }) => roleArn },
    {
      name: 'roleName',
      description: 'The name of the role, by which more policies can be attached.',
      of: ({ roleName }) => roleName,
    },
    { name: 'externalId', description: 'What Clarion must say to assume the role.', of: ({ externalId }) => externalId },
    {
      name: 'trustPolicy',
      description: 'Whom the role trusts, as JSON. A role that is adopted needs it from you.',
      of: ({ trustPolicy }) => trustPolicy,
    },
    {
      name: 'updateTrustCommand',
      description:
        'The command that writes that trust to a role that is adopted, in place of the one that it has. Whom else it shall trust must be added.',
      of: ({ updateTrustCommand }) => updateTrustCommand,
    },
    clarion(({ roleArn, externalId }) => ({ roleArn, externalId })),
  ],
};
