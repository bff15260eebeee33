"""
AWS::Events::Rule, EventBus and EventBusPolicy. What stands on a bus that is not the default one is known by both names.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Events.html
"""
import json

from cloudformation_model import Made, refuse_existing, retag, shortened, undone_on_failure, without
from moto.cloudformation.exceptions import ValidationError
from moto.events import events_backends
from own_api import Api, api


def _retag(events: Api, arn: str, before: dict, after: dict) -> None:
    tag = lambda tags: events.tag_resource(ResourceARN=arn, Tags=tags)
    retag(before, after, tag, lambda keys: events.untag_resource(ResourceARN=arn, TagKeys=keys))


def _rule(properties: dict, account: str, region: str, name: str) -> Made:
    events, name = api("events", account, region), properties.get("Name") or shortened(name, 64)
    # By name or by ARN.
    bus = (properties.get("EventBusName") or "default").split("/")[-1]
    named = {"Name": name, "EventBusName": bus}
    buses = events_backends[account][region].event_buses
    refuse_existing(f"Rule {name}", bus in buses and name in buses[bus].rules)

    def put(after: dict) -> str:
        return events.put_rule(**{**without(after, "Targets"), **named})["RuleArn"]

    def set_targets(before: dict, after: dict) -> None:
        old, new = ({each["Id"]: each for each in of.get("Targets", [])} for of in (before, after))
        gone = [each for each in old if each not in new]
        if gone:
            events.remove_targets(Rule=name, EventBusName=bus, Ids=gone)
        if new:
            answer = events.put_targets(Rule=name, EventBusName=bus, Targets=list(new.values()))
            for failed in answer.get("FailedEntries", []):
                raise ValidationError(message=f"{failed['ErrorCode']}: {failed['ErrorMessage']}")

    def change(before: dict, after: dict) -> None:
        put(without(after, "Tags"))
        set_targets(before, after)
        _retag(events, arn, before, after)

    def undo() -> None:
        if bus in buses and name in buses[bus].rules:
            ids = [target["Id"] for target in buses[bus].rules[name].targets]
            if ids:
                events.remove_targets(Rule=name, EventBusName=bus, Ids=ids)
            events.delete_rule(**named)

    arn = put(properties)
    made = Made(name if bus == "default" else f"{bus}|{name}", undo, {"Arn": arn}, change)
    with undone_on_failure(made):
        set_targets({}, properties)
    return made


def _bus(properties: dict, account: str, region: str, name: str) -> Made:
    events, name = api("events", account, region), properties["Name"]
    arn = events.create_event_bus(**without(properties, "Policy"))["EventBusArn"]

    def change(before: dict, after: dict) -> None:
        events.update_event_bus(**without(after, "Policy", "Tags", "EventSourceName"))
        _retag(events, arn, before, after)
        if "Policy" in after:
            events.put_permission(EventBusName=name, Policy=after["Policy"])
        elif "Policy" in before:
            events.remove_permission(EventBusName=name, RemoveAllPermissions=True)

    made = Made(name, lambda: events.delete_event_bus(Name=name), {"Arn": arn, "Name": name}, change)
    with undone_on_failure(made):
        if "Policy" in properties:
            events.put_permission(EventBusName=name, Policy=properties["Policy"])
    return made


def _bus_policy(properties: dict, account: str, region: str, name: str) -> Made:
    """One statement among those of the bus: the others are somebody else's."""
    events, sid = api("events", account, region), properties["StatementId"]
    bus = properties.get("EventBusName") or "default"
    described = events.describe_event_bus(Name=bus)
    others = json.loads(described.get("Policy") or '{"Statement": []}')["Statement"]
    if "Statement" in properties:
        statement = {**properties["Statement"], "Sid": sid}
        kept = [other for other in others if other.get("Sid") != sid]
        events.put_permission(EventBusName=bus, Policy={"Version": "2012-10-17", "Statement": [*kept, statement]})
    else:
        asked = {"Condition": properties["Condition"]} if "Condition" in properties else {}
        action = properties.get("Action", "events:PutEvents")
        events.put_permission(EventBusName=bus, StatementId=sid, Action=action, Principal=properties["Principal"], **asked)
    buses = events_backends[account][region].event_buses
    return Made(f"{bus}|{sid}", lambda: bus in buses and buses[bus].remove_statement(sid))


TYPES = {
    "AWS::Events::Rule": (_rule, "Name", "EventBusName"),
    "AWS::Events::EventBus": (_bus, "Name", "EventSourceName"),
    "AWS::Events::EventBusPolicy": (_bus_policy, "EventBusName", "StatementId"),
}
