"""
What is refused of a stack set's template and its parameters before anything is deployed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs.html#stacksets-orgs-considerations
"""
import cloudformation_capabilities
import cloudformation_checks
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Stack

MAX_BYTES = 51_200
NESTED = {"AWS::CloudFormation::Stack": "Stack", "AWS::CloudFormation::StackSet": "StackSet"}


def _transforms(value) -> bool:
    if isinstance(value, list):
        return any(map(_transforms, value))
    return isinstance(value, dict) and any(key in ("Transform", "Fn::Transform") or _transforms(each) for key, each in value.items())


def read(body: str, permission_model: str, capabilities: list[str]) -> dict:
    if len(body.encode()) > MAX_BYTES:
        raise ValidationError(message=f"'templateBody' failed to satisfy constraint: Member must have length less than or equal to {MAX_BYTES}")
    template = Stack.parse_template(body)
    cloudformation_checks.types(template)
    if permission_model == "SERVICE_MANAGED":
        if _transforms(template):
            raise ValidationError(message="Transform is not supported in SERVICE_MANAGED permission model")
        for resource in template["Resources"].values():
            if resource["Type"] in NESTED:
                raise ValidationError(message=f"{NESTED[resource['Type']]} resource is not supported in SERVICE_MANAGED permission model")
    with cloudformation_capabilities.acknowledged(capabilities):
        cloudformation_capabilities.check(template)
    return template


def parameters(template: dict, given: dict[str, str]) -> dict[str, str]:
    """Of every parameter of the template, the defaults too."""
    values = cloudformation_checks.parameters(template, given)
    missing = [name for name in template.get("Parameters", {}) if name not in values]
    if missing:
        raise ValidationError(message=f"Parameters: [{', '.join(missing)}] must have values")
    return values
