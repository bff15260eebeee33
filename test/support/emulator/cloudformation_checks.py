"""What CloudFormation refuses before it makes anything: unknown types, wrong parameters, rules that do not hold."""
import re

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError


def types(template: dict) -> None:
    known = parsing.get_model_map()
    used = {resource["Type"] for resource in template.get("Resources", {}).values()}
    used = {name for name in used if not name.startswith("Custom::")}
    unknown = sorted(name for name in used if name not in known and name not in parsing.NULL_MODELS)
    if unknown:
        raise ValidationError(message=f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]")


def _text(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refusal(name: str, slot: dict, value: str) -> str | None:
    is_list = slot.get("Type") == "CommaDelimitedList" or str(slot.get("Type", "")).startswith("List<")
    for item in [part.strip() for part in value.split(",")] if is_list else [value]:
        if "AllowedPattern" in slot and not re.fullmatch(slot["AllowedPattern"], item):
            return f"Parameter '{name}' must match pattern {slot['AllowedPattern']}"
        if "AllowedValues" in slot and item not in [_text(allowed) for allowed in slot["AllowedValues"]]:
            return f"Parameter '{name}' must be one of AllowedValues"
    if slot.get("Type") == "Number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            return f"Parameter '{name}' must be a number."
        if "MinValue" in slot and float(value) < float(slot["MinValue"]):
            return f"Parameter '{name}' must be a number not less than {slot['MinValue']}"
        if "MaxValue" in slot and float(value) > float(slot["MaxValue"]):
            return f"Parameter '{name}' must be a number not greater than {slot['MaxValue']}"
    if "MinLength" in slot and len(value) < int(slot["MinLength"]):
        return f"Parameter '{name}' must contain at least {slot['MinLength']} characters"
    if "MaxLength" in slot and len(value) > int(slot["MaxLength"]):
        return f"Parameter '{name}' must contain at most {slot['MaxLength']} characters"
    return None


def parameters(template: dict, given: dict) -> dict:
    """The given values and the defaults of the others, so that moto makes lists and numbers of defaults too."""
    slots = template.get("Parameters", {})
    unknown = [name for name in given if name not in slots]
    if unknown:
        raise ValidationError(message=f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    values = {}
    for name, slot in slots.items():
        value = given.get(name, slot.get("Default"))
        if value is None:
            continue
        # An update passes what was resolved before, lists and all.
        values[name] = ",".join(map(_text, value)) if isinstance(value, list) else _text(value)
        refusal = None if slot["Type"].startswith("AWS::SSM::") else _refusal(name, slot, values[name])
        if refusal:
            said = slot.get("ConstraintDescription")
            raise ValidationError(message=f"Parameter {name} failed to satisfy constraint: {said}" if said else refusal)
    return values


def _holds(expression: dict, resources: parsing.ResourceMap) -> bool:
    operator, operands = next(iter(expression.items()))
    if operator == "Fn::And":
        return all(_holds(operand, resources) for operand in operands)
    if operator == "Fn::Or":
        return any(_holds(operand, resources) for operand in operands)
    if operator == "Fn::Not":
        return not _holds(operands[0], resources)
    values = [parsing.clean_json(operand, resources) for operand in operands]
    if operator == "Fn::Equals":
        return _text(values[0]) == _text(values[1])
    if operator == "Fn::Contains":
        return values[1] in values[0]
    if operator == "Fn::EachMemberEquals":
        return all(member == values[1] for member in values[0])
    if operator == "Fn::EachMemberIn":
        return all(member in values[1] for member in values[0])
    raise ValidationError(message=f"Template validation error: {operator} is not supported in Rules")


def rules(template: dict, resources: parsing.ResourceMap) -> None:
    for rule in template.get("Rules", {}).values():
        if "RuleCondition" in rule and not _holds(rule["RuleCondition"], resources):
            continue
        for assertion in rule["Assertions"]:
            if not _holds(assertion["Assert"], resources):
                raise ValidationError(message=f"Template error: {assertion.get('AssertDescription', 'a rule does not hold')}")
