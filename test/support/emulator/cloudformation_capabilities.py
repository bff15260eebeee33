"""
A template that makes roles and policies is refused until somebody has acknowledged that, and again where they have names.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html#using-iam-capabilities
"""
from contextlib import contextmanager
from contextvars import ContextVar

from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.responses import CloudFormationResponse

NAMES = {
    "AWS::IAM::AccessKey": None,
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": None,
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserToGroupAddition": None,
}

# Of the call that is being served. Outside of one, nothing is asked.
_acknowledged: ContextVar[list[str] | None] = ContextVar("acknowledged", default=None)


class InsufficientCapabilities(CloudFormationError):
    code = "InsufficientCapabilitiesException"


@contextmanager
def acknowledged(capabilities: list[str]):
    token = _acknowledged.set(list(capabilities))
    try:
        yield
    finally:
        _acknowledged.reset(token)


def check(template: dict) -> None:
    given = _acknowledged.get()
    if given is None:
        return
    iam = [resource for resource in template.get("Resources", {}).values() if resource["Type"] in NAMES]
    named = any(NAMES[resource["Type"]] in resource.get("Properties", {}) for resource in iam)
    if iam and "CAPABILITY_NAMED_IAM" not in given and (named or "CAPABILITY_IAM" not in given):
        needed = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
        raise InsufficientCapabilities(f"Requires capabilities : [{needed}]")


def _asks(original):
    def operation(self: CloudFormationResponse):
        with acknowledged(self._get_param("Capabilities", [])):
            return original(self)

    return operation


def install() -> None:
    for name in ("create_stack", "update_stack", "create_change_set"):
        setattr(CloudFormationResponse, name, _asks(getattr(CloudFormationResponse, name)))
