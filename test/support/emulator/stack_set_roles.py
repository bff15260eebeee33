"""
The roles of a self-managed stack set: CloudFormation assumes one in its own account, and by that one another in each target account.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
"""
import json

from iam_decisions import Request, decide
from iam_roles import find, identity_policies, names_of
from moto.cloudformation.exceptions import ValidationError
from moto.iam.models import Role

ADMINISTRATION, EXECUTION = "AWSCloudFormationStackSetAdministrationRole", "AWSCloudFormationStackSetExecutionRole"


def _trusts(role: Role, principals: frozenset[str], context: dict[str, str] | None = None) -> bool:
    asked = Request("sts:AssumeRole", role.arn, principals, context or {})
    return decide([json.loads(role.assume_role_policy_document)], asked) == "Allow"


def administration_role(account: str, arn: str, stack_set_arn: str) -> Role:
    role, name = find(arn), arn.split("/")[-1]
    service = frozenset({"Service:cloudformation.amazonaws.com"})
    if role is None or not _trusts(role, service, {"aws:SourceAccount": account, "aws:SourceArn": stack_set_arn}):
        said = f"Account {account} should have '{name}' role with trust relationship to CloudFormation service."
        raise ValidationError(message=said)
    return role


def check_execution_role(administration: Role, account: str, name: str) -> None:
    arn = f"arn:aws:iam::{account}:role/{name}"
    role = find(arn)
    if role is None or not _trusts(role, names_of(administration)):
        trusted = f"trust relationship to Role '{administration.name}'"
        raise ValidationError(message=f"Account {account} should have '{name}' role with {trusted}.")
    if decide(identity_policies(administration), Request("sts:AssumeRole", arn, names_of(administration))) != "Allow":
        raise ValidationError(message=f"'{administration.name}' is not authorized to perform: sts:AssumeRole on resource: {arn}")
