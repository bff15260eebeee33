"""
Stack sets, and what an operation on one does in each account and Region: a stack there is created, updated or deleted, as any other is.

An operation is over when its call returns. One failure too many in a Region leaves out the Regions after it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
"""
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import stack_set_roles
from cloudformation_capabilities import acknowledged
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend, cloudformation_backends
from moto.core.utils import utcnow


@dataclass
class Instance:
    account: str
    region: str
    # The organizational unit that it was reached by.
    unit: str | None
    overrides: dict[str, str]
    stack_id: str | None = None
    status: str = "OUTDATED"
    detailed_status: str = "PENDING"
    reason: str | None = None
    last_operation: str | None = None


@dataclass
class Operation:
    action: str
    preferences: dict
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "RUNNING"
    results: list[dict] = field(default_factory=list)
    created: object = field(default_factory=utcnow)
    retains: bool | None = None


@dataclass
class StackSet:
    name: str
    account: str
    region: str
    permission_model: str
    template: str
    parameters: dict[str, str]
    capabilities: list[str]
    tags: dict[str, str]
    description: str | None = None
    administration_role_arn: str | None = None
    execution_role_name: str | None = None
    auto_deployment: dict | None = None
    managed_execution: bool = False
    instances: dict[tuple[str, str], Instance] = field(default_factory=dict)
    # Units and Regions that were targeted: accounts that come there later are served as well.
    deployed: set[tuple[str, str]] = field(default_factory=set)
    operations: dict[str, Operation] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    id: str = ""

    def __post_init__(self) -> None:
        self.id = f"{self.name}:{uuid.uuid4()}"

    @property
    def arn(self) -> str:
        return f"arn:aws:cloudformation:{self.region}:{self.account}:stackset/{self.id}"

    @property
    def is_service_managed(self) -> bool:
        return self.permission_model == "SERVICE_MANAGED"

    @property
    def administration_role(self) -> str:
        return self.administration_role_arn or f"arn:aws:iam::{self.account}:role/{stack_set_roles.ADMINISTRATION}"

    @property
    def execution_role(self) -> str:
        return self.execution_role_name or stack_set_roles.EXECUTION


def stack_sets(backend: CloudFormationBackend) -> dict[str, StackSet]:
    # On the backend, so that `/moto-api/reset` forgets it.
    return vars(backend).setdefault("_stack_sets_by_name", {})


def _check_role(stack_set: StackSet, account: str) -> None:
    if not stack_set.is_service_managed:
        administration = stack_set_roles.administration_role(stack_set.account, stack_set.administration_role, stack_set.arn)
        stack_set_roles.check_execution_role(administration, account, stack_set.execution_role)


def apply(stack_set: StackSet, instance: Instance) -> None:
    _check_role(stack_set, instance.account)
    backend = cloudformation_backends[instance.account][instance.region]
    parameters = {**stack_set.parameters, **instance.overrides}
    with acknowledged(stack_set.capabilities):
        if instance.stack_id in backend.stacks:
            backend.stacks[instance.stack_id].update(stack_set.template, parameters=parameters, tags=stack_set.tags)
            return
        name = f"StackSet-{stack_set.name}-{uuid.uuid4()}"
        stack = backend.create_stack(name=name, template=stack_set.template, parameters=parameters, tags=stack_set.tags)
        instance.stack_id = stack.stack_id


def remove(stack_set: StackSet, instance: Instance, retains: bool = False) -> None:
    backend = cloudformation_backends[instance.account][instance.region]
    if not retains:
        _check_role(stack_set, instance.account)
        if instance.stack_id in backend.stacks:
            backend.delete_stack(instance.stack_id)
    del stack_set.instances[instance.account, instance.region]


def _tolerance(preferences: dict, accounts: int) -> int:
    share = int(preferences.get("FailureTolerancePercentage", 0)) * accounts // 100
    return int(preferences.get("FailureToleranceCount", share))


def operate(stack_set: StackSet, operation: Operation, instances: list[Instance], act: Callable[[Instance], object]) -> Operation:
    stack_set.operations[operation.id] = operation
    wanted = {instance.region: None for instance in instances}
    order = operation.preferences.get("RegionOrder") or []
    stopped = False
    for region in [*(each for each in order if each in wanted), *(each for each in wanted if each not in order)]:
        there, failures = [instance for instance in instances if instance.region == region], 0
        for instance in there:
            instance.last_operation = operation.id
            if stopped:
                _conclude(operation, instance, "CANCELLED", "Cancelled since failure tolerance has exceeded")
                continue
            try:
                act(instance)
                _conclude(operation, instance, "SUCCEEDED", None)
            except Exception as error:
                failures += 1
                _conclude(operation, instance, "FAILED", getattr(error, "message", str(error)))
        stopped = stopped or failures > _tolerance(operation.preferences, len(there))
    operation.status = "FAILED" if stopped else "SUCCEEDED"
    return operation


def _conclude(operation: Operation, instance: Instance, status: str, reason: str | None) -> None:
    instance.status = "CURRENT" if status == "SUCCEEDED" else "OUTDATED"
    instance.detailed_status, instance.reason = status, reason
    result = {"Account": instance.account, "Region": instance.region, "Status": status, "StatusReason": reason}
    operation.results.append({**result, "OrganizationalUnitId": instance.unit})


def chosen(stack_set: StackSet, accounts: list[str] | dict[str, str], regions: list[str]) -> list[Instance]:
    found = [stack_set.instances.get((account, region)) for region in regions for account in accounts]
    return [instance for instance in found if instance is not None]


def reach(stack_set: StackSet, accounts: dict[str, str | None], regions: list[str], overrides: dict[str, str] | None) -> list[Instance]:
    """Those that are there already keep their overrides, unless others are given."""
    found = []
    for region in regions:
        for account, unit in accounts.items():
            instance = stack_set.instances.setdefault((account, region), Instance(account, region, unit, {}))
            instance.overrides = instance.overrides if overrides is None else overrides
            found.append(instance)
    return found


def refuse_unknown(stack_set: StackSet, overrides: dict[str, str]) -> None:
    unknown = [name for name in overrides if name not in stack_set.parameters]
    if unknown:
        raise ValidationError(message=f"Parameter overrides [{', '.join(unknown)}] are not parameters of the stack set")
