"""How a function that makes something becomes a resource type of moto's CloudFormation."""
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError
from moto.core.common_models import CloudFormationModel


@dataclass
class Made:
    physical_id: str
    undo: Callable[[], object]
    attributes: dict[str, str] = field(default_factory=dict)
    # Takes its properties before and after. Where there is none, it is made again over the old one, under the old name.
    change: Callable[[dict, dict], object] | None = None


Make = Callable[[dict, str, str, str], Made]


class _Resource:
    """moto finds the direct subclasses of its model, so this is mixed in and is none itself."""

    made: Made
    properties: dict
    make: Make
    type_name: str
    replaced_by: tuple[str, ...]

    @property
    def physical_resource_id(self) -> str:
        return self.made.physical_id

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        # Whether there is one is known once it is made: a stack whose outputs cannot be read is rolled back.
        return True

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
        resource.properties = cloudformation_json["Properties"]
        resource.made = cls.make(resource.properties, account_id, region_name, resource_name)
        return resource

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        """The same resource, or another one in its place. Whoever updates a stack removes the old one in the end, as AWS does."""
        before, after = original_resource.properties, cloudformation_json["Properties"]
        where = (cloudformation_json, account_id, region_name)
        if any(before.get(name) != after.get(name) for name in cls.replaced_by):
            return cls.create_from_cloudformation_json(new_resource_name, *where)
        if original_resource.made.change is None:
            name = original_resource.physical_resource_id.split("/")[-1]
            return cls.create_from_cloudformation_json(name, *where)
        try:
            original_resource.made.change(before, after)
        except Exception:
            original_resource.made.change(after, before)
            raise
        original_resource.properties = after
        return original_resource

    def delete(self, account_id: str, region_name: str) -> None:
        self.made.undo()

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        # moto comes here when `delete` raises what it takes for a missing method.
        raise RuntimeError(f"{cls.type_name} {resource_name} could not be removed")


def register(type_name: str, make: Make, replaced_by: tuple[str, ...] = ()) -> type:
    """Takes the place of moto's own type of that name, if there is one. `replaced_by` are properties that cannot change in place."""
    members = {"type_name": type_name, "make": staticmethod(make), "replaced_by": replaced_by}
    return type(type_name.replace("::", ""), (_Resource, CloudFormationModel), members)


@contextmanager
def undone_on_failure(made: Made) -> Iterator[None]:
    """What is made in several calls is not left half made."""
    try:
        yield
    except Exception:
        made.undo()
        raise


def only(properties: dict, *names: str) -> dict:
    """Nothing is passed over in silence: a property that is not among these fails the stack."""
    unknown = [name for name in properties if name not in names]
    if unknown:
        raise ValidationError(message=f"Encountered unsupported property {', '.join(unknown)}")
    return properties


def refuse_existing(what: str, exists: bool) -> None:
    """Where the API would write over it, a stack does not."""
    if exists:
        raise ValidationError(message=f"{what} already exists")


def without(properties: dict, *names: str) -> dict:
    return {name: value for name, value in properties.items() if name not in names}


def shortened(name: str, limit: int) -> str:
    """A generated name ends with what makes it the only one of its kind."""
    return name if len(name) <= limit else f"{name[:limit - 13]}{name[-13:]}"


def retag(before: dict, after: dict, tag: Callable[[list], object], untag: Callable[[list], object]) -> None:
    old, new = ([each for each in properties.get("Tags", [])] for properties in (before, after))
    if old == new:
        return
    gone = [each["Key"] for each in old if each["Key"] not in {other["Key"] for other in new}]
    if gone:
        untag(gone)
    if new:
        tag(new)
