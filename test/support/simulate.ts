import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';

export interface Asked {
  /** The service that acts, for example `events.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  /** The ARN of what it acts on. */
  readonly resource: string;
  /** The resource's policy, as an object or as AWS returns it. */
  readonly policy: unknown;
  /** What the service says of the request, for example `aws:SourceArn`. @default nothing */
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** Whether a resource's policy lets a service act on it, by a policy simulator that is not ours. */
export const allowed = ({ service, policy, ...request }: Asked): Promise<boolean> =>
  simulate({ ...request, principal: service, identityPolicies: [], resourcePolicy: policy });

export interface AskedOfIdentity {
  /** The ARN of the role or user that acts. */
  readonly principal: string;
  readonly action: string;
  /** The ARN of what it acts on, or `*` where the action has no resource. */
  readonly resource: string;
  /** What is attached to whoever acts, as objects or as AWS returns them. @default nothing */
  readonly identityPolicies?: readonly unknown[];
  /** The policy of what it acts on, a role's trust policy included. @default none */
  readonly resourcePolicy?: unknown;
  /** Who owns the resource, where its ARN does not say. @default whoever acts */
  readonly owner?: string;
  /** What is known of the request, for example `sts:ExternalId`. @default nothing */
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** Whether an identity may act, by what is attached to it and to the resource; across accounts, both must say so. */
export const permitted = ({ identityPolicies = [], ...request }: AskedOfIdentity): Promise<boolean> =>
  simulate({ ...request, identityPolicies });

interface Request extends Pick<Asked, 'action' | 'resource' | 'context'> {
  readonly principal: string;
  readonly identityPolicies: readonly unknown[];
  readonly resourcePolicy?: unknown;
  readonly owner?: string;
}

async function simulate({ principal, action, resource, owner, context = {}, identityPolicies, resourcePolicy }: Request) {
  const simulation: Simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: owner ?? (accountOf(resource) || accountOf(principal)) },
      contextVariables: { ...context },
    },
    identityPolicies: identityPolicies.map((policy, index) => ({ name: `attached-${index}`, policy: parsed(policy) })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy !== undefined && { resourcePolicy: parsed(resourcePolicy) }),
  };
  const simulated = await runSimulation(simulation, {});
  if (simulated.resultType === 'error') throw new Error(`not a request or policy of IAM: ${JSON.stringify(simulated.errors)}`);
  return simulated.overallResult === 'Allowed';
}

const parsed = (policy: unknown): unknown => (typeof policy === 'string' ? JSON.parse(policy) : policy);
const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

/** A key's policy that leaves the matter to IAM, as AWS's consoles make it: without one, nothing that is attached to a role opens a key. */
export const keyPolicyOf = (account: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
});
