"""
Composite alarms, which moto has no operation for. Their state follows the alarms in their rule, which cannot be deleted meanwhile.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
"""
import cloudwatch_rules
from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

ACTIONS = {"alarm_actions": "AlarmActions", "ok_actions": "OKActions", "insufficient_data_actions": "InsufficientDataActions"}
SUPPRESSION = ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")
NOT_OF_A_COMPOSITE = (
    *("namespace", "metric_name", "comparison_operator", "evaluation_periods"),
    *("period", "threshold", "statistic"),
)


def composites(backend: CloudWatchBackend) -> list[Alarm]:
    return [alarm for alarm in backend.alarms.values() if alarm.rule is not None]


def state_by_rule(backend: CloudWatchBackend, alarm: Alarm) -> str:
    state = lambda name: backend.alarms[name].state_value if name in backend.alarms else ""
    return "ALARM" if cloudwatch_rules.read(alarm.rule)(state) else "OK"


def is_suppressed(backend: CloudWatchBackend, alarm: Alarm) -> bool:
    suppressor = backend.alarms.get(cloudwatch_rules.alarm_name(vars(alarm).get("actions_suppressor") or ""))
    return suppressor is not None and suppressor.state_value == "ALARM"


def _put_composite_alarm(self: CloudWatchResponse) -> EmptyResult:
    backend, name, rule = self.cloudwatch_backend, self._get_param("AlarmName"), self._get_param("AlarmRule")
    try:
        cloudwatch_rules.read(rule)
    except cloudwatch_rules.Malformed as malformed:
        raise ValidationError(str(malformed))
    missing = [each for each in cloudwatch_rules.names(rule) if each not in backend.alarms]
    if missing:
        raise ValidationError(f"Could not save the composite alarm as alarms [{', '.join(missing)}] in the alarm rule do not exist")
    alarm = backend.put_metric_alarm(
        **{"name": name, "rule": rule, "tags": self._get_param("Tags", []), "dimensions": []},
        **{"description": self._get_param("AlarmDescription"), "actions_enabled": self._get_bool_param("ActionsEnabled")},
        **{key: self._get_param(parameter, []) for key, parameter in ACTIONS.items()},
        **dict.fromkeys(NOT_OF_A_COMPOSITE),
    )
    alarm.actions_suppressor, alarm.actions_suppressor_wait_period, alarm.actions_suppressor_extension_period = (
        self._get_param(parameter) for parameter in SUPPRESSION
    )
    backend.set_alarm_state(name, f"{name} was created and its alarm rule was evaluated", None, state_by_rule(backend, alarm))
    return EmptyResult()


def _keeps_what_others_need(original):
    def delete_alarms(self: CloudWatchBackend, alarm_names: list[str]) -> None:
        for name in alarm_names:
            staying = [each for each in composites(self) if each.name not in alarm_names]
            if any(name in cloudwatch_rules.names(each.rule) for each in staying):
                raise ValidationError(f"Cannot delete {name} as there are composite alarm(s) depending on it.")
        original(self, alarm_names)

    return delete_alarms


def _tells_kinds(original):
    def describe_alarms(self: CloudWatchResponse) -> ActionResult:
        """Composite alarms are told to those who ask for them."""
        wanted = self._get_param("AlarmTypes") or ["MetricAlarm"]
        # moto reads what may be a generator twice.
        state, backend = self._get_param("StateValue"), self.cloudwatch_backend
        result = original(self).result
        if state:
            alarms = list(backend.get_alarms_by_state_value(state))
            result = {"MetricAlarms": [a for a in alarms if a.rule is None], "CompositeAlarms": [a for a in alarms if a.rule is not None]}
        return ActionResult({f"{kind}s": result[f"{kind}s"] if kind in wanted else [] for kind in ("MetricAlarm", "CompositeAlarm")})

    return describe_alarms


def install() -> None:
    CloudWatchResponse.put_composite_alarm = _put_composite_alarm
    CloudWatchBackend.delete_alarms = _keeps_what_others_need(CloudWatchBackend.delete_alarms)
    CloudWatchResponse.describe_alarms = _tells_kinds(CloudWatchResponse.describe_alarms)
