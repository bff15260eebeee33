"""
How a webhook becomes a subscription: SNS posts a signed confirmation, and nothing else until its token comes back.

https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
"""
import uuid
from urllib.parse import parse_qs

import sns_signing
from moto.core.responses import ActionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.sns import sns_backends
from moto.sns.exceptions import SNSException, SNSInvalidParameter, TopicNotFound
from moto.sns.models import SNSBackend
from moto.sns.responses import SNSResponse
from moto.utilities.arns import parse_arn
from sns_delivery import Delivery, is_pending, is_webhook, send


class AuthorizationError(SNSException):
    code = "AuthorizationError"
    message = "Unauthenticated unsubscribe is not allowed for this subscription"


def _backend_of(arn: str) -> SNSBackend:
    # An unsigned request names neither account nor Region, but the ARN does.
    parsed = parse_arn(arn)
    return sns_backends[parsed.account][parsed.region]


def _ask(backend: SNSBackend, subscription, kind: str, said: str, purpose: str) -> None:
    token = sns_signing.new_token()
    # On the backend, so that `/moto-api/reset` forgets it.
    vars(backend).setdefault("_tokens", {})[token] = subscription
    topic, message_id = subscription.topic, str(uuid.uuid4())
    url = f"{sns_signing.endpoint(topic.arn)}/?Action=ConfirmSubscription&TopicArn={topic.arn}&Token={token}"
    message = f"{said}\nTo {purpose}, visit the SubscribeURL included in this message."
    fields = sns_signing.envelope(topic, kind, message, message_id, Token=token, SubscribeURL=url)
    send(Delivery(subscription, kind, message_id, sns_signing.as_body(fields)))


def _asks_to_confirm(original):
    def subscribe(self: SNSBackend, topic_arn, endpoint, protocol):
        known = self._find_subscription(topic_arn, endpoint, protocol)
        subscription = original(self, topic_arn, endpoint, protocol)
        if is_webhook(subscription) and known is None:
            subscription.attributes.update(PendingConfirmation=True, ConfirmationWasAuthenticated=False)
        if is_pending(subscription):
            said = f"You have chosen to subscribe to the topic {topic_arn}."
            _ask(self, subscription, "SubscriptionConfirmation", said, "confirm the subscription")
        return subscription

    return subscribe


def _says_goodbye(original):
    def unsubscribe(self: SNSBackend, subscription_arn):
        subscription = self.subscriptions.get(subscription_arn)
        original(self, subscription_arn)
        if subscription and is_webhook(subscription) and not is_pending(subscription):
            said = f"You have chosen to deactivate subscription {subscription_arn}."
            _ask(self, subscription, "UnsubscribeConfirmation", said, "cancel this operation and restore the subscription")

    return unsubscribe


def _confirm_subscription(self: SNSResponse) -> ActionResult:
    topic_arn, token = self._get_param("TopicArn"), self._get_param("Token")
    backend = _backend_of(topic_arn)
    if topic_arn not in backend.topics:
        raise TopicNotFound()
    subscription = vars(backend).get("_tokens", {}).get(token)
    if subscription is None or subscription.topic.arn != topic_arn:
        raise SNSInvalidParameter("Invalid parameter: Token")
    signed = "Authorization" in self.headers
    authenticated = signed and str(self._get_param("AuthenticateOnUnsubscribe", "")).lower() == "true"
    subscription.attributes.update(PendingConfirmation=False, ConfirmationWasAuthenticated=authenticated)
    subscription.confirmed = True
    backend.subscriptions[subscription.arn] = subscription
    return ActionResult({"SubscriptionArn": subscription.arn})


def _unsubscribe(self: SNSResponse) -> ActionResult:
    arn = self._get_param("SubscriptionArn")
    backend = _backend_of(arn)
    known = backend.subscriptions.get(arn)
    if known and known.attributes["ConfirmationWasAuthenticated"] is True and "Authorization" not in self.headers:
        raise AuthorizationError()
    backend.unsubscribe(arn)
    return ActionResult({})


def _adds_attributes(original):
    def get_topic_attributes(self: SNSResponse) -> ActionResult:
        answer = original(self)
        attributes = answer.result["Attributes"]
        topic = self.backend.get_topic(attributes["TopicArn"])
        if getattr(topic, "signature_version", None):
            attributes["SignatureVersion"] = str(topic.signature_version)
        pending = [is_pending(subscription) for subscription in self.backend._get_topic_subscriptions(topic)]
        attributes.update(SubscriptionsPending=str(sum(pending)), SubscriptionsConfirmed=str(len(pending) - sum(pending)))
        return answer

    return get_topic_attributes


def _hides_pending_arns(original, shown: str):
    """The ARN of a subscription is not told before it is confirmed, unless Subscribe is asked to return it."""

    def answer(self: SNSResponse) -> ActionResult:
        result = original(self).result
        if "SubscriptionArn" in result:
            subscription = self.backend.subscriptions[result["SubscriptionArn"]]
            hidden = is_pending(subscription) and str(self._get_param("ReturnSubscriptionArn", "")).lower() != "true"
            return ActionResult({"SubscriptionArn": shown if hidden else subscription.arn})
        listed = [
            {
                "SubscriptionArn": shown if is_pending(subscription) else subscription.arn,
                **{"Owner": subscription.owner, "Protocol": subscription.protocol},
                **{"Endpoint": subscription.endpoint, "TopicArn": subscription.topic.arn},
            }
            for subscription in result["Subscriptions"]
        ]
        return ActionResult({**result, "Subscriptions": listed})

    return answer


def _routes_unsigned(original):
    def infer_service_region_host(self, environ, path):
        if not environ.get("HTTP_AUTHORIZATION"):
            asked = parse_qs(environ.get("QUERY_STRING") or self._get_body(environ) or "")
            if asked.get("Action", [""])[0] in ("ConfirmSubscription", "Unsubscribe"):
                return "sns.us-east-1.amazonaws.com"
        return original(self, environ, path)

    return infer_service_region_host


def install() -> None:
    SNSBackend.subscribe = _asks_to_confirm(SNSBackend.subscribe)
    SNSBackend.unsubscribe = _says_goodbye(SNSBackend.unsubscribe)
    SNSResponse.confirm_subscription = _confirm_subscription
    SNSResponse.unsubscribe = _unsubscribe
    SNSResponse.get_topic_attributes = _adds_attributes(SNSResponse.get_topic_attributes)
    SNSResponse.subscribe = _hides_pending_arns(SNSResponse.subscribe, "pending confirmation")
    for name in ("list_subscriptions", "list_subscriptions_by_topic"):
        setattr(SNSResponse, name, _hides_pending_arns(getattr(SNSResponse, name), "PendingConfirmation"))
    dispatcher = DomainDispatcherApplication
    dispatcher.infer_service_region_host = _routes_unsigned(dispatcher.infer_service_region_host)
