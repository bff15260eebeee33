"""
What follows when an alarm's state changes: its actions, an event on the default bus, and the composite alarms that ask for its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""
import datetime
import json

import cloudwatch_composites
import cloudwatch_rules
from cloudwatch_messages import event_detail, notification
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.events import events_backends
from moto.sns import sns_backends
from moto.utilities.arns import parse_arn


def _put_event(backend: CloudWatchBackend, alarm: Alarm, previous: dict) -> None:
    entry = {
        **{"Source": "aws.cloudwatch", "DetailType": "CloudWatch Alarm State Change", "Resources": [alarm.alarm_arn]},
        "Detail": json.dumps(event_detail(alarm, previous, cloudwatch_composites.is_suppressed(backend, alarm))),
    }
    events_backends[backend.account_id][backend.region_name].put_events([entry])


def _act(backend: CloudWatchBackend, alarm: Alarm, previous: dict) -> None:
    by_state = {"OK": alarm.ok_actions, "ALARM": alarm.alarm_actions, "INSUFFICIENT_DATA": alarm.insufficient_data_actions}
    for action in by_state[alarm.state_value]:
        arn = parse_arn(action)
        if arn.service == "sns" and action in sns_backends[arn.account][arn.region].topics:
            subject = f'{alarm.state_value}: "{alarm.name}" in {backend.region_name}'[:100]
            message = json.dumps(notification(backend, alarm, previous))
            sns_backends[arn.account][arn.region].publish(message, arn=action, subject=subject)


def _follows_up(original):
    def set_alarm_state(self: CloudWatchBackend, alarm_name, reason, reason_data, state_value):
        known = self.alarms.get(alarm_name)
        previous = known and {"value": known.state_value, "reason": known.state_reason, "timestamp": known.state_updated_timestamp}
        original(self, alarm_name, reason, reason_data, state_value)
        alarm = self.alarms[alarm_name]
        if previous["value"] == state_value:
            return
        _put_event(self, alarm, previous)
        if alarm.actions_enabled and not cloudwatch_composites.is_suppressed(self, alarm):
            _act(self, alarm, previous)
        for composite in cloudwatch_composites.composites(self):
            if alarm_name in cloudwatch_rules.names(composite.rule):
                now = datetime.datetime.now(datetime.timezone.utc).strftime("%A %d %B, %Y %H:%M:%S UTC")
                said = f"{alarm.alarm_arn} transitioned to {state_value} at {now}"
                self.set_alarm_state(composite.name, said, None, cloudwatch_composites.state_by_rule(self, composite))

    return set_alarm_state


def _keeps_state(original):
    """An alarm begins without data, and putting it again changes what it watches, not its state."""

    def put_metric_alarm(self: CloudWatchBackend, name, **more):
        before = self.alarms.get(name)
        alarm = original(self, name=name, **more)
        if before is None:
            alarm.state_value = "INSUFFICIENT_DATA"
        else:
            alarm.state_value, alarm.state_reason = before.state_value, before.state_reason
            alarm.state_updated_timestamp = before.state_updated_timestamp
        return alarm

    return put_metric_alarm


def install() -> None:
    CloudWatchBackend.put_metric_alarm = _keeps_state(CloudWatchBackend.put_metric_alarm)
    CloudWatchBackend.set_alarm_state = _follows_up(CloudWatchBackend.set_alarm_state)
