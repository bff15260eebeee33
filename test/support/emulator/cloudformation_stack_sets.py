"""
AWS::CloudFormation::StackSet: a stack set and where it is deployed, as the provider of that type goes about it.

By unit and Region: accounts that leave are deleted first, then the stack set is updated, then come the new accounts and overrides.
https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-cloudformation/tree/master/aws-cloudformation-stackset
"""
from dataclasses import dataclass

import stack_set_targets
from cloudformation_model import Made, undone_on_failure, without
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Stack
from own_api import api
from stack_set_templates import NESTED

NOT_OF_THE_SET = ("StackInstancesGroup", "OperationPreferences", "PermissionModel", "CallAs", "StackSetName")
MORE_PARAMETERS = "An OrganizationalUnitIds cannot be associated with more than one Parameters set"


@dataclass
class Placed:
    accounts: set[str]
    overrides: list[dict]
    # What the template says, which names the unit even where it has no account yet.
    targets: dict


def _check(properties: dict) -> None:
    if ("TemplateBody" in properties) == ("TemplateURL" in properties):
        raise ValidationError(message="Exactly one of TemplateBody or TemplateUrl must be specified")
    template = Stack.parse_template(properties["TemplateBody"]) if "TemplateBody" in properties else {}
    for resource in template.get("Resources", {}).values():
        if resource["Type"] in NESTED:
            raise ValidationError(message=f"Nested {resource['Type']} is not allowed")


class _StackSet:
    def __init__(self, properties: dict, account: str, region: str):
        self.cloudformation, self.properties, self.account = api("cloudformation", account, region), properties, account

    @property
    def named(self) -> dict:
        called = {"CallAs": self.properties["CallAs"]} if "CallAs" in self.properties else {}
        return {"StackSetName": self.properties["StackSetName"], **called}

    @property
    def preferred(self) -> dict:
        return {"OperationPreferences": self.properties["OperationPreferences"]} if "OperationPreferences" in self.properties else {}

    def operate(self, operation: str, **asked) -> None:
        answer = getattr(self.cloudformation, operation)(**self.named, **self.preferred, **asked)
        of = {**self.named, "OperationId": answer["OperationId"]}
        if self.cloudformation.describe_stack_set_operation(**of)["StackSetOperation"]["Status"] == "SUCCEEDED":
            return
        results = self.cloudformation.list_stack_set_operation_results(**of)["Summaries"]
        reasons = [f"{each['Account']} in {each['Region']}: {each['StatusReason']}" for each in results if each["Status"] == "FAILED"]
        raise ValidationError(message=f"Operation of the stack set failed. {'; '.join(reasons)}")

    def create(self) -> str:
        asked = without(self.properties, "StackInstancesGroup", "OperationPreferences")
        return self.cloudformation.create_stack_set(**asked)["StackSetId"]

    def update(self, before: dict) -> None:
        after = without(self.properties, *NOT_OF_THE_SET)
        if after != without(before, *NOT_OF_THE_SET):
            self.operate("update_stack_set", **after)

    def placed(self, properties: dict) -> dict[tuple[str, str], Placed]:
        """By unit, or by account where there are none, and Region."""
        found: dict[tuple[str, str], Placed] = {}
        for group in properties.get("StackInstancesGroup", []):
            targets, overrides = group["DeploymentTargets"], group.get("ParameterOverrides", [])
            units = targets.get("OrganizationalUnitIds", [])
            for key in units or targets["Accounts"]:
                for region in group["Regions"]:
                    apart = {**targets, "OrganizationalUnitIds": [key]} if units else {"Accounts": [key]}
                    known = found.get((key, region))
                    # The provider compares them by identity, so that the same ones twice are refused as well.
                    if known and (overrides or known.overrides):
                        raise ValidationError(message=MORE_PARAMETERS)
                    found[key, region] = known = known or Placed(set(), overrides, apart)
                    known.accounts |= self._reached(apart)
        return found

    def _reached(self, targets: dict) -> set[str]:
        if "OrganizationalUnitIds" not in targets:
            return set(targets["Accounts"])
        delegated = self.properties.get("CallAs") == "DELEGATED_ADMIN"
        organization = stack_set_targets.organization_of(stack_set_targets.management_of(self.account) if delegated else self.account)
        return set(stack_set_targets.resolve(organization, targets, creating=True)) if organization else set()

    def _some(self, operation: str, key: str, region: str, placed: Placed, accounts: set[str], **more) -> None:
        if accounts:
            unit = {"OrganizationalUnitIds": [key], "AccountFilterType": "INTERSECTION"} if "OrganizationalUnitIds" in placed.targets else {}
            self.operate(operation, DeploymentTargets={**unit, "Accounts": sorted(accounts)}, Regions=[region], **more)

    def leave(self, old: dict[tuple[str, str], Placed], new: dict[tuple[str, str], Placed]) -> None:
        for (key, region), placed in old.items():
            if (key, region) not in new:
                whole = {"OrganizationalUnitIds": [key]} if "OrganizationalUnitIds" in placed.targets else {"Accounts": [key]}
                self.operate("delete_stack_instances", DeploymentTargets=whole, Regions=[region], RetainStacks=False)
            else:
                gone = placed.accounts - new[key, region].accounts
                self._some("delete_stack_instances", key, region, placed, gone, RetainStacks=False)

    def come(self, old: dict[tuple[str, str], Placed], new: dict[tuple[str, str], Placed]) -> None:
        for (key, region), placed in new.items():
            overrides = {"ParameterOverrides": placed.overrides} if placed.overrides else {}
            if (key, region) not in old:
                self.operate("create_stack_instances", DeploymentTargets=placed.targets, Regions=[region], **overrides)
                continue
            known = old[key, region].accounts
            self._some("create_stack_instances", key, region, placed, placed.accounts - known, **overrides)
            if placed.overrides != old[key, region].overrides:
                kept = {"ParameterOverrides": placed.overrides}
                self._some("update_stack_instances", key, region, placed, placed.accounts & known, **kept)

    def delete(self) -> None:
        summaries = self.cloudformation.list_stack_instances(**self.named)["Summaries"]
        for unit, region in {(each.get("OrganizationalUnitId"), each["Region"]) for each in summaries}:
            there = [each for each in summaries if (each.get("OrganizationalUnitId"), each["Region"]) == (unit, region)]
            accounts = {"Accounts": [each["Account"] for each in there]}
            targets = {"OrganizationalUnitIds": [unit], "AccountFilterType": "INTERSECTION", **accounts} if unit else accounts
            self.operate("delete_stack_instances", DeploymentTargets=targets, Regions=[region], RetainStacks=False)
        self.cloudformation.delete_stack_set(**self.named)


def _stack_set(properties: dict, account: str, region: str, name: str) -> Made:
    _check(properties)
    stack_set = _StackSet(properties, account, region)
    placed = stack_set.placed(properties)
    identifier = stack_set.create()

    def change(before: dict, after: dict) -> None:
        _check(after)
        old, new = stack_set.placed(before), stack_set.placed(after)
        stack_set.properties = after
        stack_set.leave(old, new)
        stack_set.update(before)
        stack_set.come(old, new)

    made = Made(identifier, lambda: stack_set.delete(), {"StackSetId": identifier}, change)
    with undone_on_failure(made):
        stack_set.come({}, placed)
    return made


TYPES = {"AWS::CloudFormation::StackSet": (_stack_set, "StackSetName", "PermissionModel")}
