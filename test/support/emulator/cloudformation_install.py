"""
CloudFormation that refuses a template with a type it does not know, where moto would skip it and report success.

Also what moto leaves out of parameters and rules, and of the life of a stack.
"""
import cloudformation_capabilities
import cloudformation_change_sets
import cloudformation_checks
import cloudformation_reading
import cloudformation_types
import cloudformation_updates
import custom_resources
import stack_set_auto_deployment
import stack_set_changes
import stack_set_queries
from moto.cloudformation import models, parsing
from moto.cloudformation.exceptions import CloudFormationError, ValidationError

def _checks_first(original):
    def load_parameters(self: parsing.ResourceMap) -> None:
        if not self._template:
            # Holds the place of a stack whose change set is not executed yet.
            return
        cloudformation_checks.types(self._template)
        cloudformation_capabilities.check(self._template)
        given = self.input_parameters
        self.input_parameters = cloudformation_checks.parameters(self._template, given)
        try:
            original(self)
        finally:
            self.input_parameters = given

    return load_parameters


def _checks_rules(original):
    def load_conditions(self: parsing.ResourceMap) -> None:
        original(self)
        cloudformation_checks.rules(self._template, self)

    return load_conditions


def _rolls_back(original):
    """Nothing stays of a failed stack, as with `--on-failure DELETE`. moto would leave what was made before the failure."""

    def create_stack(self, name, template, parameters, **more):
        known = set(self.stacks)
        try:
            return original(self, name=name, template=template, parameters=parameters, **more)
        except Exception as error:
            for stack_id in set(self.stacks) - known:
                self.stacks.pop(stack_id).delete()
            if isinstance(error, CloudFormationError):
                raise
            raise ValidationError(message=f"Stack {name} was rolled back: {type(error).__name__}: {error}") from error

    return create_stack


def _keeps_defaults(original):
    def resolve(self, instance, incoming_params):
        # The previous value of a parameter that nobody gave is its default, which moto does not find.
        kept = [given for given in incoming_params if "ParameterValue" in given or given["ParameterKey"] in instance.parameters]
        return original(self, instance, kept)

    return resolve


def install() -> None:
    cloudformation_capabilities.install()
    cloudformation_reading.install()
    cloudformation_types.install()
    cloudformation_updates.install()
    cloudformation_change_sets.install()
    custom_resources.install()
    stack_set_changes.install()
    stack_set_queries.install()
    stack_set_auto_deployment.install()
    parsing.ResourceMap.load_parameters = _checks_first(parsing.ResourceMap.load_parameters)
    parsing.ResourceMap.load_conditions = _checks_rules(parsing.ResourceMap.load_conditions)
    # A resource whose condition does not hold is listed by moto as one without a name.
    models.Stack.stack_resources = property(lambda self: [made for made in self.resource_map.values() if made])
    backend = models.CloudFormationBackend
    backend.create_stack = _rolls_back(backend.create_stack)
    backend._resolve_update_parameters = _keeps_defaults(backend._resolve_update_parameters)
