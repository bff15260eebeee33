import { snakeCase } from '../../../constructs/lib/generate/input.js';
import { byName, one, parsed, sorted, type Kind, type Resources } from '../facts.ts';

/** StackSets with their stacks, by name: where accounts are known at deploy time only, one resource stands for many. */
export const STACK_SETS: Kind = {
  name: 'stack sets',
  cloudFormation: ['AWS::CloudFormation::StackSet'],
  terraform: ['aws_cloudformation_stack_set', 'aws_cloudformation_stack_instances'],
  fromCloudFormation: ({ of }) =>
    byName(
      of('AWS::CloudFormation::StackSet').map(([, set]) => {
        const [{ DeploymentTargets: targets, Regions: regions }] = set.StackInstancesGroup;
        return [
          set.StackSetName,
          {
            model: set.PermissionModel,
            callAs: set.CallAs ?? 'SELF',
            administration: set.AdministrationRoleARN,
            execution: named(of('AWS::IAM::Role'), set.ExecutionRoleName)?.RoleName,
            newAccounts: set.AutoDeployment?.Enabled === true && {
              retain: set.AutoDeployment.RetainStacksOnAccountRemoval,
            },
            description: set.Description,
            capabilities: set.Capabilities,
            managed: set.ManagedExecution.Active,
            preferences: {
              regions: set.OperationPreferences.RegionConcurrencyType,
              concurrent: Number(set.OperationPreferences.MaxConcurrentPercentage),
              tolerance: Number(set.OperationPreferences.FailureTolerancePercentage),
            },
            parameters: Object.fromEntries(
              set.Parameters.map(({ ParameterKey, ParameterValue }: any) => [ParameterKey, ParameterValue]),
            ),
            template: parsed(set.TemplateBody),
            units: targets.OrganizationalUnitIds,
            accounts: targets.Accounts,
            filter: targets.AccountFilterType,
            regions: sorted(regions),
          },
        ];
      }),
    ),
  fromTerraform: ({ of }) =>
    byName(
      of('aws_cloudformation_stack_set').map(([id, set]) => {
        // By its name, or by a reference where nothing is evaluated.
        const names = [set.name, `aws_cloudformation_stack_set.${snakeCase(id).replace(/^_/, '')}.name`];
        const [, instances] =
          of('aws_cloudformation_stack_instances').find(([, { stack_set_name: name }]) => names.includes(name)) ??
          missing(`stacks of ${set.name}`);
        const targets = one(instances.deployment_targets);
        const preferences = one(set.operation_preferences);
        const deployment = one(set.auto_deployment);
        expect(one(instances.operation_preferences)).toMatchObject(preferences);
        return [
          set.name,
          {
            model: set.permission_model,
            callAs: set.call_as ?? 'SELF',
            administration: set.permission_model === 'SELF_MANAGED' ? set.administration_role_arn : undefined,
            execution: named(of('aws_iam_role'), set.execution_role_name)?.name,
            newAccounts: deployment?.enabled === true && { retain: deployment.retain_stacks_on_account_removal },
            description: set.description,
            capabilities: set.capabilities,
            managed: one(set.managed_execution).active,
            preferences: {
              regions: preferences.region_concurrency_type,
              concurrent: preferences.max_concurrent_percentage,
              tolerance: preferences.failure_tolerance_percentage,
            },
            parameters: Object.fromEntries(Object.entries(set.parameters).map(([key, value]) => [key, String(value)])),
            template: parsed(set.template_body),
            units: targets?.organizational_unit_ids,
            accounts: (targets ?? instances).accounts ?? undefined,
            filter: targets?.account_filter_type ?? undefined,
            regions: sorted(instances.regions),
          },
        ];
      }),
    ),
};

/** A role, by a reference to it or by its name, which is chosen and not given by AWS. */
const named = (roles: ReturnType<Resources['of']>, role: string | undefined): any =>
  roles.find(([id, { name, RoleName }]) => role !== undefined && [id, name, RoleName].includes(role))?.[1];

function missing(what: string): never {
  throw new Error(`Terraform has no ${what}`);
}
