import { byName, one, parsed, type Kind, type Resources } from '../facts.ts';

export const RULES: Kind = {
  name: 'rules',
  cloudFormation: ['AWS::Events::Rule'],
  terraform: ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  fromCloudFormation: ({ of }) =>
    byName(
      of('AWS::Events::Rule').map(([id, rule]) => {
        const [target] = rule.Targets;
        return [
          id,
          {
            name: rule.Name,
            bus: rule.EventBusName,
            // One resource there, two here, which could be on two buses.
            targetBus: rule.EventBusName,
            state: rule.State,
            // As a text, where a number of it is a parameter.
            pattern: parsed(rule.EventPattern),
            target: {
              id: target.Id,
              arn: target.Arn,
              role: target.RoleArn,
              deadLetters: target.DeadLetterConfig.Arn,
              maximumAge: target.RetryPolicy.MaximumEventAgeInSeconds,
              maximumAttempts: target.RetryPolicy.MaximumRetryAttempts,
            },
          },
        ];
      }),
    ),
  fromTerraform: ({ of }) =>
    byName(
      of('aws_cloudwatch_event_rule').map(([id, rule]) => {
        const [, target] = of('aws_cloudwatch_event_target').find(([name]) => `${name}Rule` === id) ?? missing(`target of ${id}`);
        return [
          id,
          {
            // A generated name is CloudFormation's own there, and the provider's here.
            name: rule.name_prefix ? undefined : (rule.name ?? undefined),
            bus: bus(of, rule.event_bus_name),
            targetBus: bus(of, target.event_bus_name),
            state: rule.state,
            pattern: parsed(rule.event_pattern),
            target: {
              id: target.target_id,
              arn: target.arn,
              role: target.role_arn ?? undefined,
              deadLetters: one(target.dead_letter_config).arn,
              maximumAge: one(target.retry_policy).maximum_event_age_in_seconds,
              maximumAttempts: one(target.retry_policy).maximum_retry_attempts,
            },
          },
        ];
      }),
    ),
};

/** A bus's name is known at once, as it is chosen and not given by AWS. */
function bus(of: Resources['of'], name: string | null | undefined): string | undefined {
  if (name === 'default') return undefined;
  return of('aws_cloudwatch_event_bus').find(([, each]) => each.name === name)?.[0] ?? name ?? undefined;
}

function missing(what: string): never {
  throw new Error(`Terraform has no ${what}`);
}
