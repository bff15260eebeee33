"""
What SNS signs, with what, and where the certificate is fetched.

One key and one certificate for the process, whatever the account and the Region, so that they outlive `/moto-api/reset`.
https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""
import base64
import datetime
import hashlib
import json
import secrets

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.utilities.arns import parse_arn

SIGNED_FIELDS = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
SENT_FIELDS = (
    *("Type", "MessageId", "Token", "TopicArn", "Subject", "Message", "SubscribeURL", "Timestamp"),
    *("SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL", "MessageAttributes"),
)


def _certificate(key: rsa.RSAPrivateKey) -> bytes:
    def name(organization: str | None, common_name: str) -> x509.Name:
        attributes = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
        if organization:
            attributes.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
        return x509.Name(attributes)

    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(name(None, "sns.amazonaws.com"))
        .issuer_name(name("Amazon", "Amazon RSA 2048 M01"))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("sns.amazonaws.com")]), critical=False)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=330))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )


_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_PEM = _certificate(_KEY)
_PEM_NAME = f"SimpleNotificationService-{hashlib.sha256(_PEM).hexdigest()[:32]}.pem"


def endpoint(topic_arn: str) -> str:
    arn = parse_arn(topic_arn)
    return f"https://sns.{arn.region}.amazonaws.com{'.cn' if topic_arn.startswith('arn:aws-cn:') else ''}"


def new_token() -> str:
    return secrets.token_hex(104)


def timestamp() -> str:
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"


def envelope(topic, kind: str, message: str, message_id: str, **more) -> dict:
    """A message as SNS sends it. `more` are the fields that not every kind has; those that are empty are left out."""
    version = str(getattr(topic, "signature_version", None) or "1")
    fields = {"Type": kind, "MessageId": message_id, "TopicArn": topic.arn, "Message": message, "Timestamp": timestamp(), **more}
    fields = {name: value for name, value in fields.items() if value}
    fields["Message"] = message
    text = "".join(f"{name}\n{fields[name]}\n" for name in SIGNED_FIELDS[kind] if name in fields)
    digest = hashes.SHA256() if version == "2" else hashes.SHA1()
    fields["SignatureVersion"] = version
    fields["Signature"] = base64.b64encode(_KEY.sign(text.encode(), padding.PKCS1v15(), digest)).decode()
    fields["SigningCertURL"] = f"{endpoint(topic.arn)}/{_PEM_NAME}"
    return {name: fields[name] for name in SENT_FIELDS if name in fields}


def as_body(fields: dict) -> str:
    return json.dumps(fields, indent=2, separators=(",", " : "), ensure_ascii=False)


def install() -> None:
    original = DomainDispatcherApplication.__call__

    def call(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/SimpleNotificationService-"):
            return original(self, environ, start_response)
        found = path == f"/{_PEM_NAME}"
        start_response("200 OK" if found else "404 Not Found", [("Content-Type", "binary/octet-stream")])
        return [_PEM if found else b"no such certificate"]

    DomainDispatcherApplication.__call__ = call
