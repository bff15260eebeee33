"""Clients of AWS's APIs, one for each service, Region and account, since loading a service's model costs more than a call."""
import threading

import boto3
from botocore.config import Config

QUICK = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, connect_timeout=5, read_timeout=120)
_clients: dict[tuple[str, str, str], object] = {}
_session: boto3.session.Session | None = None
_lock = threading.Lock()


def client(service: str, region: str, account: str, **more):
    """An empty account is the first one. `more` is taken when a client is first asked for."""
    global _session
    with _lock:
        key = (service, region, account)
        if key not in _clients:
            # One session for all, since it is what keeps the models that were loaded.
            _session = _session or boto3.session.Session()
            made = _session.client(service, region_name=region, config=QUICK, **more)
            if account:
                add = lambda request, **_: request.headers.add_header("x-moto-account-id", account)
                made.meta.events.register("before-sign.*.*", add)
            _clients[key] = made
        return _clients[key]
