"""
Which accounts of an organization a service-managed stack set goes to. Never to the management account.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
"""
from moto.cloudformation.exceptions import ValidationError
from moto.organizations import organizations_backends
from moto.organizations.models import OrganizationsBackend

SERVICE = "member.org.stacksets.cloudformation.amazonaws.com"


def organization_of(management_account: str) -> OrganizationsBackend | None:
    backend = organizations_backends[management_account]["aws"]
    return backend if backend.org and backend.org.master_account_id == management_account else None


def management_of(delegated_administrator: str) -> str:
    for account, backends in list(organizations_backends.items()):
        for backend in backends.values():
            if any(admin.account.id == delegated_administrator and SERVICE in admin.services for admin in backend.admins):
                return account
    raise ValidationError(message="Account used is not a delegated administrator")


def units_below(organization: OrganizationsBackend, unit: str) -> set[str]:
    """The unit itself, and all within it."""
    if all(known.id != unit for known in organization.ou):
        raise ValidationError(message=f"{unit} is not an organizational unit of this organization")
    found, more = set(), {unit}
    while more:
        found |= more
        more = {known.id for known in organization.ou if known.parent_id in found} - found
    return found


def accounts_in(organization: OrganizationsBackend, unit: str) -> list[str]:
    units = units_below(organization, unit)
    members = [each for each in organization.accounts if each.id != organization.org.master_account_id]
    return [each.id for each in members if each.parent_id in units and each.status == "ACTIVE"]


def resolve(organization: OrganizationsBackend, targets: dict, creating: bool) -> dict[str, str]:
    """Accounts, each with the unit that it was reached by."""
    units, listed, kind = targets.get("OrganizationalUnitIds") or [], targets.get("Accounts") or [], targets.get("AccountFilterType")
    if "AccountsUrl" in targets:
        raise ValidationError(message="the local AWS reads no AccountsUrl")
    if not units:
        raise ValidationError(message="OrganizationalUnitIds are required")
    if creating and kind == "UNION":
        raise ValidationError(message="AccountFilterType UNION is not supported for create operations")
    if creating and listed and kind is None:
        raise ValidationError(message="AccountFilterType must be specified with both OrganizationalUnitIds and Accounts")
    if listed and kind == "NONE":
        raise ValidationError(message="Accounts cannot be specified with AccountFilterType NONE")
    if not listed and kind in ("INTERSECTION", "DIFFERENCE"):
        raise ValidationError(message=f"Accounts must be specified with AccountFilterType {kind}")
    reached: dict[str, str] = {}
    for unit in units:
        for account in accounts_in(organization, unit):
            reached.setdefault(account, unit)
    if kind == "INTERSECTION":
        return {account: unit for account, unit in reached.items() if account in listed}
    if kind == "DIFFERENCE":
        return {account: unit for account, unit in reached.items() if account not in listed}
    return {**reached, **{account: units[0] for account in listed if account not in reached}}
