"""
This emulator's own APIs, called from within it: CloudFormation makes resources by the same calls as anyone else.

So what an API refuses, a stack is refused as well, and a property that the API does not have is refused by its model.
"""
import json
import os

from clients import client


def _typed(shape, value):
    """Templates carry numbers and booleans as text now and then, and policies as objects. An API wants them typed."""
    kind = getattr(shape, "type_name", None)
    if kind == "structure" and isinstance(value, dict):
        return {key: _typed(shape.members.get(key), item) for key, item in value.items()}
    if kind == "list" and isinstance(value, list):
        return [_typed(shape.member, item) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {key: _typed(shape.value, item) for key, item in value.items()}
    if kind == "string" and not isinstance(value, str):
        return json.dumps(value) if isinstance(value, (dict, list, bool)) else str(value)
    if kind == "boolean":
        return str(value).lower() == "true"
    if kind in ("integer", "long", "float", "double") and isinstance(value, str):
        return float(value) if kind in ("float", "double") else int(value)
    return value


class Api:
    def __init__(self, service: str, account: str, region: str):
        # The port is moto's own way to tell its parts where it listens.
        more = {"endpoint_url": f"http://127.0.0.1:{os.environ['MOTO_PORT']}", "aws_secret_access_key": "testing"}
        self._client = client(service, region, account, aws_access_key_id="testing", **more)

    def __getattr__(self, operation: str):
        meta = self._client.meta
        shape = meta.service_model.operation_model(meta.method_to_api_mapping[operation]).input_shape
        return lambda **given: getattr(self._client, operation)(**_typed(shape, given))


def api(service: str, account: str, region: str) -> Api:
    return Api(service, account, region)
