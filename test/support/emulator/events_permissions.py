"""
Whether a rule may send to another event bus: it assumes the role of the target, which must be allowed to put events on that bus.

In another account, the bus must allow it as well. One that does not is not tried again.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
"""
import json

from iam_decisions import Request, decide
from moto.events.models import EventBus, Rule
from moto.iam.models import Role, iam_backends
from moto.organizations import organizations_backends
from moto.utilities.arns import parse_arn


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
    source = {"aws:SourceArn": rule.arn, "aws:SourceAccount": rule.account_id}
    if not role_arn:
        raise Undeliverable("NO_PERMISSIONS", "A target that is an event bus needs a role.")
    try:
        role = iam_backends[parse_arn(role_arn).account]["aws"].get_role_by_arn(role_arn)
        trust = json.loads(role.assume_role_policy_document)
    except Exception as error:
        raise Undeliverable("FAILED_TO_ASSUME_ROLE", f"{role_arn} cannot be assumed: {error}")
    # The role is of the rule's own account: PutTargets passes no other.
    asked = Request("sts:AssumeRole", role_arn, frozenset({"Service:events.amazonaws.com"}), source)
    if role.account_id != rule.account_id or decide([trust], asked) != "Allow":
        raise Undeliverable("FAILED_TO_ASSUME_ROLE", f"{role_arn} does not trust events.amazonaws.com for {rule.arn}.")
    return role


def _identity_policies(role: Role) -> list[dict]:
    attached = [_default_version(policy) for policy in role.managed_policies.values()]
    return [json.loads(document) for document in [*role.policies.values(), *attached]]


def _default_version(policy) -> str:
    return next(version.document for version in policy.versions if version.version_id == policy.default_version_id)


def check(rule: Rule, role_arn: str | None, bus: EventBus, event: dict) -> None:
    role = _assumed(rule, role_arn)
    account = role.account_id
    context = {
        **{"aws:SourceArn": rule.arn, "aws:SourceAccount": rule.account_id, "aws:PrincipalArn": role.arn, "aws:PrincipalAccount": account},
        **{"aws:SecureTransport": "true", "events:eventBusInvocation": "true"},
        **{"events:source": event["source"], "events:detail-type": event["detail-type"]},
    }
    organization = _organization_of(account)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    names = frozenset({f"AWS:{role.arn}", f"AWS:arn:aws:iam::{account}:root", f"AWS:{account}"})
    asked = Request("events:PutEvents", bus.arn, names, context)

    by_role, by_bus = decide(_identity_policies(role), asked), decide([json.loads(bus.policy)] if bus.policy else [], asked)
    if role.permissions_boundary_arn:
        boundary = iam_backends[account]["aws"].managed_policies.get(role.permissions_boundary_arn)
        within = decide([json.loads(_default_version(boundary))], asked) if boundary else ""
        by_role = "Deny" if within != "Allow" else by_role
    needed = [by_role] if account == bus.account_id else [by_role, by_bus]
    if "Deny" in (by_role, by_bus) or any(each != "Allow" for each in needed):
        who = "its role" if by_role != "Allow" else "the bus"
        raise Undeliverable("NO_PERMISSIONS", f"{rule.arn} may not put events on {bus.arn}, by the policy of {who}.")
