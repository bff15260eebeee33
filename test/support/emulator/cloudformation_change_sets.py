"""
The change sets that `aws cloudformation deploy` makes. moto gives up on them where a condition leaves something out.

What one would change is not told. It is kept until it is executed, and then does what CreateStack and UpdateStack do.
"""
from moto.cloudformation.models import ChangeSet, CloudFormationBackend


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
    ChangeSet.diff = lambda self: []
    CloudFormationBackend.execute_change_set = _execute_change_set
