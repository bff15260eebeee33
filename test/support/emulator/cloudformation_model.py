"""How a function that makes something becomes a resource type of moto's CloudFormation."""
from collections.abc import Callable
from dataclasses import dataclass, field

from moto.cloudformation.exceptions import UnformattedGetAttTemplateException
from moto.core.common_models import CloudFormationModel


@dataclass
class Made:
    physical_id: str
    undo: Callable[[], object]
    attributes: dict[str, str] = field(default_factory=dict)


class _Resource:
    """moto finds the direct subclasses of its model, so this is mixed in and is none itself."""

    made: Made
    make: Callable[[dict, str, str, str], Made]
    type_name: str

    @property
    def physical_resource_id(self) -> str:
        return self.made.physical_id

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr in ("Arn", "Id")

    def get_cfn_attribute(self, attribute_name: str) -> str:
        attributes = {"Id": self.made.physical_id, **self.made.attributes}
        if attribute_name not in attributes:
            raise UnformattedGetAttTemplateException()
        return attributes[attribute_name]

    def is_created(self) -> bool:
        return True

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @classmethod
    def cloudformation_type(cls) -> str:
        return cls.type_name

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        resource = cls()
        resource.made = cls.make(cloudformation_json["Properties"], account_id, region_name, resource_name)
        return resource

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        # Made again over the old one, under the old name: only what now is another thing is removed.
        before = original_resource.made
        name = before.physical_id.split("/")[-1]
        resource = cls.create_from_cloudformation_json(name, cloudformation_json, account_id, region_name)
        kept = cloudformation_json.get("UpdateReplacePolicy") == "Retain"
        if resource.made.physical_id != before.physical_id and not kept:
            before.undo()
        return resource

    def delete(self, account_id: str, region_name: str) -> None:
        self.made.undo()

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        # moto comes here when `delete` raises what it takes for a missing method.
        raise RuntimeError(f"{cls.type_name} {resource_name} could not be removed")


def register(type_name: str, make: Callable[[dict, str, str, str], Made]) -> type:
    members = {"type_name": type_name, "make": staticmethod(make)}
    return type(type_name.replace("::", ""), (_Resource, CloudFormationModel), members)
