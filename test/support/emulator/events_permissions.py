"""
Whether a rule may send to another event bus: it assumes the role of the target, which must be allowed to put events on that bus.

In another account, the bus must allow it as well. One that does not is not tried again.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
"""
import json

from iam_decisions import Request, decide
from iam_roles import boundary_of, find, identity_policies, names_of
from moto.events.models import EventBus, Rule
from moto.iam.models import Role
from moto.organizations import organizations_backends


class Undeliverable(Exception):
    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def _organization_of(account: str) -> str | None:
    for backends in organizations_backends.values():
        for backend in backends.values():
            members = {each.id for each in backend.accounts}
            if backend.org and account in {backend.org.master_account_id, *members}:
                return backend.org.id
    return None


def _assumed(rule: Rule, role_arn: str | None) -> Role:
    if not role_arn:
        raise Undeliverable("NO_PERMISSIONS", "A target that is an event bus needs a role.")
    role = find(role_arn)
    source = {"aws:SourceArn": rule.arn, "aws:SourceAccount": rule.account_id}
    asked = Request("sts:AssumeRole", role_arn, frozenset({"Service:events.amazonaws.com"}), source)
    # The role is of the rule's own account: PutTargets passes no other.
    if role is None or role.account_id != rule.account_id or decide([json.loads(role.assume_role_policy_document)], asked) != "Allow":
        raise Undeliverable("FAILED_TO_ASSUME_ROLE", f"{role_arn} does not exist, or does not trust events.amazonaws.com for {rule.arn}.")
    return role


def check(rule: Rule, role_arn: str | None, bus: EventBus, event: dict) -> None:
    role = _assumed(rule, role_arn)
    account, boundary = role.account_id, boundary_of(role)
    context = {
        **{"aws:SourceArn": rule.arn, "aws:SourceAccount": rule.account_id, "aws:PrincipalArn": role.arn, "aws:PrincipalAccount": account},
        **{"aws:SecureTransport": "true", "events:eventBusInvocation": "true"},
        **{"events:source": event["source"], "events:detail-type": event["detail-type"]},
    }
    organization = _organization_of(account)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    asked = Request("events:PutEvents", bus.arn, names_of(role), context)

    by_role, by_bus = decide(identity_policies(role), asked), decide([json.loads(bus.policy)] if bus.policy else [], asked)
    is_within = boundary is None or decide(boundary, asked) == "Allow"
    if by_role != "Allow" or not is_within:
        raise Undeliverable("NO_PERMISSIONS", f"The policies of {role.arn} do not allow events:PutEvents on {bus.arn}.")
    # Its own account needs no leave of the bus, but may be refused by it.
    if by_bus == "Deny" or (by_bus != "Allow" and account != bus.account_id):
        raise Undeliverable("NO_PERMISSIONS", f"The policy of {bus.arn} does not allow events:PutEvents by {role.arn}.")
