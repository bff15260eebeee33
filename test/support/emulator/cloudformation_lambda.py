"""
AWS::Lambda::Function, with its code in the template.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
"""
import io
import zipfile

from cloudformation_model import Made, only, without
from own_api import api

SETTINGS = ("Description", "Environment", "Handler", "LoggingConfig", "MemorySize", "Role", "Runtime", "Timeout")


def _zip_of(code: dict) -> bytes:
    """CloudFormation makes a file of code that is inline, and names it for the runtime's language."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("index.js", only(code, "ZipFile")["ZipFile"])
    return made.getvalue()


def _function(properties: dict, account: str, region: str, name: str) -> Made:
    functions, name = api("lambda", account, region), properties.get("FunctionName") or name[-64:].lstrip("-")
    only(properties, "Code", "FunctionName", "Tags", *SETTINGS)
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    settings = without(properties, "Code", "FunctionName", "Tags")
    created = functions.create_function(FunctionName=name, Code={"ZipFile": _zip_of(properties["Code"])}, Tags=tags, **settings)

    def change(before: dict, after: dict) -> None:
        only(after, "Code", "FunctionName", "Tags", *SETTINGS)
        functions.update_function_code(FunctionName=name, ZipFile=_zip_of(after["Code"]))
        functions.update_function_configuration(FunctionName=name, **without(after, "Code", "FunctionName", "Tags"))

    return Made(name, lambda: functions.delete_function(FunctionName=name), {"Arn": created["FunctionArn"]}, change)


TYPES = {"AWS::Lambda::Function": (_function, "FunctionName")}
