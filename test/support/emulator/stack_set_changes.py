"""
Creating, updating and deleting stack sets and their instances. moto takes any template, any role and any account, and updates nothing.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackSet.html
"""
import re

import stack_set_requests as requests
import stack_set_roles
import stack_set_templates
import stack_sets
from moto.cloudformation.exceptions import CloudFormationError, StackSetNotEmpty, ValidationError
from moto.cloudformation.responses import CloudFormationResponse as Response
from moto.core.responses import ActionResult, EmptyResult
from stack_sets import Instance, StackSet


class NameAlreadyExists(CloudFormationError):
    code = "NameAlreadyExistsException"


def _check_auto_deployment(permission_model: str, asked: dict | None) -> None:
    if permission_model == "SERVICE_MANAGED" and asked is None:
        raise ValidationError(message="AutoDeployment must be specified for SERVICE_MANAGED permission model")
    if permission_model == "SELF_MANAGED" and asked is not None:
        raise ValidationError(message="AutoDeployment cannot be specified for SELF_MANAGED permission model")
    if asked and not asked.get("Enabled") and asked.get("RetainStacksOnAccountRemoval"):
        raise ValidationError(message="RetainStacksOnAccountRemoval can be specified only if AutoDeployment is enabled")


def _create_stack_set(self: Response) -> ActionResult:
    backend, name = requests.administers(self), self._get_param("StackSetName")
    if not re.fullmatch(r"[a-zA-Z][-a-zA-Z0-9]{0,127}", name):
        raise ValidationError(message=f"Value '{name}' at 'stackSetName' failed to satisfy constraint: [a-zA-Z][-a-zA-Z0-9]*")
    if name in stack_sets.stack_sets(backend):
        raise NameAlreadyExists(f"The name {name} is already in use")
    model = self._get_param("PermissionModel", "SELF_MANAGED")
    if model == "SERVICE_MANAGED":
        requests.check_organization(backend.account_id)
    _check_auto_deployment(model, self._get_param("AutoDeployment"))
    capabilities, body = self._get_param("Capabilities", []), requests.template_body(self)
    if body is None:
        raise ValidationError(message="Either TemplateBody or TemplateURL must be specified")
    template = stack_set_templates.read(body, model, capabilities)
    stack_set = StackSet(
        *(name, backend.account_id, backend.region_name, model, body),
        parameters=stack_set_templates.parameters(template, requests.values(self._get_param("Parameters", []), {})),
        capabilities=capabilities,
        tags={tag["Key"]: tag["Value"] for tag in self._get_param("Tags", [])},
        description=self._get_param("Description"),
        administration_role_arn=self._get_param("AdministrationRoleARN"),
        execution_role_name=self._get_param("ExecutionRoleName"),
        auto_deployment=self._get_param("AutoDeployment"),
        managed_execution=self._get_param("ManagedExecution", {}).get("Active", False),
    )
    stack_sets.stack_sets(backend)[name] = stack_set
    return ActionResult({"StackSetId": stack_set.id})


def _create_stack_instances(self: Response) -> ActionResult:
    stack_set, regions = requests.find(self), self._get_param("Regions")
    with stack_set.lock:
        if stack_set.is_service_managed:
            requests.check_organization(stack_set.account)
        else:
            stack_set_roles.administration_role(stack_set.account, stack_set.administration_role, stack_set.arn)
        accounts = requests.targets(self, stack_set, creating=True)
        overrides = requests.values(self._get_param("ParameterOverrides"), {})
        stack_sets.refuse_unknown(stack_set, overrides or {})
        stack_set.deployed |= {(unit, region) for unit in requests.units(self) for region in regions}
        instances = stack_sets.reach(stack_set, accounts, regions, overrides)
        act = lambda instance: stack_sets.apply(stack_set, instance)
        operation = stack_sets.operate(stack_set, requests.operation(self, "CREATE"), instances, act)
    return ActionResult({"OperationId": operation.id})


def _update_stack_instances(self: Response) -> ActionResult:
    stack_set, regions = requests.find(self), self._get_param("Regions")
    with stack_set.lock:
        instances = stack_sets.chosen(stack_set, requests.targets(self, stack_set), regions)
        for instance in instances:
            overrides = requests.values(self._get_param("ParameterOverrides"), instance.overrides)
            stack_sets.refuse_unknown(stack_set, overrides or {})
            instance.overrides = instance.overrides if overrides is None else overrides
        act = lambda instance: stack_sets.apply(stack_set, instance)
        operation = stack_sets.operate(stack_set, requests.operation(self, "UPDATE"), instances, act)
    return ActionResult({"OperationId": operation.id})


def _delete_stack_instances(self: Response) -> ActionResult:
    stack_set, regions = requests.find(self), self._get_param("Regions")
    retains = self._get_bool_param("RetainStacks", False)
    with stack_set.lock:
        instances = stack_sets.chosen(stack_set, requests.targets(self, stack_set), regions)
        operation = requests.operation(self, "DELETE")
        operation.retains = retains
        stack_sets.operate(stack_set, operation, instances, lambda instance: stack_sets.remove(stack_set, instance, retains))
        # Accounts picked out of a unit leave it a target for those that come later.
        if operation.status == "SUCCEEDED" and not (self._get_param("DeploymentTargets") or {}).get("Accounts"):
            stack_set.deployed -= {(unit, region) for unit in requests.units(self) for region in regions}
    return ActionResult({"OperationId": operation.id})


def _update_stack_set(self: Response) -> ActionResult:
    stack_set = requests.find(self)
    model = self._get_param("PermissionModel", stack_set.permission_model)
    if model != stack_set.permission_model:
        raise ValidationError(message="the local AWS does not change the permission model of a stack set")
    with stack_set.lock:
        body, capabilities = requests.template_body(self), self._get_param("Capabilities", [])
        if body is None and not self._get_bool_param("UsePreviousTemplate", False):
            raise ValidationError(message="Either TemplateBody, TemplateURL or UsePreviousTemplate must be specified")
        template = stack_set_templates.read(body or stack_set.template, model, capabilities)
        given = requests.values(self._get_param("Parameters", []), stack_set.parameters)
        parameters = stack_set_templates.parameters(template, given)
        auto_deployment = self._get_param("AutoDeployment", stack_set.auto_deployment)
        _check_auto_deployment(model, auto_deployment)
        stack_set.template, stack_set.parameters, stack_set.capabilities = body or stack_set.template, parameters, capabilities
        stack_set.auto_deployment = auto_deployment
        stack_set.description = self._get_param("Description", stack_set.description)
        stack_set.administration_role_arn = self._get_param("AdministrationRoleARN", stack_set.administration_role_arn)
        stack_set.execution_role_name = self._get_param("ExecutionRoleName", stack_set.execution_role_name)
        tags = self._get_param("Tags")
        stack_set.tags = stack_set.tags if tags is None else {tag["Key"]: tag["Value"] for tag in tags}
        stack_set.managed_execution = self._get_param("ManagedExecution", {}).get("Active", stack_set.managed_execution)
        instances = _instances_to_update(self, stack_set)
        act = lambda instance: stack_sets.apply(stack_set, instance)
        operation = stack_sets.operate(stack_set, requests.operation(self, "UPDATE"), instances, act)
    return ActionResult({"OperationId": operation.id})


def _instances_to_update(self: Response, stack_set: StackSet) -> list[Instance]:
    """All, unless some are named. The others are what the stack set no longer says."""
    everywhere = list(stack_set.instances.values())
    if self._get_param("Accounts") is None and self._get_param("DeploymentTargets") is None:
        return everywhere
    named = stack_sets.chosen(stack_set, requests.targets(self, stack_set), self._get_param("Regions"))
    for instance in everywhere:
        instance.status = instance.status if instance in named else "OUTDATED"
    return named


def _delete_stack_set(self: Response) -> EmptyResult:
    stack_set = requests.find(self)
    if stack_set.instances:
        raise StackSetNotEmpty()
    del stack_sets.stack_sets(requests.administers(self))[stack_set.name]
    return EmptyResult()


OPERATIONS = (
    *(_create_stack_set, _update_stack_set, _delete_stack_set),
    *(_create_stack_instances, _update_stack_instances, _delete_stack_instances),
)


def install() -> None:
    for operation in OPERATIONS:
        setattr(Response, operation.__name__.removeprefix("_"), operation)
