"""
What moto leaves out of a bucket's notifications: the switch for EventBridge when they are read, the names of filter rules as S3 tells
them, `ExpectedBucketOwner`, and that each destination must take a test message.

Overlapping entries are taken, as moto does and S3 does not.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
"""
import json
import re

from moto.core.responses import ActionResult
from moto.s3.exceptions import InvalidArgumentError, S3ClientError
from moto.s3.models import s3_backends
from moto.s3.responses import S3Response
from moto.sns import sns_backends
from moto.sqs import sqs_backends
from moto.utilities.arns import parse_arn

KINDS = {"topic": "TopicArn", "queue": "QueueArn", "cloud_function": "LambdaFunctionArn"}


class AccessDenied(S3ClientError):
    code = "AccessDenied"
    status_code = 403

    def __init__(self) -> None:
        super().__init__("AccessDenied", "Access Denied")


def _of_its_owner(original):
    def answer(self: S3Response, *arguments):
        expected = self.headers.get("x-amz-expected-bucket-owner")
        owner = s3_backends.bucket_accounts.get(self.bucket_name)
        if expected and owner and owner[1] != expected:
            raise AccessDenied()
        return original(self, *arguments)

    return answer


def _entry(notification, arn_key: str) -> dict:
    entry = {"Id": notification.id, arn_key: notification.arn, "Events": notification.events}
    if notification.filters:
        # "prefix" is written and "Prefix" is read: https://github.com/aws/aws-sdk/issues/389
        rules = notification.filters["S3Key"]["FilterRule"]
        told = [{"Name": rule["Name"].capitalize(), "Value": rule["Value"]} for rule in rules]
        entry["Filter"] = {"Key": {"FilterRules": told}}
    return entry


def _get(self: S3Response):
    found = self.backend.get_bucket_notification_configuration(self.bucket_name)
    said = {key[:-3] + "Configurations": [_entry(each, key) for each in getattr(found, kind, [])] for kind, key in KINDS.items()}
    if getattr(found, "event_bridge", None) is not None:
        said["EventBridgeConfiguration"] = {}
    self.data["Action"] = "GetBucketNotificationConfiguration"
    return self.serialized(ActionResult({name: entries for name, entries in said.items() if entries or entries == {}}))


def _reads_names(original):
    def notification_config_from_body(self: S3Response) -> dict:
        self.body = re.sub(rb"(?<=<Name>)(Pre|Suf)(?=fix<)", lambda name: name[0].lower(), self.body)
        return original(self)

    return notification_config_from_body


def _takes_messages(arn: str) -> bool:
    place = parse_arn(arn)
    if place.service == "sqs":
        return place.resource_id in sqs_backends[place.account][place.region].queues
    if place.service != "sns":
        return True
    topic = sns_backends[place.account][place.region].topics.get(arn)
    principals = [json.dumps(statement["Principal"]) for statement in json.loads(topic.policy)["Statement"]] if topic else []
    return any("s3.amazonaws.com" in principal or "*" in principal for principal in principals)


def _validates(original):
    def put(self: S3Response, request, bucket_name: str, querystring: dict):
        if "notification" in querystring and self.headers.get("x-amz-skip-destination-validation") != "true":
            config = self._notification_config_from_body()
            for kind in ("Topic", "Queue"):
                for entry in config.get(f"{kind}Configuration") or []:
                    if not _takes_messages(entry[kind]):
                        said = "Unable to validate the following destination configurations"
                        raise InvalidArgumentError(said, entry[kind], "The destination does not exist, or does not admit S3")
        return original(self, request, bucket_name, querystring)

    return put


def install() -> None:
    S3Response._bucket_response_get = _of_its_owner(S3Response._bucket_response_get)
    S3Response._bucket_response_put = _of_its_owner(_validates(S3Response._bucket_response_put))
    S3Response.get_bucket_notification = _get
    S3Response._notification_config_from_body = _reads_names(S3Response._notification_config_from_body)
