"""An alarm whose state changes publishes to the topics among its actions, with the message that CloudWatch writes."""
import datetime
import json

from moto.cloudwatch.models import CloudWatchBackend
from moto.sns import sns_backends
from moto.utilities.arns import parse_arn


def _message(alarm, account_id: str, region: str, before: str, reason: str) -> str:
    return json.dumps(
        {
            "AlarmName": alarm.name,
            "AlarmDescription": alarm.description,
            "AWSAccountId": account_id,
            "AlarmConfigurationUpdatedTimestamp": alarm.configuration_updated_timestamp.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "NewStateValue": alarm.state_value,
            "NewStateReason": reason,
            "StateChangeTime": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "Region": region,
            "AlarmArn": alarm.alarm_arn,
            "OldStateValue": before,
            "OKActions": alarm.ok_actions,
            "AlarmActions": alarm.alarm_actions,
            "InsufficientDataActions": alarm.insufficient_data_actions,
            "Trigger": {
                "MetricName": alarm.metric_name,
                "Namespace": alarm.namespace,
                "StatisticType": "Statistic",
                "Statistic": (alarm.statistic or "").upper(),
                "Unit": alarm.unit,
                "Dimensions": [{"value": dimension.value, "name": dimension.name} for dimension in alarm.dimensions],
                "Period": alarm.period,
                "EvaluationPeriods": alarm.evaluation_periods,
                "ComparisonOperator": alarm.comparison_operator,
                "Threshold": alarm.threshold,
                "TreatMissingData": alarm.treat_missing_data or "missing",
            },
        }
    )


def install() -> None:
    original = CloudWatchBackend.set_alarm_state

    def set_alarm_state(self: CloudWatchBackend, alarm_name, reason, reason_data, state_value):
        before = self.alarms[alarm_name].state_value if alarm_name in self.alarms else None
        original(self, alarm_name, reason, reason_data, state_value)
        alarm = self.alarms[alarm_name]
        if before == state_value or not alarm.actions_enabled:
            return
        by_state = {"OK": alarm.ok_actions, "ALARM": alarm.alarm_actions, "INSUFFICIENT_DATA": alarm.insufficient_data_actions}
        for action in by_state[state_value]:
            arn = parse_arn(action)
            backend = sns_backends[arn.account][arn.region]
            if arn.service == "sns" and action in backend.topics:
                subject = f'{state_value}: "{alarm_name}" in {self.region_name}'[:100]
                backend.publish(_message(alarm, self.account_id, self.region_name, before, reason), arn=action, subject=subject)

    CloudWatchBackend.set_alarm_state = set_alarm_state
