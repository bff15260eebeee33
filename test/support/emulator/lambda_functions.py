"""
Lambda that runs: each invocation is a Node process of its own, with the function's code and its role's credentials, and with this emulator
as its AWS. moto would start a container.

Only functions in Node, from a zip or inline; no layers, no concurrency, and no log group of their own.
"""
import io
import json
import os
import subprocess
import tempfile
import zipfile
from pathlib import Path

from moto.awslambda.models import LambdaFunction
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

NODE = os.environ.get("EMULATOR_NODE", "node")
RUNNER = Path(__file__).with_name("run_function.cjs")
# What Lambda's runtime brings is what the tests have.
NODE_MODULES = Path(__file__).parents[3] / "node_modules"


def _environment(function: LambdaFunction) -> dict[str, str]:
    sts = sts_backends[function.account_id][get_partition(function.region)]
    role = sts.assume_role(function.region, function.function_name, function.role, None, 3600, None)
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
        "AWS_REGION": function.region,
        "AWS_ACCESS_KEY_ID": role.access_key_id,
        "AWS_SECRET_ACCESS_KEY": role.secret_access_key,
        "AWS_SESSION_TOKEN": role.session_token,
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        **function.environment_vars,
    }


def _run(self: LambdaFunction, event=None) -> tuple[str, bool, str]:
    """What the function returned or threw, whether it threw, and what it logged."""
    with tempfile.TemporaryDirectory(prefix="clarion-lambda-") as folder:
        zipfile.ZipFile(io.BytesIO(self.code_bytes)).extractall(folder)
        os.symlink(NODE_MODULES, f"{folder}/node_modules")
        asked = json.dumps({"folder": folder, "handler": self.handler, "event": event, "timeout": int(self.timeout) * 1000})
        try:
            ran = subprocess.run(
                [NODE, str(RUNNER)],
                **{"input": asked, "env": _environment(self), "cwd": folder, "timeout": int(self.timeout)},
                **{"capture_output": True, "text": True},
            )
            said = json.loads(Path(folder, "answer.json").read_text())
        except subprocess.TimeoutExpired:
            error = {"errorType": "Sandbox.Timedout", "errorMessage": f"Task timed out after {self.timeout} seconds"}
            return json.dumps(error), True, ""
        except FileNotFoundError:  # it ended before it could answer
            return json.dumps({"errorType": "Runtime.ExitError", "errorMessage": ran.stderr}), True, ran.stdout
    return json.dumps(said["answer"]), said["threw"], ran.stdout


def _keeps_logging_config(original):
    def init(self: LambdaFunction, account_id: str, spec: dict, region: str, version="$LATEST") -> None:
        original(self, account_id, spec, region, version)
        self.logging_config = spec.get("LoggingConfig")

    return init


def _tells_logging_config(original):
    def get_configuration(self: LambdaFunction, on_create: bool = False) -> dict:
        told = original(self, on_create)
        return {**told, "LoggingConfig": self.logging_config} if self.logging_config else told

    return get_configuration


def install() -> None:
    LambdaFunction._invoke_lambda = _run
    LambdaFunction.__init__ = _keeps_logging_config(LambdaFunction.__init__)
    LambdaFunction.get_configuration = _tells_logging_config(LambdaFunction.get_configuration)
