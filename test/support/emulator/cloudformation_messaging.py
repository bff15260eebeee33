"""
AWS::SNS::Topic, TopicPolicy and Subscription, AWS::SQS::Queue and QueuePolicy.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SNS.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SQS.html
"""
import json

from cloudformation_model import Made, only, refuse_existing, retag, shortened
from moto.sns import sns_backends
from moto.sns.models import Topic
from moto.sqs import sqs_backends
from moto.utilities.arns import parse_arn
from own_api import api

TOPIC = ("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "FifoTopic", "ContentBasedDeduplication")
QUEUE = (
    *("DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "VisibilityTimeout"),
    *("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "RedrivePolicy", "RedriveAllowPolicy"),
    *("FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"),
)
SUBSCRIPTION = ("DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")


def _as_json(policy) -> str:
    return policy if isinstance(policy, str) else json.dumps(policy)


def _attributes(properties: dict, names: tuple[str, ...]) -> dict:
    return {name: properties[name] for name in names if name in properties}


def _topic(properties: dict, account: str, region: str, name: str) -> Made:
    only(properties, "TopicName", "Tags", *TOPIC)
    sns, name = api("sns", account, region), properties.get("TopicName") or shortened(name, 256)
    refuse_existing(f"Topic {name}", any(topic.name == name for topic in sns_backends[account][region].topics.values()))
    attributes = _attributes(properties, TOPIC)
    arn = sns.create_topic(Name=name, Attributes=attributes, Tags=properties.get("Tags", []))["TopicArn"]

    def change(before: dict, after: dict) -> None:
        for attribute in only(after, "TopicName", "Tags", *TOPIC).keys() | before.keys():
            if attribute in TOPIC and before.get(attribute) != after.get(attribute):
                sns.set_topic_attributes(TopicArn=arn, AttributeName=attribute, AttributeValue=after.get(attribute, ""))
        tag = lambda tags: sns.tag_resource(ResourceArn=arn, Tags=tags)
        retag(before, after, tag, lambda keys: sns.untag_resource(ResourceArn=arn, TagKeys=keys))

    return Made(arn, lambda: sns.delete_topic(TopicArn=arn), {"TopicArn": arn, "TopicName": name}, change)


def _subscription(properties: dict, account: str, region: str, name: str) -> Made:
    sns = api("sns", account, region)
    only(properties, "TopicArn", "Endpoint", "Protocol", *SUBSCRIPTION)
    addressed = {name: properties[name] for name in ("TopicArn", "Endpoint", "Protocol")}
    arn = sns.subscribe(**addressed, Attributes=_attributes(properties, SUBSCRIPTION), ReturnSubscriptionArn=True)["SubscriptionArn"]

    def change(before: dict, after: dict) -> None:
        only(after, "TopicArn", "Endpoint", "Protocol", *SUBSCRIPTION)
        # The scope decides how the filter is read, so it goes first.
        for attribute in sorted(SUBSCRIPTION, reverse=True, key=lambda each: each == "FilterPolicyScope"):
            if before.get(attribute) != after.get(attribute):
                value = after.get(attribute, "")
                sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName=attribute, AttributeValue=value)

    return Made(arn, lambda: sns.unsubscribe(SubscriptionArn=arn), {"Arn": arn}, change)


def _topic_policy(properties: dict, account: str, region: str, name: str) -> Made:
    held: list[str] = []
    topic = lambda arn: sns_backends[parse_arn(arn).account][parse_arn(arn).region].get_topic(arn)

    def forget(arns: list[str]) -> None:
        for known in map(topic, arns):
            known._policy_json = Topic._create_default_topic_policy(known, region, known.account_id, known.name)

    def put(before: dict, after: dict) -> None:
        forget([arn for arn in before.get("Topics", []) if arn not in after["Topics"]])
        for known in map(topic, after["Topics"]):
            known.policy = _as_json(after["PolicyDocument"])
        held[:] = after["Topics"]

    put({}, properties)
    return Made(name, lambda: forget(held), {}, put)


def _queue(properties: dict, account: str, region: str, name: str) -> Made:
    only(properties, "QueueName", "Tags", *QUEUE)
    sqs, name = api("sqs", account, region), properties.get("QueueName") or shortened(name, 80)
    refuse_existing(f"Queue {name}", name in sqs_backends[account][region].queues)
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    sqs.create_queue(QueueName=name, Attributes=_attributes(properties, QUEUE), tags=tags)
    url = f"https://sqs.{region}.amazonaws.com/{account}/{name}"
    arn = sqs_backends[account][region].get_queue(name).queue_arn

    def change(before: dict, after: dict) -> None:
        only(after, "QueueName", "Tags", *QUEUE)
        changed = {key: value for key, value in _attributes(after, QUEUE).items() if before.get(key) != value}
        if changed:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)
        tag = lambda tags: sqs.tag_queue(QueueUrl=url, Tags={each["Key"]: each["Value"] for each in tags})
        retag(before, after, tag, lambda keys: sqs.untag_queue(QueueUrl=url, TagKeys=keys))

    return Made(url, lambda: sqs.delete_queue(QueueUrl=url), {"Arn": arn, "QueueName": name, "QueueUrl": url}, change)


def _queue_policy(properties: dict, account: str, region: str, name: str) -> Made:
    held: list[str] = []
    queue = lambda url: sqs_backends[account][region].get_queue(url.split("/")[-1])

    def forget(urls: list[str]) -> None:
        for known in map(queue, urls):
            known.policy = None

    def put(before: dict, after: dict) -> None:
        forget([url for url in before.get("Queues", []) if url not in after["Queues"]])
        for known in map(queue, after["Queues"]):
            known.policy = _as_json(after["PolicyDocument"])
        held[:] = after["Queues"]

    put({}, properties)
    return Made(name, lambda: forget(held), {}, put)


TYPES = {
    "AWS::SNS::Topic": (_topic, "TopicName", "FifoTopic"),
    "AWS::SNS::TopicPolicy": (_topic_policy,),
    "AWS::SNS::Subscription": (_subscription, "TopicArn", "Protocol", "Endpoint"),
    "AWS::SQS::Queue": (_queue, "QueueName", "FifoQueue"),
    "AWS::SQS::QueuePolicy": (_queue_policy,),
}
