"""
Calls AWS APIs for a test in another process: a line of JSON asks, a line of JSON answers, not always in the order of asking.

One process for many calls, since starting Python and loading AWS's models costs more than the call.
"""
import base64
import datetime
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

QUICK = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, connect_timeout=5, read_timeout=120)
_clients: dict[tuple[str, str, str], object] = {}
_lock = threading.Lock()


def client(service: str, region: str, account: str):
    with _lock:
        key = (service, region, account)
        if key not in _clients:
            made = boto3.session.Session().client(service, region_name=region, config=QUICK)
            if account:
                add = lambda request, **_: request.headers.add_header("x-moto-account-id", account)
                made.meta.events.register("before-sign.*.*", add)
            _clients[key] = made
        return _clients[key]


def readable(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return value.read().decode()
    raise TypeError(f"{type(value)} in an answer")


def answer(line: str) -> None:
    asked = json.loads(line)
    try:
        called = getattr(client(asked["service"], asked["region"], asked.get("account", "")), asked["operation"])
        said = called(**asked["input"])
        said.pop("ResponseMetadata", None)
        text = json.dumps({"id": asked["id"], "result": said}, default=readable)
    except Exception as error:
        text = json.dumps({"id": asked["id"], "error": str(error)})
    with _lock:
        print(text, flush=True)


with ThreadPoolExecutor(8) as pool:
    for asked_line in sys.stdin:
        pool.submit(answer, asked_line)
