# Generated from the ClarionAccount construct. Change it there, then run "npm run generate".

output "cloud_trail_topic_arn" {
  description = "For Clarion's CloudTrail monitor."
  value       = var.cloud_trail_events ? module.cloudtrail_events[0].topic_arn : null
}

output "cloud_watch_topic_arn" {
  description = "For Clarion's CloudWatch monitor."
  value       = var.cloud_watch_alarms ? module.cloudwatch_alarms[0].topic_arn : null
}

output "guard_duty_topic_arn" {
  description = "For Clarion's GuardDuty monitor."
  value       = var.guard_duty_findings ? module.guardduty_findings[0].topic_arn : null
}

output "role_arn" {
  description = "For Clarion's AWS integration."
  value       = var.integration_role ? module.integration_role[0].role_arn : null
}

output "trust_policy" {
  description = "Whom the role trusts, as JSON. A role that is adopted needs it from you."
  value       = var.integration_role ? module.integration_role[0].trust_policy : null
}

output "update_trust_command" {
  description = "The command that writes that trust to a role that is adopted, in place of the one that it has. Whom else it shall trust must be added."
  value       = var.integration_role ? module.integration_role[0].update_trust_command : null
}

output "cloud_trail_archive_topic_arn" {
  description = "For Clarion's CloudTrail monitor too, beside the other one: the topic of the log files."
  value       = var.cloud_trail_archive ? module.cloudtrail_archive[0].topic_arn : null
}

output "notification_configuration" {
  description = "The bucket's notifications, as far as they are ours, as JSON: in the mode manual, add this entry to the others. Writing it alone would remove them. Remove it before the topic goes, or S3 refuses the bucket's next writer."
  value       = var.cloud_trail_archive ? module.cloudtrail_archive[0].notification_configuration : null
}

output "bucket_key_policy" {
  description = "The statement that the policy of the bucket's key needs, as JSON. Without SSE-KMS, nothing to do."
  value       = var.cloud_trail_archive ? module.cloudtrail_archive[0].bucket_key_policy : null
}

output "dead_letter_queue_urls" {
  description = "Where messages wait that SNS could not deliver, and events that EventBridge could not publish, which carry no signature: by monitor, as JSON."
  value = jsonencode({
    cloudtrail = {
      topic = var.cloud_trail_events && var.one_topic ? var.one_topic ? aws_sqs_queue.topic_dead_letters[0].url : "" : var.cloud_trail_events ? module.cloudtrail_events[0].topic_dead_letter_queue_url : null
      rule  = var.cloud_trail_events ? module.cloudtrail_events[0].rule_dead_letter_queue_url : null
    }
    cloudtrailArchive = { topic = var.cloud_trail_archive ? module.cloudtrail_archive[0].topic_dead_letter_queue_url : null }
    cloudwatch = {
      topic = var.cloud_watch_alarms && var.one_topic ? var.one_topic ? aws_sqs_queue.topic_dead_letters[0].url : "" : var.cloud_watch_alarms ? module.cloudwatch_alarms[0].topic_dead_letter_queue_url : null
      rule  = var.cloud_watch_alarms ? module.cloudwatch_alarms[0].rule_dead_letter_queue_url : null
    }
    guardduty = {
      topic = var.guard_duty_findings && var.one_topic ? var.one_topic ? aws_sqs_queue.topic_dead_letters[0].url : "" : var.guard_duty_findings ? module.guardduty_findings[0].topic_dead_letter_queue_url : null
      rule  = var.guard_duty_findings ? module.guardduty_findings[0].rule_dead_letter_queue_url : null
    }
  })
}

output "key_policy" {
  description = "The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "ClarionEvents"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
          Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
          Resource  = "*"
        },
      ],
      var.cloud_watch_alarms ? [
        {
          Sid       = "ClarionCloudwatch"
          Effect    = "Allow"
          Principal = { Service = "cloudwatch.amazonaws.com" }
          Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
          Resource  = "*"
        },
      ] : [],
      [
        {
          Sid       = "ClarionSns"
          Effect    = "Allow"
          Principal = { Service = "sns.amazonaws.com" }
          Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
          Resource  = "*"
        },
      ],
      var.cloud_trail_archive ? [
        {
          Sid       = "ClarionS3"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
          Resource  = "*"
        },
      ] : []
    )
  })
}

output "prerequisite" {
  description = "What must be there besides."
  value       = "A trail with logging on must exist in this Region (a multi-Region or organization trail counts): without one, no event comes. Each alarm that Clarion should know of must name the topic among its actions for ALARM and for OK, so that the alert ends too. An alarm notifies topics of its own Region only. A GuardDuty detector must be enabled in this Region: without one, no finding comes. In an organization, deploy in GuardDuty's delegated administrator account only: the findings of all members arrive there, and each would come again from its member. For the log archive: A trail with logging on must write to the bucket, which is in this account and Region. Clarion's role must be there, in this account too."
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    topicArns = {
      cloudtrail        = var.cloud_trail_events ? module.cloudtrail_events[0].topic_arn : null
      cloudtrailArchive = var.cloud_trail_archive ? module.cloudtrail_archive[0].topic_arn : null
      cloudwatch        = var.cloud_watch_alarms ? module.cloudwatch_alarms[0].topic_arn : null
      guardduty         = var.guard_duty_findings ? module.guardduty_findings[0].topic_arn : null
    }
    roleArn    = var.integration_role ? module.integration_role[0].role_arn : null
    externalId = var.external_id
  })
}
