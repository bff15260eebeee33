"""
AWS::S3::Bucket and BucketPolicy. Where a template says a thing in other words than the API, it is put in the API's.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
"""
from cloudformation_model import Made, only, undone_on_failure
from own_api import Api, api


def _destinations(configured: dict, kind: str, target: str) -> list[dict]:
    """One entry has one event in a template, and a list of events in the API."""
    entries = []
    for entry in configured.get(kind, []):
        rules = entry.get("Filter", {}).get("S3Key", {}).get("Rules")
        filtered = {"Filter": {"Key": {"FilterRules": rules}}} if rules else {}
        only(entry, "Event", "Filter", target)
        arn = f"{'LambdaFunction' if target == 'Function' else target}Arn"
        entries.append({arn: entry[target], "Events": [entry["Event"]], **filtered})
    return entries


def _notification(configured: dict) -> dict:
    kinds = {"TopicConfigurations": "Topic", "QueueConfigurations": "Queue", "LambdaConfigurations": "Function"}
    only(configured, *kinds, "EventBridgeConfiguration")
    asked = {kind: _destinations(configured, kind, target) for kind, target in kinds.items()}
    asked["LambdaFunctionConfigurations"] = asked.pop("LambdaConfigurations")
    bridge = configured.get("EventBridgeConfiguration", {"EventBridgeEnabled": False})
    if str(bridge.get("EventBridgeEnabled", True)).lower() == "true":
        asked["EventBridgeConfiguration"] = {}
    return asked


def _encryption(configured: dict) -> dict:
    rules = []
    for rule in configured["ServerSideEncryptionConfiguration"]:
        renamed = {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}
        rules.append({renamed.get(key, key): value for key, value in rule.items()})
    return {"Rules": rules}


# A property, what puts it, under what name and in what form, and what takes it away.
SETTINGS = {
    "BucketEncryption": ("put_bucket_encryption", "ServerSideEncryptionConfiguration", _encryption, "delete_bucket_encryption"),
    "OwnershipControls": ("put_bucket_ownership_controls", "OwnershipControls", dict, "delete_bucket_ownership_controls"),
    "PublicAccessBlockConfiguration": (
        *("put_public_access_block", "PublicAccessBlockConfiguration", dict, "delete_public_access_block"),
    ),
    "VersioningConfiguration": ("put_bucket_versioning", "VersioningConfiguration", dict, None),
    "Tags": ("put_bucket_tagging", "Tagging", lambda tags: {"TagSet": tags}, "delete_bucket_tagging"),
    "NotificationConfiguration": ("put_bucket_notification_configuration", "NotificationConfiguration", _notification, None),
}


def _configure(s3: Api, name: str, before: dict, after: dict) -> None:
    only(after, "BucketName", *SETTINGS)
    for setting, (put, parameter, form, delete) in SETTINGS.items():
        if before.get(setting) == after.get(setting):
            continue
        if setting in after:
            getattr(s3, put)(Bucket=name, **{parameter: form(after[setting])})
        elif delete:
            getattr(s3, delete)(Bucket=name)
        else:
            getattr(s3, put)(Bucket=name, **{parameter: {"Status": "Suspended"} if setting == "VersioningConfiguration" else {}})


def _bucket(properties: dict, account: str, region: str, name: str) -> Made:
    s3, name = api("s3", account, region), properties.get("BucketName") or name
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)
    attributes = {
        "Arn": f"arn:aws:s3:::{name}",
        "DomainName": f"{name}.s3.amazonaws.com",
        "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
    }
    change = lambda before, after: _configure(s3, name, before, after)
    made = Made(name, lambda: s3.delete_bucket(Bucket=name), attributes, change)
    with undone_on_failure(made):
        _configure(s3, name, {}, properties)
    return made


def _bucket_policy(properties: dict, account: str, region: str, name: str) -> Made:
    s3, bucket = api("s3", account, region), properties["Bucket"]
    put = lambda _, after: s3.put_bucket_policy(Bucket=bucket, Policy=after["PolicyDocument"])
    put({}, properties)
    return Made(bucket, lambda: s3.delete_bucket_policy(Bucket=bucket), {}, put)


TYPES = {
    "AWS::S3::Bucket": (_bucket, "BucketName"),
    "AWS::S3::BucketPolicy": (_bucket_policy, "Bucket"),
}
