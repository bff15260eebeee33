"""A role as policies see it: found by its ARN, with the names it goes by and the policies it has."""
import json

from moto.iam.models import ManagedPolicy, Role, iam_backends
from moto.utilities.arns import parse_arn


def find(arn: str) -> Role | None:
    roles = iam_backends[parse_arn(arn).account]["aws"].get_roles()
    return next((role for role in roles if role.arn == arn), None)


def names_of(role: Role) -> frozenset[str]:
    return frozenset({f"AWS:{role.arn}", f"AWS:arn:aws:iam::{role.account_id}:root", f"AWS:{role.account_id}"})


def document_of(policy: ManagedPolicy) -> dict:
    return json.loads(next(each.document for each in policy.versions if each.version_id == policy.default_version_id))


def identity_policies(role: Role) -> list[dict]:
    return [*map(json.loads, role.policies.values()), *map(document_of, role.managed_policies.values())]


def boundary_of(role: Role) -> list[dict] | None:
    """Nothing is within a boundary that is not there."""
    if not role.permissions_boundary_arn:
        return None
    policy = iam_backends[role.account_id]["aws"].managed_policies.get(role.permissions_boundary_arn)
    return [document_of(policy)] if policy else []
