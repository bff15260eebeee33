"""
What is told of stack sets, their instances and operations, and whether CloudFormation may deploy in an organization.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSet.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ActivateOrganizationsAccess.html
"""
import re

import stack_set_answers as answers
import stack_set_requests as requests
import stack_set_targets
import stack_sets
from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.responses import CloudFormationResponse as Response
from moto.core.responses import ActionResult, EmptyResult
from moto.organizations import organizations_backends
from moto.organizations.models import FakeDelegatedAdministrator
from stack_sets import Operation, StackSet


class OperationNotFound(CloudFormationError):
    code = "OperationNotFoundException"


class StackInstanceNotFound(CloudFormationError):
    code = "StackInstanceNotFoundException"


def _describe_stack_set(self: Response) -> ActionResult:
    return ActionResult({"StackSet": answers.stack_set(requests.find(self))})


def _list_stack_sets(self: Response) -> ActionResult:
    listed = stack_sets.stack_sets(requests.administers(self)).values() if self._get_param("Status") != "DELETED" else []
    return ActionResult({"Summaries": [answers.stack_set_summary(each) for each in listed]})


def _describe_stack_instance(self: Response) -> ActionResult:
    stack_set, place = requests.find(self), (self._get_param("StackInstanceAccount"), self._get_param("StackInstanceRegion"))
    if place not in stack_set.instances:
        raise StackInstanceNotFound(f"Stack instance not found for StackSet {stack_set.name}, account {place[0]}, Region {place[1]}")
    return ActionResult({"StackInstance": answers.instance(stack_set, stack_set.instances[place])})


def _list_stack_instances(self: Response) -> ActionResult:
    stack_set, account, region = requests.find(self), self._get_param("StackInstanceAccount"), self._get_param("StackInstanceRegion")
    listed = [each for each in stack_set.instances.values() if account in (None, each.account) and region in (None, each.region)]
    for asked in self._get_param("Filters", []):
        by = {"DETAILED_STATUS": lambda each: each.detailed_status, "LAST_OPERATION_ID": lambda each: each.last_operation}
        wanted = re.split(r"\s*,\s*", asked["Values"])
        listed = [each for each in listed if by[asked["Name"]](each) in wanted]
    return ActionResult({"Summaries": [answers.instance(stack_set, each) for each in listed]})


def _find_operation(self: Response, stack_set: StackSet) -> Operation:
    identifier = self._get_param("OperationId")
    if identifier not in stack_set.operations:
        raise OperationNotFound(f"Operation {identifier} not found")
    return stack_set.operations[identifier]


def _describe_stack_set_operation(self: Response) -> ActionResult:
    stack_set = requests.find(self)
    return ActionResult({"StackSetOperation": answers.operation(stack_set, _find_operation(self, stack_set))})


def _list_stack_set_operations(self: Response) -> ActionResult:
    stack_set = requests.find(self)
    return ActionResult({"Summaries": [answers.operation(stack_set, each) for each in reversed(stack_set.operations.values())]})


def _list_stack_set_operation_results(self: Response) -> ActionResult:
    return ActionResult({"Summaries": _find_operation(self, requests.find(self)).results})


def _list_stack_set_auto_deployment_targets(self: Response) -> ActionResult:
    deployed = requests.find(self).deployed
    units = sorted({unit for unit, _ in deployed})
    regions = lambda wanted: sorted(region for unit, region in deployed if unit == wanted)
    return ActionResult({"Summaries": [{"OrganizationalUnitId": unit, "Regions": regions(unit)} for unit in units]})


def _activate_organizations_access(self: Response) -> EmptyResult:
    organization = stack_set_targets.organization_of(self.current_account)
    if organization is None:
        raise ValidationError(message=requests.OUTSIDER)
    setattr(organization, requests.ACCESS, True)
    return EmptyResult()


def _describe_organizations_access(self: Response) -> ActionResult:
    organization = organizations_backends[requests.administers(self).account_id]["aws"]
    return ActionResult({"Status": "ENABLED" if vars(organization).get(requests.ACCESS) else "DISABLED"})


OPERATIONS = (
    *(_describe_stack_set, _list_stack_sets, _describe_stack_instance, _list_stack_instances),
    *(_describe_stack_set_operation, _list_stack_set_operations, _list_stack_set_operation_results),
    *(_list_stack_set_auto_deployment_targets, _activate_organizations_access, _describe_organizations_access),
)


def install() -> None:
    # moto knows no delegated administrator for it.
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(stack_set_targets.SERVICE)
    for operation in OPERATIONS:
        setattr(Response, operation.__name__.removeprefix("_"), operation)
