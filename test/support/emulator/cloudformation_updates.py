"""
How a stack is made, changed and removed.

moto updates what is written otherwise in the template; AWS updates what comes to something else: a condition that turned, a value
that came by way of another resource. It creates and changes in the order of dependencies, and removes in the end.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""
import copy

from cloudformation_order import dependency_order
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend, Stack
from moto.cloudformation.parsing import ResourceMap


def _is_wanted(self: ResourceMap, resource: dict) -> bool:
    return "Condition" not in resource or bool(self.lazy_condition_map[resource["Condition"]])


def _resolved(self: ResourceMap, name: str) -> dict:
    return parsing.clean_json(copy.deepcopy(self._resource_json_map[name]), self)


def _made(self: ResourceMap) -> dict:
    return {name: self._parsed_resources[name] for name in self._resource_json_map if self._parsed_resources.get(name)}


def _change(self: ResourceMap, name: str, before: dict):
    """The resource as the template has it now: the same, or another one in its place."""
    old, resolved = self._parsed_resources[name], _resolved(self, name)
    if resolved["Type"] != before["Type"]:
        raise ValidationError(message=f"Update of resource type is not permitted: {name}")
    if resolved.get("Properties", {}) == before.get("Properties", {}):
        return old
    resolved.setdefault("Properties", {})
    of_type = parsing.resource_class_from_type(resolved["Type"])
    new_name = parsing.generate_resource_name(resolved["Type"], self["AWS::StackName"], name)
    given = of_type.cloudformation_name_type()
    if given:
        # A type of moto's own makes another resource for another name.
        new_name = resolved["Properties"].get(given) or getattr(old, "name", None) or old.physical_resource_id
    where = {"account_id": self._account_id, "region_name": self._region_name}
    new = of_type.update_from_cloudformation_json(
        original_resource=old, new_resource_name=new_name, cloudformation_json=resolved, **where
    )
    new.cf_resource_type, new.logical_resource_id = resolved["Type"], name
    return new


def _load(self: ResourceMap, template: dict, parameters: dict) -> None:
    self._template, self._resource_json_map, self.input_parameters = template, template["Resources"], parameters
    self.resolved_parameters = {}
    self.load_mapping()
    self.load_parameters()
    self.load_conditions()


def _check_outputs(self: ResourceMap) -> None:
    self.validate_outputs()
    for name, output in (self._template.get("Outputs") or {}).items():
        parsing.parse_output(name, output, self)


def _take_back(self: ResourceMap, made: dict, before: dict) -> None:
    for name in reversed(list(_made(self))):
        resource, old = self._parsed_resources.pop(name), made.get(name)
        if old is None or resource.physical_resource_id != old.physical_resource_id:
            self._delete_resource(resource, self._resource_json_map[name])
        else:
            where = {"account_id": self._account_id, "region_name": self._region_name}
            made[name] = resource.update_from_cloudformation_json(
                original_resource=resource, new_resource_name=name, cloudformation_json=before[name], **where
            )
            made[name].cf_resource_type, made[name].logical_resource_id = before[name]["Type"], name
    self._parsed_resources.update(made)


def _update(self: ResourceMap, template: dict, parameters: dict | None = None) -> None:
    known = (self._template, self.input_parameters)
    made = _made(self)
    before = {name: _resolved(self, name) for name in made}
    replaced = []
    for name in made:
        del self._parsed_resources[name]
    try:
        _load(self, template, self.input_parameters if parameters is None else parameters)
        kept = {name: made[name] for name, resource in template["Resources"].items() if name in made and _is_wanted(self, resource)}
        self._parsed_resources.update(kept)
        for name in dependency_order(template["Resources"]):
            if name not in kept:
                self[name]
                continue
            self._parsed_resources[name] = _change(self, name, before[name])
            if self._parsed_resources[name].physical_resource_id != made[name].physical_resource_id:
                replaced.append(name)
        _check_outputs(self)
    except Exception:
        _take_back(self, made, before)
        _load(self, *known)
        raise
    removed = [name for name in made if name not in kept and before[name].get("DeletionPolicy") != "Retain"]
    superseded = [name for name in replaced if before[name].get("UpdateReplacePolicy") != "Retain"]
    for name in reversed([*removed, *superseded]):
        self._delete_resource(made[name], before[name])


def _create(self: ResourceMap, template: dict) -> bool:
    """In the order of dependencies. moto makes what is referred to when it comes upon it, and so DependsOn comes too late for that."""
    self._template, self._resource_json_map = template, template["Resources"]
    for name in dependency_order(self._resource_json_map):
        self[name]
    _check_outputs(self)
    return self.creation_complete()


def _delete(self: ResourceMap) -> None:
    """What was made last goes first, and what cannot go stops the rest. moto goes round until something gives way."""
    for name in reversed(dependency_order(self._resource_json_map)):
        resource = self._parsed_resources.get(name)
        if resource and self._resource_json_map[name].get("DeletionPolicy") != "Retain":
            self._delete_resource(resource, self._resource_json_map[name])
            del self._parsed_resources[name]


def _heeds_conditions(original):
    """A template may not refer to what a condition leaves out. moto takes the property away instead."""

    def clean_json(resource_json, resources_map):
        name = resource_json.get("Ref") if isinstance(resource_json, dict) else None
        left_out = isinstance(name, str) and isinstance(resources_map, ResourceMap) and name in resources_map._resource_json_map
        if left_out and not _is_wanted(resources_map, resources_map._resource_json_map[name]):
            raise ValidationError(message=f"Template format error: Unresolved resource dependencies [{name}]")
        return original(resource_json, resources_map)

    return clean_json


def _rolls_back(original):
    """A stack whose update fails is as it was. AWS says so in the stack's events; here it is said at once."""

    def update(self: Stack, template, role_arn=None, parameters=None, tags=None):
        template_before = self.template
        try:
            original(self, template, role_arn, parameters, tags)
        except Exception as error:
            self.template, self.status = template_before, "UPDATE_ROLLBACK_COMPLETE"
            self._parse_template()
            said = str(error) if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
            raise ValidationError(message=f"Stack {self.name} was rolled back: {said}") from error

    return update


def _keeps_failed(original):
    """A stack that could not be deleted is still there, with what is left of it."""

    def delete_stack(self: CloudFormationBackend, name_or_stack_id: str) -> None:
        stack = self.stacks.get(name_or_stack_id)
        try:
            original(self, name_or_stack_id)
        except Exception as error:
            if stack is None:
                raise
            stack.status = "DELETE_FAILED"
            self.stacks[stack.stack_id] = stack
            raise ValidationError(message=f"Stack {stack.name} could not be deleted: {error}") from error

    return delete_stack


def install() -> None:
    ResourceMap.update, ResourceMap.create, ResourceMap.delete = _update, _create, _delete
    parsing.clean_json = _heeds_conditions(parsing.clean_json)
    Stack.update = _rolls_back(Stack.update)
    CloudFormationBackend.delete_stack = _keeps_failed(CloudFormationBackend.delete_stack)
