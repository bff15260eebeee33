import { runSimulation } from '@cloud-copilot/iam-simulate';

export interface Asked {
  /** The service that acts, for example `events.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  /** The ARN of what it acts on. */
  readonly resource: string;
  /** The resource's policy, as an object or as AWS returns it. */
  readonly policy: unknown;
  /** What the service says of the request, for example `aws:SourceArn`. @default nothing */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether a resource's policy lets a service act on it, by a policy simulator that is not ours. */
export async function allowed({ service, action, resource, policy, context = {} }: Asked): Promise<boolean> {
  const simulated = await runSimulation(
    {
      request: {
        principal: service,
        action,
        resource: { resource, accountId: resource.split(':')[4] ?? '' },
        contextVariables: { ...context },
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: typeof policy === 'string' ? JSON.parse(policy) : policy,
    },
    {},
  );
  if (simulated.resultType === 'error') throw new Error(`not a request or policy of IAM: ${JSON.stringify(simulated.errors)}`);
  return simulated.overallResult === 'Allowed';
}
