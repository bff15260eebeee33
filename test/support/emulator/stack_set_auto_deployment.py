"""
An account that comes to a unit gets the stacks of the stack sets that were deployed there, with their own parameters and no overrides.
One that leaves loses them, unless they are retained.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
"""
import stack_set_targets
import stack_sets
from moto.cloudformation.models import cloudformation_backends
from moto.organizations.models import OrganizationsBackend
from stack_sets import Operation, StackSet


def _follow(organization: OrganizationsBackend, stack_set: StackSet, account: str) -> None:
    wanted = {
        region: unit
        for unit, region in sorted(stack_set.deployed)
        if account in stack_set_targets.accounts_in(organization, unit)
    }
    have = {region for known, region in stack_set.instances if known == account}
    come = [each for region in wanted.keys() - have for each in stack_sets.reach(stack_set, {account: wanted[region]}, [region], {})]
    stack_sets.operate(stack_set, Operation("CREATE", {}), come, lambda each: stack_sets.apply(stack_set, each))
    retains = bool(stack_set.auto_deployment.get("RetainStacksOnAccountRemoval"))
    gone = [stack_set.instances[account, region] for region in have - wanted.keys()]
    stack_sets.operate(stack_set, Operation("DELETE", {}), gone, lambda each: stack_sets.remove(stack_set, each, retains))


def _serve(organization: OrganizationsBackend, account: str) -> None:
    for backend in list(cloudformation_backends[organization.account_id].values()):
        for stack_set in list(stack_sets.stack_sets(backend).values()):
            if stack_set.is_service_managed and stack_set.auto_deployment.get("Enabled"):
                _follow(organization, stack_set, account)


def _follows_moves(original):
    def move_account(self: OrganizationsBackend, **asked):
        original(self, **asked)
        _serve(self, asked["AccountId"])

    return move_account


def _follows_births(original):
    def create_account(self: OrganizationsBackend, **asked):
        answer = original(self, **asked)
        _serve(self, answer["CreateAccountStatus"]["AccountId"])
        return answer

    return create_account


def install() -> None:
    OrganizationsBackend.move_account = _follows_moves(OrganizationsBackend.move_account)
    OrganizationsBackend.create_account = _follows_births(OrganizationsBackend.create_account)
