"""Stack sets, their instances and their operations, as the API tells them."""
from stack_sets import Instance, Operation, StackSet


def _without_none(said: dict) -> dict:
    return {key: value for key, value in said.items() if value is not None}


def _parameters(values: dict[str, str]) -> list[dict]:
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]


def stack_set_summary(of: StackSet) -> dict:
    return _without_none(
        {
            "StackSetName": of.name,
            "StackSetId": of.id,
            "Description": of.description,
            "Status": "ACTIVE",
            "PermissionModel": of.permission_model,
            "AutoDeployment": of.auto_deployment,
            "ManagedExecution": {"Active": of.managed_execution},
            "DriftStatus": "NOT_CHECKED",
        }
    )


def stack_set(of: StackSet) -> dict:
    roles = {} if of.is_service_managed else {"AdministrationRoleARN": of.administration_role, "ExecutionRoleName": of.execution_role}
    units = sorted({unit for unit, _ in of.deployed}) if of.is_service_managed else None
    return _without_none(
        {
            **{name: value for name, value in stack_set_summary(of).items() if name != "DriftStatus"},
            **roles,
            "StackSetARN": of.arn,
            "TemplateBody": of.template,
            # moto makes lists of these two by itself.
            "Parameters": of.parameters,
            "Tags": of.tags,
            "Capabilities": of.capabilities,
            "OrganizationalUnitIds": units,
            "Regions": sorted({region for _, region in of.instances}),
        }
    )


def instance(of: StackSet, each: Instance) -> dict:
    return _without_none(
        {
            "StackSetId": of.id,
            "Region": each.region,
            "Account": each.account,
            "StackId": each.stack_id,
            "ParameterOverrides": _parameters(each.overrides),
            "Status": each.status,
            "StackInstanceStatus": {"DetailedStatus": each.detailed_status},
            "StatusReason": each.reason,
            "OrganizationalUnitId": each.unit,
            "DriftStatus": "NOT_CHECKED",
            "LastOperationId": each.last_operation,
        }
    )


def operation(of: StackSet, each: Operation) -> dict:
    return _without_none(
        {
            "OperationId": each.id,
            "StackSetId": of.id,
            "Action": each.action,
            "Status": each.status,
            "OperationPreferences": each.preferences,
            "RetainStacks": each.retains,
            "CreationTimestamp": each.created,
            "EndTimestamp": each.created,
        }
    )
