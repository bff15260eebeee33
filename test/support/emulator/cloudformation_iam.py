"""
AWS::IAM::Role, ManagedPolicy and Policy. moto attaches no managed policy to a role, and changes little of either.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
"""
from botocore.exceptions import ClientError
from cloudformation_model import Made, only, retag, shortened, undone_on_failure, without
from moto.cloudformation.exceptions import ValidationError
from own_api import Api, api

KINDS = {"Roles": ("role", "RoleName"), "Users": ("user", "UserName"), "Groups": ("group", "GroupName")}


def _difference(before: dict, after: dict) -> tuple[list, list]:
    """What is left out now, and what is new or says another thing."""
    return [key for key in before if key not in after], [key for key in after if before.get(key) != after[key]]


def _unless_gone(call, **given) -> None:
    """On its way out, a policy does not mind that what it was attached to has gone before it."""
    try:
        call(**given)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise


def _set_role_policies(iam: Api, name: str, before: dict, after: dict) -> None:
    attached = [dict.fromkeys(properties.get("ManagedPolicyArns", []), True) for properties in (before, after)]
    gone, new = _difference(*attached)
    for arn in gone:
        _unless_gone(iam.detach_role_policy, RoleName=name, PolicyArn=arn)
    for arn in new:
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    inline = [{each["PolicyName"]: each["PolicyDocument"] for each in properties.get("Policies", [])} for properties in (before, after)]
    gone, new = _difference(*inline)
    for policy in gone:
        _unless_gone(iam.delete_role_policy, RoleName=name, PolicyName=policy)
    for policy in new:
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=inline[1][policy])


def _role(properties: dict, account: str, region: str, name: str) -> Made:
    iam, name = api("iam", account, region), properties.get("RoleName") or shortened(name, 64)
    role = iam.create_role(**{**without(properties, "ManagedPolicyArns", "Policies"), "RoleName": name})["Role"]
    current: dict = {}

    def set_policies(after: dict) -> None:
        _set_role_policies(iam, name, current, after)
        current.clear()
        current.update(after)

    def change(before: dict, after: dict) -> None:
        duration = after.get("MaxSessionDuration", 3600)
        iam.update_role(RoleName=name, Description=after.get("Description", ""), MaxSessionDuration=duration)
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=after["AssumeRolePolicyDocument"])
        if "PermissionsBoundary" in after:
            iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=after["PermissionsBoundary"])
        elif "PermissionsBoundary" in before:
            iam.delete_role_permissions_boundary(RoleName=name)
        tag = lambda tags: iam.tag_role(RoleName=name, Tags=tags)
        retag(before, after, tag, lambda keys: iam.untag_role(RoleName=name, TagKeys=keys))
        set_policies(after)

    def undo() -> None:
        # What others attached stays in the way, as it does with AWS.
        set_policies({})
        iam.delete_role(RoleName=name)

    made = Made(name, undo, {"Arn": role["Arn"], "RoleId": role["RoleId"]}, change)
    with undone_on_failure(made):
        set_policies(properties)
    return made


def _holders(properties: dict) -> dict:
    return {(kind, name): True for kind in KINDS for name in properties.get(kind, [])}


def _managed_policy(properties: dict, account: str, region: str, name: str) -> Made:
    iam, name = api("iam", account, region), properties.get("ManagedPolicyName") or shortened(name, 128)
    described = without(properties, "ManagedPolicyName", *KINDS)
    policy = iam.create_policy(PolicyName=name, **described)["Policy"]
    arn, current = policy["Arn"], {}

    def attach_to(after: dict) -> None:
        gone, new = _difference(current, after)
        for kind, holder in gone:
            noun, parameter = KINDS[kind]
            _unless_gone(getattr(iam, f"detach_{noun}_policy"), PolicyArn=arn, **{parameter: holder})
        for kind, holder in new:
            noun, parameter = KINDS[kind]
            getattr(iam, f"attach_{noun}_policy")(PolicyArn=arn, **{parameter: holder})
        current.clear()
        current.update(after)

    def change(before: dict, after: dict) -> None:
        if before["PolicyDocument"] != after["PolicyDocument"]:
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=after["PolicyDocument"], SetAsDefault=True)
            for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
                if not version["IsDefaultVersion"]:
                    iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        attach_to(_holders(after))

    def undo() -> None:
        attach_to({})
        iam.delete_policy(PolicyArn=arn)

    made = Made(arn, undo, {"PolicyArn": arn, "PolicyId": policy["PolicyId"]}, change)
    with undone_on_failure(made):
        attach_to(_holders(properties))
    return made


def _policy(properties: dict, account: str, region: str, name: str) -> Made:
    iam, current = api("iam", account, region), {}

    def put_in(after: dict) -> None:
        gone, new = _difference(current, after)
        for kind, holder, policy in gone:
            noun, parameter = KINDS[kind]
            _unless_gone(getattr(iam, f"delete_{noun}_policy"), PolicyName=policy, **{parameter: holder})
        for kind, holder, policy in new:
            noun, parameter = KINDS[kind]
            document = after[kind, holder, policy]
            getattr(iam, f"put_{noun}_policy")(PolicyName=policy, PolicyDocument=document, **{parameter: holder})
        current.clear()
        current.update(after)

    def documents(of: dict) -> dict:
        if not _holders(of):
            raise ValidationError(message="At least one of [Groups, Roles, Users] must be non-empty.")
        return {(kind, holder, of["PolicyName"]): of["PolicyDocument"] for kind, holder in _holders(of)}

    made = Made(name, lambda: put_in({}), {}, lambda before, after: put_in(documents(after)))
    with undone_on_failure(made):
        put_in(documents(properties))
    return made


def _role_policy(properties: dict, account: str, region: str, name: str) -> Made:
    iam, held = api("iam", account, region), {name: properties[name] for name in ("RoleName", "PolicyName")}
    put = lambda _, after: iam.put_role_policy(PolicyDocument=after["PolicyDocument"], **held)
    put({}, only(properties, "RoleName", "PolicyName", "PolicyDocument"))
    return Made(f"{held['PolicyName']}|{held['RoleName']}", lambda: iam.delete_role_policy(**held), {}, put)


TYPES = {
    "AWS::IAM::Role": (_role, "RoleName", "Path"),
    "AWS::IAM::ManagedPolicy": (_managed_policy, "ManagedPolicyName", "Path", "Description"),
    "AWS::IAM::Policy": (_policy,),
    "AWS::IAM::RolePolicy": (_role_policy, "RoleName", "PolicyName"),
}
