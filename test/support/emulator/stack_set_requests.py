"""What a request on stack sets says: which set, by whom it is administered, which accounts, which values."""
import stack_set_targets
import stack_sets
from moto.cloudformation.exceptions import StackSetNotFoundException, ValidationError
from moto.cloudformation.models import CloudFormationBackend, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse as Response
from stack_sets import Operation, StackSet

OUTSIDER = "You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set"
NO_ACCESS = "You must enable organizations access to operate a service managed stack set"
# On the organization's backend, so that `/moto-api/reset` forgets it.
ACCESS = "_stack_sets_may_deploy"


def administers(self: Response) -> CloudFormationBackend:
    """A delegated administrator's stack sets are the management account's."""
    account = self.current_account
    if self._get_param("CallAs") == "DELEGATED_ADMIN":
        account = stack_set_targets.management_of(account)
    return cloudformation_backends[account][self.region]


def find(self: Response) -> StackSet:
    known, name = stack_sets.stack_sets(administers(self)), self._get_param("StackSetName")
    for stack_set in known.values():
        if name in (stack_set.name, stack_set.id):
            return stack_set
    raise StackSetNotFoundException(name)


def template_body(self: Response) -> str | None:
    url = self._get_param("TemplateURL")
    return self._get_stack_from_s3_url(url) if url else self._get_param("TemplateBody")


def values(listed: list[dict] | None, previous: dict[str, str]) -> dict[str, str] | None:
    if listed is None:
        return None
    value = lambda each: previous[each["ParameterKey"]] if each.get("UsePreviousValue") else each["ParameterValue"]
    return {each["ParameterKey"]: value(each) for each in listed}


def check_organization(account: str) -> None:
    organization = stack_set_targets.organization_of(account)
    if organization is None:
        raise ValidationError(message=OUTSIDER)
    if not vars(organization).get(ACCESS):
        raise ValidationError(message=NO_ACCESS)


def targets(self: Response, stack_set: StackSet, creating: bool = False) -> dict[str, str | None]:
    accounts, targets = self._get_param("Accounts"), self._get_param("DeploymentTargets")
    if (accounts is None) == (targets is None):
        raise ValidationError(message="Specify Accounts or DeploymentTargets, and not both")
    if stack_set.is_service_managed:
        if targets is None:
            said = "StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target"
            raise ValidationError(message=said)
        organization = stack_set_targets.organization_of(stack_set.account)
        return stack_set_targets.resolve(organization, targets, creating)
    if targets and targets.get("OrganizationalUnitIds"):
        raise ValidationError(message="StackSets with SELF_MANAGED permission model can only have accounts as target")
    return dict.fromkeys(accounts if targets is None else targets["Accounts"])


def operation(self: Response, action: str) -> Operation:
    operation = Operation(action, self._get_param("OperationPreferences", {}))
    operation.id = self._get_param("OperationId") or operation.id
    return operation


def units(self: Response) -> list[str]:
    return (self._get_param("DeploymentTargets") or {}).get("OrganizationalUnitIds") or []
