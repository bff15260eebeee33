import { byName, one, parsed, type Kind } from '../facts.ts';

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
            state: rule.State,
            pattern: rule.EventPattern,
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
            bus: rule.event_bus_name === 'default' ? undefined : (rule.event_bus_name ?? undefined),
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

function missing(what: string): never {
  throw new Error(`Terraform has no ${what}`);
}
