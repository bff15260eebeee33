"""
Updates, and the change sets that `aws cloudformation deploy` makes of them. moto gives up on both where a condition leaves something out.

What a change set would change is not told. It is kept until it is executed, and then does what CreateStack and UpdateStack do.
"""
from moto.cloudformation import parsing
from moto.cloudformation.models import ChangeSet, CloudFormationBackend


def _heeds_conditions(original):
    def parse_and_update_resource(logical_id, resource_json, resources_map, account_id, region_name):
        condition = resource_json.get("Condition")
        if condition and not resources_map.lazy_condition_map[condition]:
            made = resources_map._parsed_resources.get(logical_id)
            if made:
                resources_map._delete_resource(made, resource_json)
            return None
        return original(logical_id, resource_json, resources_map, account_id, region_name)

    return parse_and_update_resource


def _execute_change_set(self: CloudFormationBackend, change_set_name: str, stack_name: str | None = None) -> None:
    change_set = self.describe_change_set(change_set_name)
    stack = self.stacks[change_set.stack_id]
    if change_set.change_set_type == "CREATE":
        # Held a place until now.
        del self.stacks[change_set.stack_id]
        stack = self.create_stack(name=stack.name, template=change_set.template, parameters=change_set.parameters, tags=change_set.tags)
        change_set.stack_id = stack.stack_id
    else:
        stack.update(change_set.template, parameters=change_set.parameters, tags=change_set.tags)
    change_set.execution_status = "EXECUTE_COMPLETE"


def install() -> None:
    parsing.parse_and_update_resource = _heeds_conditions(parsing.parse_and_update_resource)
    ChangeSet.diff = lambda self: []
    CloudFormationBackend.execute_change_set = _execute_change_set
