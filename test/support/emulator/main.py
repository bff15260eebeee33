"""
A local AWS for tests: moto, with what it leaves out of SNS, EventBridge, CloudWatch, S3, IAM, Lambda and CloudFormation added from
outside.

No file of moto is changed: attributes are replaced before its server starts. What they do is this project's reading of AWS's
documents, so a test that passes here shows agreement with that reading.
"""
import argparse
import importlib
import os
import socket
import sys
import threading

import cloudwatch_composites
import cloudwatch_states
import events_buses
import events_targets
import s3_checksums
import s3_notifications
import sns_delivery
import sns_signing
import sns_subscriptions
from moto import server
from moto.moto_server.werkzeug_app import create_backend_app

LOCAL_DOMAIN = ".clarion.test"


def resolve_local_names() -> None:
    """A webhook must have a public-looking name, and these names answer on the loopback without touching the machine's DNS."""
    original = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        return original("127.0.0.1" if name and name.endswith(LOCAL_DOMAIN) else host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def end_with_parent() -> None:
    """A parent that is killed has no time to end its children, but its end of their standard input closes."""

    def wait() -> None:
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


# Installed when their service is first called. CloudFormation imports every backend there is, which takes a second.
WHEN_CALLED = {
    **{"athena": "athena_work_groups", "cloudformation": "cloudformation_install"},
    **{"awslambda": "lambda_functions", "iam": "iam_limits"},
}


def create_app(service: str):
    if service in WHEN_CALLED:
        importlib.import_module(WHEN_CALLED[service]).install()
    return create_backend_app(service)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", required=True)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--end-with-parent", action="store_true", help="end when standard input closes")
    options = parser.parse_args()
    # Set on some machines for their own proxy: with it, nothing here would trust the certificates of a test.
    os.environ.pop("AWS_CA_BUNDLE", None)

    if options.end_with_parent:
        end_with_parent()
    resolve_local_names()
    sns_signing.install()
    sns_delivery.install()
    sns_subscriptions.install()
    events_buses.install()
    events_targets.install()
    cloudwatch_composites.install()
    cloudwatch_states.install()
    s3_checksums.install()
    s3_notifications.install()
    server.create_backend_app = create_app

    arguments = ["-H", options.host, "-p", options.port]
    if options.cert and options.key:
        arguments += ["-c", options.cert, "-k", options.key]
    server.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
