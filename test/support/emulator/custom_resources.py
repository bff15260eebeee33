"""
Custom resources: CloudFormation asks a Lambda function, and believes what comes back at the URL that it gave.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""
import copy
import json
import os
import uuid

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.core.common_models import CloudFormationModel
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from own_api import api

PATH = "/custom-resource-response/"
_answers: dict[str, dict] = {}


def _as_text(value):
    """CloudFormation makes texts of all values, in lists and objects too."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


class _CustomResource:
    """Mixed in, since moto finds the direct subclasses of its model."""

    physical_resource_id = "none"
    data: dict
    properties: dict
    envelope: dict
    place: tuple[str, str]

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::CloudFormation::CustomResource"

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True

    def get_cfn_attribute(self, attribute_name: str):
        return self.data[attribute_name]

    def is_created(self) -> bool:
        return True

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **more):
        resource = cls()
        resource.place = (account_id, region_name)
        resource.properties = _as_text(cloudformation_json["Properties"])
        resource.envelope = {
            **{"StackId": more["StackId"], "LogicalResourceId": more["LogicalId"], "ResourceType": more["ResourceType"]},
            "ServiceToken": resource.properties["ServiceToken"],
        }
        answer = resource._ask("Create")
        resource._takes(answer)
        if answer["Status"] != "SUCCESS":
            resource.delete(account_id, region_name)
            raise ValidationError(message=answer["Reason"])
        return resource

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        """Another one where the id is another: whoever updates the stack deletes the old one in the end."""
        resource = copy.copy(original_resource)
        resource.properties = _as_text(cloudformation_json["Properties"])
        if resource.properties["ServiceToken"] != original_resource.properties["ServiceToken"]:
            raise ValidationError(message="Modifying service token is not allowed.")
        answer = resource._ask("Update", OldResourceProperties=original_resource.properties)
        if answer["Status"] != "SUCCESS":
            raise ValidationError(message=answer["Reason"])
        resource._takes(answer)
        return resource

    def delete(self, account_id: str, region_name: str) -> None:
        answer = self._ask("Delete")
        if answer["Status"] != "SUCCESS":
            raise ValidationError(message=answer["Reason"])

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        # moto comes here when `delete` raises what it takes for a missing method.
        raise RuntimeError(f"the custom resource {resource_name} could not be removed")

    def _takes(self, answer: dict) -> None:
        self.physical_resource_id, self.data = answer["PhysicalResourceId"], answer.get("Data", {})

    def _ask(self, request_type: str, **more) -> dict:
        request_id = str(uuid.uuid4())
        event = {
            **{"RequestType": request_type, "RequestId": request_id, "ResourceProperties": self.properties},
            "ResponseURL": f"http://127.0.0.1:{os.environ['MOTO_PORT']}{PATH}{request_id}?signature=secret",
            **({} if request_type == "Create" else {"PhysicalResourceId": self.physical_resource_id}),
            **self.envelope,
            **more,
        }
        functions = api("lambda", *self.place)
        said = functions.invoke(FunctionName=self.envelope["ServiceToken"], Payload=json.dumps(event))["Payload"].read().decode()
        # CloudFormation itself would wait for an hour.
        nothing = {"Status": "FAILED", "Reason": f"no answer: {said}", "PhysicalResourceId": self.physical_resource_id}
        answer = _answers.pop(request_id, nothing)
        for name in ("StackId", "RequestId", "LogicalResourceId"):
            if answer is not nothing and answer.get(name) != event[name]:
                return {**nothing, "Reason": f"Invalid {name} in the response: {json.dumps(answer)}"}
        return answer


def _takes_answers(original):
    def call(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PATH) or environ["REQUEST_METHOD"] != "PUT":
            return original(self, environ, start_response)
        # The signature of the real URL does not cover a content type.
        if environ.get("CONTENT_TYPE"):
            start_response("403 Forbidden", [])
            return [b"SignatureDoesNotMatch"]
        _answers[path[len(PATH) :]] = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start_response("200 OK", [])
        return [b""]

    return call


def install() -> None:
    DomainDispatcherApplication.__call__ = _takes_answers(DomainDispatcherApplication.__call__)
    # In place of moto's, for every type that begins with `Custom::`.
    parsing.CustomModel = type("CustomResource", (_CustomResource, CloudFormationModel), {})
