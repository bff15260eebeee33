"""What CloudWatch writes of an alarm whose state changed: to a topic, and in an event."""
import datetime
import functools

import cloudwatch_rules
from botocore.loaders import Loader
from moto.cloudwatch.models import Alarm, CloudWatchBackend, MetricDataQuery


@functools.cache
def _region_name(region: str) -> str:
    """`US East (N. Virginia)`: the code is in the ARN alone."""
    for partition in Loader().load_data("endpoints")["partitions"]:
        if region in partition["regions"]:
            return partition["regions"][region]["description"]
    return region


def _timestamp(time: datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}+0000"


def _metric_trigger(alarm: Alarm) -> dict:
    compared = {
        **{"EvaluationPeriods": alarm.evaluation_periods, "ComparisonOperator": alarm.comparison_operator},
        **{"Threshold": alarm.threshold, "TreatMissingData": alarm.treat_missing_data or "missing"},
    }
    if alarm.metric_data_queries:
        return {**compared, "Metrics": [_query(query) for query in alarm.metric_data_queries]}
    return {
        **{"MetricName": alarm.metric_name, "Namespace": alarm.namespace, "StatisticType": "Statistic"},
        **{"Statistic": (alarm.statistic or "").upper(), "Unit": alarm.unit, "Period": alarm.period},
        "Dimensions": [{"value": dimension.value, "name": dimension.name} for dimension in alarm.dimensions],
        **compared,
    }


def _query(query: MetricDataQuery) -> dict:
    said = {"Id": query.id, "Expression": query.expression, "Label": query.label, "ReturnData": str(query.return_data).lower() != "false"}
    return {key: value for key, value in said.items() if value is not None}


def notification(backend: CloudWatchBackend, alarm: Alarm, previous: dict) -> dict:
    said = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": backend.account_id,
        "AlarmConfigurationUpdatedTimestamp": _timestamp(alarm.configuration_updated_timestamp),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": _timestamp(alarm.state_updated_timestamp),
        "Region": _region_name(backend.region_name),
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": previous["value"],
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
    }
    if alarm.rule is None:
        return {**said, "Trigger": _metric_trigger(alarm)}
    children = [backend.alarms[name] for name in cloudwatch_rules.names(alarm.rule) if name in backend.alarms]
    state = lambda child: {"Value": child.state_value, "Timestamp": _timestamp(child.state_updated_timestamp)}
    triggering = [{"Arn": child.alarm_arn, "State": state(child)} for child in children if child.state_value == "ALARM"]
    return {**said, "AlarmRule": alarm.rule, "TriggeringChildren": triggering}


def _event_metrics(alarm: Alarm) -> list[dict]:
    if alarm.metric_data_queries:
        return [{key[0].lower() + key[1:]: value for key, value in _query(query).items()} for query in alarm.metric_data_queries]
    dimensions = {dimension.name: dimension.value for dimension in alarm.dimensions}
    metric = {"namespace": alarm.namespace, "name": alarm.metric_name, "dimensions": dimensions}
    statistic = alarm.statistic or alarm.extended_statistic
    return [{"id": "m1", "metricStat": {"metric": metric, "period": alarm.period, "stat": statistic}, "returnData": True}]


def event_detail(alarm: Alarm, previous: dict, suppressed: bool) -> dict:
    state = {"value": alarm.state_value, "reason": alarm.state_reason, "timestamp": _timestamp(alarm.state_updated_timestamp)}
    if alarm.state_reason_data:
        state["reasonData"] = alarm.state_reason_data
    if suppressed:
        state["actionsSuppressedBy"] = "Alarm"
    configured = {"description": alarm.description} if alarm.description else {}
    configured |= {"alarmRule": alarm.rule} if alarm.rule is not None else {"metrics": _event_metrics(alarm)}
    return {
        **{"alarmName": alarm.name, "state": state, "configuration": configured},
        "previousState": {**previous, "timestamp": _timestamp(previous["timestamp"])},
    }
