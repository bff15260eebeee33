"""
What moto leaves out of event buses: a policy that is put replaces the one before, a bus is updated, and one with rules is not deleted.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html
"""
import json

from moto.core.utils import unix_time
from moto.events.exceptions import ResourceNotFoundException, ValidationException
from moto.events.models import EventBus, EventsBackend
from moto.events.responses import EventsHandler


class _Statement:
    def __init__(self, statement: dict):
        self._statement = statement
        self.principal = statement.get("Principal")

    def describe(self) -> dict:
        return self._statement


def _replace_policy(self: EventBus, policy: dict) -> None:
    # moto merges, and drops statements of the same principal.
    statements = {statement.get("Sid") or f"#{index}": _Statement(statement) for index, statement in enumerate(policy["Statement"])}
    if len(statements) != len(policy["Statement"]):
        raise ValidationException("Statement IDs (SID) in a single policy must be unique.")
    self._statements = statements


def _add_permission(self: EventBus, statement_id: str, action: str, principal: dict, condition: dict | None) -> None:
    # "Any account" is written as such, and not as an account's root.
    anyone = ":iam::*:" in str(principal)
    statement = {"Sid": statement_id, "Effect": "Allow", "Principal": "*" if anyone else principal, "Action": action}
    statement["Resource"] = self.arn
    self._statements[statement_id] = _Statement({**statement, **({"Condition": condition} if condition else {})})


def _update_event_bus(self: EventsHandler):
    bus = self.events_backend.describe_event_bus(self._get_param("Name"))
    bus.description = self._get_param("Description")
    bus.kms_key_identifier = self._get_param("KmsKeyIdentifier")
    bus.dead_letter_config = self._get_param("DeadLetterConfig")
    bus.last_modified_time = unix_time()
    return json.dumps({"Arn": bus.arn, "Name": bus.name, "Description": bus.description}), self.response_headers


def _keeps_used_buses(original):
    def delete_event_bus(self: EventsBackend, name: str) -> None:
        bus = self.event_buses.get(name.split("/")[-1])
        if bus and bus.rules:
            raise ValidationException(f"EventBus {bus.name} can't be deleted since it has rules.")
        original(self, name.split("/")[-1])

    return delete_event_bus


def _exact(original):
    """Tags are those of an ARN. moto takes its last part for the name, which a rule of each of two buses may have."""

    def tagged(self: EventsBackend, arn: str, *more):
        known = {each.arn for bus in self.event_buses.values() for each in (bus, *bus.rules.values())}
        if arn not in known:
            raise ResourceNotFoundException(f"Rule {arn.split('/')[-1]} does not exist on EventBus default.")
        return getattr(self.tagger, original)(arn, *more)

    return tagged


def install() -> None:
    EventBus.add_policy = _replace_policy
    EventBus.add_permission = _add_permission
    EventsHandler.update_event_bus = _update_event_bus
    EventsBackend.delete_event_bus = _keeps_used_buses(EventsBackend.delete_event_bus)
    EventsBackend.list_tags_for_resource = _exact("list_tags_for_resource")
    EventsBackend.tag_resource = _exact("tag_resource")
    EventsBackend.untag_resource = _exact("untag_resource_using_names")
