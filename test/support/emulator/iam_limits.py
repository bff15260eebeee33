"""
What IAM refuses and moto takes: names and policies that are too long, a boundary that is not there, a policy removed while it is attached.
And AWS's own policies, each from when it is first asked for: all of them in all accounts take a second at every reset.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""
import functools
import json
import re

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import DeleteConflictException, LimitExceededException, NotFoundException, ValidationError
from moto.iam.models import AWSManagedPolicy, IAMBackend

MANAGED_POLICY, TRUST_POLICY, INLINE_POLICIES, ATTACHED_POLICIES, NAME = 6_144, 2_048, 10_240, 10, 64


def _length(document: str) -> int:
    """White space is not counted."""
    return len(re.sub(r"\s", "", document))


def _refuse_longer(length: int, limit: int, quota: str) -> None:
    if length > limit:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {limit}")


@functools.cache
def _policies_of_aws() -> dict[str, tuple[str, dict]]:
    policies = json.loads(aws_managed_policies_data).items()
    return {f"arn:aws:iam::aws:policy{policy['Path']}{name}": (name, policy) for name, policy in policies}


def _know(self: IAMBackend, policy_arn: str) -> None:
    found = _policies_of_aws().get(policy_arn.replace(f"arn:{self.partition}:", "arn:aws:"))
    if found and policy_arn not in self.managed_policies:
        policy = AWSManagedPolicy.from_data(found[0], self.account_id, self.region_name, found[1])
        self.managed_policies[policy.arn] = policy


def _refuse_boundary(self: IAMBackend, arn: str | None) -> None:
    _know(self, arn or "")
    if arn and arn not in self.managed_policies:
        raise NotFoundException(f"Scope ARN: {arn} does not exist or is not attachable.")


def _before(original, check):
    def checked(self: IAMBackend, *args, **more):
        check(self, *args, **more)
        return original(self, *args, **more)

    return checked


def _create_policy(self: IAMBackend, description, path, policy_document, policy_name, tags) -> None:
    _refuse_longer(_length(policy_document), MANAGED_POLICY, "PolicySize")


def _create_policy_version(self: IAMBackend, policy_arn, policy_document, set_as_default) -> None:
    _refuse_longer(_length(policy_document), MANAGED_POLICY, "PolicySize")


def _create_role(self: IAMBackend, role_name, assume_role_policy_document, path, permissions_boundary, *_, **__) -> None:
    if len(role_name) > NAME:
        raise ValidationError(f"1 validation error detected: Value at 'roleName' must have length less than or equal to {NAME}")
    _refuse_longer(_length(assume_role_policy_document or ""), TRUST_POLICY, "ACLSizePerRole")
    _refuse_boundary(self, permissions_boundary)


def _update_assume_role_policy(self: IAMBackend, role_name, policy_document) -> None:
    _refuse_longer(_length(policy_document), TRUST_POLICY, "ACLSizePerRole")


def _put_role_permissions_boundary(self: IAMBackend, role_name, permissions_boundary) -> None:
    _refuse_boundary(self, permissions_boundary)


def _put_role_policy(self: IAMBackend, role_name, policy_name, policy_json) -> None:
    others = [document for name, document in self.get_role(role_name).policies.items() if name != policy_name]
    _refuse_longer(sum(map(_length, [*others, policy_json])), INLINE_POLICIES, "RolePolicySize")


def _get_policy(self: IAMBackend, policy_arn) -> None:
    _know(self, policy_arn)


def _attach_role_policy(self: IAMBackend, policy_arn, role_name) -> None:
    _know(self, policy_arn)
    attached = self.get_role(role_name).managed_policies
    if policy_arn in attached:
        # moto counts it twice, and it can then never be removed.
        self.managed_policies[policy_arn].attachment_count -= 1
    else:
        _refuse_longer(len(attached) + 1, ATTACHED_POLICIES, "PoliciesPerRole")


def _delete_policy(self: IAMBackend, policy_arn) -> None:
    if self.get_policy(policy_arn).attachment_count > 0:
        raise DeleteConflictException("Cannot delete a policy attached to entities.")


CHECKS = (
    *(_create_policy, _create_policy_version, _create_role, _update_assume_role_policy),
    *(_put_role_permissions_boundary, _put_role_policy, _get_policy, _attach_role_policy, _delete_policy),
)


def install() -> None:
    for check in CHECKS:
        operation = check.__name__.removeprefix("_")
        setattr(IAMBackend, operation, _before(getattr(IAMBackend, operation), check))
