"""
What EventBridge does once a rule matches: moto knows neither SNS targets, nor the states of a rule, nor dead letters.

The policies of topics and queues are not evaluated: one that exists may be reached. Those of buses are.
"""
import copy
import datetime
import json

import events_permissions
from events_permissions import Undeliverable
from moto.core.utils import unix_time
from moto.events import events_backends
from moto.events.models import Rule
from moto.events.utils import EventTemplateParser
from moto.sns import sns_backends
from moto.sqs import sqs_backends
from moto.utilities.arns import parse_arn
from sns_delivery import put_in_queue

ENVELOPE = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")
EVERYTHING = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
# Where an event has been, kept beside it while it goes from bus to bus. Never delivered.
ORIGIN = "emulator-origin"


def _is_read_only(event: dict) -> bool:
    detail = event.get("detail") or {}
    is_call = event.get("detail-type") == "AWS API Call via CloudTrail" and detail.get("eventCategory") == "Management"
    return is_call and str(detail.get("readOnly")).lower() == "true"


def _time(value: float | str) -> str:
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
        return value
    return datetime.datetime.fromtimestamp(float(value), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _content(target: dict, event: dict) -> str:
    transformer = target.get("InputTransformer")
    if transformer:
        source = {**event, "ingestion-time": event.get("ingestion-time", unix_time())}
        return json.dumps(EventTemplateParser.parse(transformer["InputTemplate"], transformer.get("InputPathsMap", {}), source))
    return json.dumps({name: event[name] for name in ENVELOPE if name in event}, separators=(",", ":"), ensure_ascii=False)


def _to_topic(arn, target: dict, event: dict) -> None:
    backend = sns_backends[arn.account][arn.region]
    if target["Arn"] not in backend.topics:
        raise Undeliverable("NO_RESOURCE", "The specified topic does not exist.")
    backend.publish(_content(target, event), arn=target["Arn"])


def _to_queue(arn, target: dict, event: dict) -> None:
    backend = sqs_backends[arn.account][arn.region]
    if arn.resource_id not in backend.queues:
        raise Undeliverable("NO_RESOURCE", "The specified queue does not exist.")
    group = target.get("SqsParameters", {}).get("MessageGroupId")
    backend.send_message(arn.resource_id, _content(target, event), group_id=group)


def _to_bus(rule: Rule, arn, target: dict, event: dict) -> None:
    """The event keeps what it says of itself. One that came from a bus already goes to no third one."""
    if ORIGIN in event:
        hop = "ACCOUNT" if arn.account != rule.account_id else "REGION"
        raise Undeliverable(f"THIRD_{hop}_HOP_DETECTED", "An event goes from one bus to one other.")
    bus = events_backends[arn.account][arn.region].event_buses.get(arn.resource_id)
    if bus is None:
        raise Undeliverable("NO_RESOURCE", "The specified event bus does not exist.")
    events_permissions.check(rule, target.get("RoleArn"), bus, event)
    for next_rule in list(bus.rules.values()):
        next_rule.send_to_targets({**copy.deepcopy(event), ORIGIN: rule.arn})


def _dead_letter(rule: Rule, target: dict, event: dict, failure: Undeliverable) -> None:
    queue_arn = target.get("DeadLetterConfig", {}).get("Arn")
    if queue_arn:
        names = {"RULE_ARN": rule.arn, "TARGET_ARN": target["Arn"], "ERROR_CODE": failure.code, "ERROR_MESSAGE": str(failure)}
        put_in_queue(queue_arn, _content({}, event), names)


def install() -> None:
    original = Rule.send_to_targets

    def send_to_targets(self: Rule, original_event, transform_input=True):
        event = {**original_event, "time": _time(original_event.get("time") or unix_time())}
        if self.state == "DISABLED" or (self.state != EVERYTHING and _is_read_only(event)):
            return
        if not self.event_pattern.matches_event({name: value for name, value in event.items() if name != ORIGIN}):
            return
        for target in list(self.targets):
            arn = parse_arn(target["Arn"])
            try:
                if arn.service == "sns":
                    _to_topic(arn, target, event)
                elif arn.service == "sqs":
                    _to_queue(arn, target, event)
                elif arn.service == "events" and arn.resource_type == "event-bus":
                    _to_bus(self, arn, target, event)
                else:
                    one = copy.copy(self)
                    one.targets = [target]
                    original(one, original_event, transform_input)
            except Undeliverable as failure:
                _dead_letter(self, target, event, failure)

    Rule.send_to_targets = send_to_targets
