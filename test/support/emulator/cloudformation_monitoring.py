"""
AWS::CloudWatch::Alarm and CompositeAlarm, AWS::Logs::LogGroup, AWS::Athena::WorkGroup.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_CloudWatch.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-workgroup.html
"""
from cloudformation_model import Made, only, refuse_existing, retag, shortened, undone_on_failure, without
from moto.cloudwatch.models import cloudwatch_backends
from own_api import api


def _alarm_by(operation: str):
    def make(properties: dict, account: str, region: str, name: str) -> Made:
        cloudwatch, name = api("cloudwatch", account, region), properties.get("AlarmName") or shortened(name, 255)
        backend = cloudwatch_backends[account][region]
        refuse_existing(f"Alarm {name}", name in backend.alarms)
        put = lambda after: getattr(cloudwatch, operation)(**{**after, "AlarmName": name})
        put(properties)
        arn = backend.alarms[name].alarm_arn

        def change(before: dict, after: dict) -> None:
            put(without(after, "Tags"))
            tag = lambda tags: cloudwatch.tag_resource(ResourceARN=arn, Tags=tags)
            retag(before, after, tag, lambda keys: cloudwatch.untag_resource(ResourceARN=arn, TagKeys=keys))

        return Made(name, lambda: cloudwatch.delete_alarms(AlarmNames=[name]), {"Arn": arn}, change)

    return make


def _log_group(properties: dict, account: str, region: str, name: str) -> Made:
    only(properties, "LogGroupName", "RetentionInDays", "KmsKeyId", "LogGroupClass", "Tags")
    logs, name = api("logs", account, region), properties.get("LogGroupName") or shortened(name, 512)
    kept = {key[0].lower() + key[1:]: properties[key] for key in ("KmsKeyId", "LogGroupClass") if key in properties}
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    logs.create_log_group(logGroupName=name, **kept, **({"tags": tags} if tags else {}))
    arn = f"arn:aws:logs:{region}:{account}:log-group:{name}:*"

    def change(before: dict, after: dict) -> None:
        if "RetentionInDays" in after:
            logs.put_retention_policy(logGroupName=name, retentionInDays=after["RetentionInDays"])
        elif "RetentionInDays" in before:
            logs.delete_retention_policy(logGroupName=name)
        tag = lambda tags: logs.tag_log_group(logGroupName=name, tags={each["Key"]: each["Value"] for each in tags})
        retag(before, after, tag, lambda keys: logs.untag_log_group(logGroupName=name, tags=keys))

    made = Made(name, lambda: logs.delete_log_group(logGroupName=name), {"Arn": arn}, change)
    with undone_on_failure(made):
        change({"Tags": properties.get("Tags", [])}, properties)
    return made


def _work_group(properties: dict, account: str, region: str, name: str) -> Made:
    athena, name = api("athena", account, region), properties["Name"]
    only(properties, "Name", "Description", "State", "Tags", "WorkGroupConfiguration", "RecursiveDeleteOption")
    described = without(properties, "State", "WorkGroupConfiguration", "RecursiveDeleteOption")
    athena.create_work_group(**described, Configuration=properties.get("WorkGroupConfiguration", {}))
    arn = f"arn:aws:athena:{region}:{account}:workgroup/{name}"

    def change(before: dict, after: dict) -> None:
        updates = dict(after.get("WorkGroupConfiguration", {}))
        for nested in ("ResultConfiguration", "ManagedQueryResultsConfiguration"):
            if nested in updates:
                updates[f"{nested}Updates"] = updates.pop(nested)
        if "BytesScannedCutoffPerQuery" in before.get("WorkGroupConfiguration", {}) and "BytesScannedCutoffPerQuery" not in updates:
            updates["RemoveBytesScannedCutoffPerQuery"] = True
        state = {"State": after["State"]} if "State" in after else {}
        athena.update_work_group(WorkGroup=name, Description=after.get("Description", ""), ConfigurationUpdates=updates, **state)
        tag = lambda tags: athena.tag_resource(ResourceARN=arn, Tags=tags)
        retag(before, after, tag, lambda keys: athena.untag_resource(ResourceARN=arn, TagKeys=keys))

    made = Made(name, lambda: athena.delete_work_group(WorkGroup=name), {}, change)
    with undone_on_failure(made):
        if properties.get("State") == "DISABLED":
            athena.update_work_group(WorkGroup=name, State="DISABLED")
    return made


TYPES = {
    "AWS::CloudWatch::Alarm": (_alarm_by("put_metric_alarm"), "AlarmName"),
    "AWS::CloudWatch::CompositeAlarm": (_alarm_by("put_composite_alarm"), "AlarmName"),
    "AWS::Logs::LogGroup": (_log_group, "LogGroupName"),
    "AWS::Athena::WorkGroup": (_work_group, "Name"),
}
