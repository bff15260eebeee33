"""
The resource types the templates use, made as AWS says. Each is a function of properties, account, Region and a generated name.

To add one: such a function in a file of its service, listed in its TYPES with the properties that cannot change in place. It tells
the physical id, what undoes it, what `Fn::GetAtt` reads and what changes it.
"""
import cloudformation_events
import cloudformation_iam
import cloudformation_lambda
import cloudformation_messaging
import cloudformation_monitoring
import cloudformation_stack_sets
import cloudformation_storage
from cloudformation_model import register

SERVICES = (
    *(cloudformation_events, cloudformation_iam, cloudformation_lambda, cloudformation_messaging),
    *(cloudformation_monitoring, cloudformation_stack_sets, cloudformation_storage),
)

# moto finds types among the living subclasses of its model, so they must be kept.
_MODELS: list[type] = []


def install() -> None:
    for service in SERVICES:
        _MODELS.extend(register(name, make, replaced_by) for name, (make, *replaced_by) in service.TYPES.items())
