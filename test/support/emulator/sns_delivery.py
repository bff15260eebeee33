"""
How SNS delivers to a webhook: in the background, again after a failure that may pass, to the dead-letter queue in the end.

The number of tries is the subscription's, up to EMULATOR_MAX_RETRIES; every pause is EMULATOR_RETRY_SECONDS.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
"""
import json
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass

import requests
import sns_signing
from moto.sns import sns_backends
from moto.sns.models import Subscription
from moto.sqs import sqs_backends
from moto.utilities.arns import parse_arn

RETRY_SECONDS = float(os.environ.get("EMULATOR_RETRY_SECONDS", "0.05"))
MAX_RETRIES = int(os.environ.get("EMULATOR_MAX_RETRIES", "5"))
TIMEOUT_SECONDS = float(os.environ.get("EMULATOR_TIMEOUT_SECONDS", "15"))
DEFAULT_RETRIES = 3
WORKERS = 8


@dataclass
class Delivery:
    subscription: Subscription
    kind: str
    message_id: str
    body: str
    # What the dead-letter queue gets, which is the envelope whatever the subscription sends. Confirmations have none.
    dead_letter: str | None = None
    raw: bool = False

    def headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "User-Agent": "Amazon Simple Notification Service Agent",
            "Connection": "close",
            "x-amz-sns-message-type": self.kind,
            "x-amz-sns-message-id": self.message_id,
            "x-amz-sns-topic-arn": self.subscription.topic.arn,
        }
        if self.kind != "SubscriptionConfirmation":
            headers["x-amz-sns-subscription-arn"] = self.subscription.arn
        if self.raw:
            headers["x-amz-sns-rawdelivery"] = "true"
        return headers


_waiting: "queue.Queue[Delivery]" = queue.Queue()


def send(delivery: Delivery) -> None:
    _waiting.put(delivery)


def is_webhook(subscription: Subscription) -> bool:
    return subscription.protocol in ("http", "https")


def is_pending(subscription: Subscription) -> bool:
    return is_webhook(subscription) and subscription.attributes.get("PendingConfirmation") is True


def put_in_queue(queue_arn: str, body: str, attributes: dict[str, str] | None = None) -> None:
    arn = parse_arn(queue_arn)
    typed = {name: {"DataType": "String", "StringValue": value} for name, value in (attributes or {}).items()}
    sqs_backends[arn.account][arn.region].send_message(arn.resource_id, body, message_attributes=typed)


def _retries(subscription: Subscription) -> int:
    policy = json.loads(subscription.attributes.get("DeliveryPolicy") or "{}")
    return min(int(policy.get("healthyRetryPolicy", {}).get("numRetries", DEFAULT_RETRIES)), MAX_RETRIES)


def _is_gone(delivery: Delivery) -> bool:
    subscription = delivery.subscription
    backend = sns_backends[subscription.account_id][subscription.topic.sns_backend.region_name]
    return delivery.kind != "UnsubscribeConfirmation" and backend.subscriptions.get(subscription.arn) is not subscription


def _deliver(delivery: Delivery) -> None:
    subscription = delivery.subscription
    for attempt in range(_retries(subscription) + 1):
        if attempt:
            time.sleep(RETRY_SECONDS)
        if _is_gone(delivery):
            return
        try:
            answer = requests.post(
                *(subscription.endpoint, delivery.body.encode()),
                **{"headers": delivery.headers(), "timeout": TIMEOUT_SECONDS, "allow_redirects": False},
            )
            outcome = answer.status_code
        except requests.RequestException as error:
            print(f"{subscription.endpoint}: {error}", file=sys.stderr)
            outcome = 599
        if outcome < 300:
            return
        # Every status but these is taken as an answer, and an answer is not asked for twice.
        if outcome < 500 and outcome != 429:
            break
    redrive = json.loads(subscription.attributes.get("RedrivePolicy") or "{}")
    if delivery.dead_letter is not None and "deadLetterTargetArn" in redrive:
        put_in_queue(redrive["deadLetterTargetArn"], delivery.dead_letter)


def _work() -> None:
    while True:
        delivery = _waiting.get()
        try:
            _deliver(delivery)
        except Exception as error:  # a worker outlives whatever one delivery meets
            print(f"delivery of {delivery.message_id} failed: {error!r}", file=sys.stderr)


def _notification(self: Subscription, message, message_id, subject, message_attributes=None) -> dict:
    more = {"Subject": subject, "MessageAttributes": message_attributes}
    more["UnsubscribeURL"] = f"{sns_signing.endpoint(self.topic.arn)}/?Action=Unsubscribe&SubscriptionArn={self.arn}"
    return sns_signing.envelope(self.topic, "Notification", message, message_id, **more)


def install() -> None:
    publish = Subscription.publish

    def publish_in_background(self, message, message_id, subject=None, message_attributes=None, message_structure=None, **more):
        if not is_webhook(self):
            kept = {"subject": subject, "message_attributes": message_attributes, "message_structure": message_structure}
            return publish(self, message, message_id, **kept, **more)
        if is_pending(self):
            return
        if self._filter_policy_matcher and not self._filter_policy_matcher.matches(message_attributes, message):
            return
        if message_structure == "json":
            message = self._parse_message_structure(message, self.protocol)
        body = sns_signing.as_body(self.get_post_data(message, message_id, subject, message_attributes))
        raw = self.attributes.get("RawMessageDelivery") is True
        send(Delivery(self, "Notification", message_id, message if raw else body, dead_letter=body, raw=raw))

    Subscription.publish = publish_in_background
    Subscription.get_post_data = _notification
    for _ in range(WORKERS):
        threading.Thread(target=_work, daemon=True).start()
