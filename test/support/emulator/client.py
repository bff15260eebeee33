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

from clients import client

_output = threading.Lock()


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
    with _output:
        print(text, flush=True)


with ThreadPoolExecutor(8) as pool:
    for asked_line in sys.stdin:
        pool.submit(answer, asked_line)
