"""
The resource types the templates use and moto's CloudFormation lacks. Each acts on the backends, when made and when removed.

To add one: a function of properties, account, Region and a name, returning the physical id and what undoes it.
"""
import json

from cloudformation_model import Made, register
from moto.cloudwatch.models import Dimension, Metric, MetricDataQuery, MetricStat, cloudwatch_backends
from moto.core.utils import camelcase_to_underscores as snake
from moto.events import events_backends
from moto.s3 import s3_backends
from moto.sns import sns_backends
from moto.sns.models import Topic
from moto.sqs import sqs_backends
from moto.utilities.arns import parse_arn


def _as_json(policy) -> str:
    return policy if isinstance(policy, str) else json.dumps(policy)


def _subscription(properties: dict, account: str, region: str, name: str) -> Made:
    backend = sns_backends[account][region]
    subscription = backend.subscribe(properties["TopicArn"], properties["Endpoint"], properties["Protocol"])
    # The scope decides how the filter is read, so it goes first.
    for attribute in ("FilterPolicyScope", "FilterPolicy", "DeliveryPolicy", "RedrivePolicy", "RawMessageDelivery"):
        value = properties.get(attribute)
        if value is not None:
            is_policy = attribute.endswith("Policy")
            is_true = str(value).lower() == "true"
            read = _as_json(value) if is_policy else is_true if attribute == "RawMessageDelivery" else value
            backend.set_subscription_attributes(subscription.arn, attribute, read)
    return Made(subscription.arn, lambda: backend.unsubscribe(subscription.arn), {"Arn": subscription.arn})


def _topic_policy(properties: dict, account: str, region: str, name: str) -> Made:
    topics = [sns_backends[parse_arn(arn).account][parse_arn(arn).region].get_topic(arn) for arn in properties["Topics"]]
    for topic in topics:
        topic.policy = _as_json(properties["PolicyDocument"])

    def undo() -> None:
        for topic in topics:
            topic._policy_json = Topic._create_default_topic_policy(topic, region, topic.account_id, topic.name)

    return Made(name, undo)


def _queue_policy(properties: dict, account: str, region: str, name: str) -> Made:
    queues = [sqs_backends[account][region].get_queue(url.split("/")[-1]) for url in properties["Queues"]]
    for queue in queues:
        queue.policy = _as_json(properties["PolicyDocument"])
    return Made(name, lambda: [setattr(queue, "policy", None) for queue in queues])


def _bucket_policy(properties: dict, account: str, region: str, name: str) -> Made:
    backend, bucket = s3_backends[account]["aws"], properties["Bucket"]
    backend.put_bucket_policy(bucket, _as_json(properties["PolicyDocument"]).encode())
    return Made(bucket, lambda: bucket in backend.buckets and backend.delete_bucket_policy(bucket))


def _bus_policy(properties: dict, account: str, region: str, name: str) -> Made:
    backend = events_backends[account][region]
    bus, sid = properties.get("EventBusName") or "default", properties["StatementId"]
    statement = properties.get("Statement") or {
        **{"Effect": "Allow", "Action": properties.get("Action", "events:PutEvents"), "Principal": properties["Principal"]},
        "Resource": backend.describe_event_bus(bus).arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Sid": sid}]})
    backend.put_permission(bus, "", "", "", {}, policy)
    return Made(f"{bus}|{sid}", lambda: bus in backend.event_buses and backend.event_buses[bus].remove_statement(sid))


def _metric_query(query: dict) -> MetricDataQuery:
    stat = query.get("MetricStat")
    metric_stat = None
    if stat:
        dimensions = [Dimension(item["Name"], item["Value"]) for item in stat["Metric"].get("Dimensions", [])]
        metric = Metric(stat["Metric"]["MetricName"], stat["Metric"]["Namespace"], dimensions)
        metric_stat = MetricStat(metric, stat.get("Period"), stat.get("Stat"), stat.get("Unit"))
    returned = str(query.get("ReturnData", True)).lower()
    return MetricDataQuery(query["Id"], query.get("Label"), query.get("Period"), returned, query.get("Expression"), metric_stat)


def _alarm(properties: dict, account: str, region: str, name: str) -> Made:
    backend = cloudwatch_backends[account][region]
    plain = ("MetricName", "Namespace", "ComparisonOperator", "Statistic", "ExtendedStatistic", "Unit", "TreatMissingData")
    numbers = {"EvaluationPeriods": int, "DatapointsToAlarm": int, "Period": int, "Threshold": float}
    lists = ("AlarmActions", "InsufficientDataActions", "Dimensions", "Tags")
    name = properties.get("AlarmName", name)
    alarm = backend.put_metric_alarm(
        name=name,
        description=properties.get("AlarmDescription"),
        ok_actions=properties.get("OKActions", []),
        actions_enabled=str(properties.get("ActionsEnabled", True)).lower() == "true",
        metric_data_queries=[_metric_query(query) for query in properties.get("Metrics", [])] or None,
        **{snake(key): properties.get(key) for key in plain},
        **{snake(key): read(properties[key]) if key in properties else None for key, read in numbers.items()},
        **{snake(key): properties.get(key, []) for key in lists},
    )
    return Made(name, lambda: backend.delete_alarms([name]), {"Arn": alarm.alarm_arn})


TYPES = {
    "AWS::SNS::Subscription": _subscription,
    "AWS::SNS::TopicPolicy": _topic_policy,
    "AWS::SQS::QueuePolicy": _queue_policy,
    "AWS::S3::BucketPolicy": _bucket_policy,
    "AWS::Events::EventBusPolicy": _bus_policy,
    "AWS::CloudWatch::Alarm": _alarm,
}

# moto finds types among the living subclasses of its model, so they must be kept.
_MODELS: list[type] = []


def install() -> None:
    _MODELS.extend(register(type_name, make) for type_name, make in TYPES.items())
