"""
What moto leaves out of Athena's work groups: UpdateWorkGroup, and the errors of one that is not there.

https://docs.aws.amazon.com/athena/latest/APIReference/API_UpdateWorkGroup.html
https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
"""
import json

from moto.athena.models import AthenaBackend, WorkGroup
from moto.athena.responses import AthenaResponse
from moto.core.exceptions import JsonRESTError


def _refuse(message: str) -> JsonRESTError:
    return JsonRESTError("InvalidRequestException", message)


def _group(backend: AthenaBackend, name: str) -> WorkGroup:
    if name not in backend.work_groups:
        raise _refuse(f"WorkGroup {name} is not found.")
    return backend.work_groups[name]


def _check(configuration: dict) -> None:
    """Results are managed by Athena or lie in a bucket, not both."""
    managed = configuration.get("ManagedQueryResultsConfiguration", {}).get("Enabled")
    if managed and configuration.get("ResultConfiguration", {}).get("OutputLocation"):
        raise _refuse("ManagedQueryResultsConfiguration and ResultConfiguration cannot be set together")


def _create_work_group(original):
    def create_work_group(self: AthenaResponse):
        _check(self._get_param("Configuration", {}))
        if self._get_param("Name") in self.athena_backend.work_groups:
            raise _refuse("WorkGroup is already created")
        return original(self)

    return create_work_group


def _get_work_group(original):
    def get_work_group(self: AthenaResponse):
        _group(self.athena_backend, self._get_param("WorkGroup"))
        return original(self)

    return get_work_group


def _updated(configuration: dict, updates: dict) -> dict:
    """`ResultConfigurationUpdates` changes `ResultConfiguration`, and `RemoveX` removes X. What is not named stays."""
    result = dict(configuration)
    for name, value in updates.items():
        target = name.removesuffix("Updates")
        if name.startswith("Remove"):
            if value:
                result.pop(name.removeprefix("Remove"), None)
        elif isinstance(value, dict) and target != name:
            result[target] = _updated(result.get(target, {}), value)
        else:
            result[name] = value
    return result


def _update_work_group(self: AthenaResponse) -> str:
    group = _group(self.athena_backend, self._get_param("WorkGroup"))
    configuration = _updated(group.configuration, self._get_param("ConfigurationUpdates", {}))
    _check(configuration)
    group.configuration = configuration
    group.description = self._get_param("Description", group.description)
    group.state = self._get_param("State", group.state)
    return "{}"


def _delete_work_group(original):
    def delete_work_group(self: AthenaResponse):
        _group(self.athena_backend, self._get_param("WorkGroup"))
        return original(self)

    return delete_work_group


def _list_tags(self: AthenaResponse) -> str:
    # moto says of what has no tags that it does not exist.
    return json.dumps(self.athena_backend.tagger.list_tags_for_resource(self._get_param("ResourceARN")))


def install() -> None:
    for name, change in (("create", _create_work_group), ("get", _get_work_group), ("delete", _delete_work_group)):
        setattr(AthenaResponse, f"{name}_work_group", change(getattr(AthenaResponse, f"{name}_work_group")))
    AthenaResponse.update_work_group = _update_work_group
    AthenaResponse.list_tags_for_resource = _list_tags
