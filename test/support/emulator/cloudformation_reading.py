"""How a template is read: the short forms of functions, dates that are text, and `AWS::NoValue` in a list."""
import datetime

import yaml
from moto.cloudformation import models, parsing, responses

LONG_FORMS = {"!Ref": "Ref", "!Condition": "Condition"}


def _short_form(loader, tag: str, node) -> dict:
    """moto makes a function of `!Condition`, which then never holds, and nothing usable of a mapping behind a tag."""
    if isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = node.value.split(".", 1) if tag == "!GetAtt" else node.value
    return {LONG_FORMS.get(tag, f"Fn::{tag[1:]}"): value}


def _dates_as_text(value):
    """`Version: 2012-10-17` is text to CloudFormation, quoted or not."""
    if isinstance(value, dict):
        return {key: _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _reads_dates(original):
    return lambda template: _dates_as_text(original(template))


def _without_novalue(original):
    def clean_json(resource_json, resources_map):
        cleaned = original(resource_json, resources_map)
        # It removes an item of a list as it removes a property.
        return [item for item in cleaned if item is not None] if isinstance(resource_json, list) else cleaned

    return clean_json


def install() -> None:
    models.yaml_tag_constructor = responses.yaml_tag_constructor = _short_form
    models.Stack.parse_template = staticmethod(_reads_dates(models.Stack.parse_template))
    parsing.clean_json = _without_novalue(parsing.clean_json)
