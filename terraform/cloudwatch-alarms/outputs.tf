# Generated from the CloudWatchAlarms construct. Change it there, then run "npm run generate".

output "topic_arn" {
  description = "Paste this into the SNS topic ARN field of Clarion's CloudWatch monitor. It takes messages from no other topic."
  value       = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
}

output "rule_arn" {
  description = "The rule for all alarms. Empty without one."
  value       = var.all_alarms ? aws_cloudwatch_event_rule.all_alarms[0].arn : ""
}

output "topic_dead_letter_queue_url" {
  description = "Where messages wait that SNS could not deliver."
  value       = var.existing_topic_arn == null || nonsensitive(var.webhook_url != null) ? aws_sqs_queue.topic_dead_letters[0].url : ""
}

output "rule_dead_letter_queue_url" {
  description = "Where events wait that EventBridge could not publish. They carry no signature."
  value       = var.all_alarms ? aws_sqs_queue.dead_letters[0].url : ""
}

output "key_policy" {
  description = "The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "ClarionCloudwatch"
          Effect    = "Allow"
          Principal = { Service = "cloudwatch.amazonaws.com" }
          Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
          Resource  = "*"
        },
      ],
      var.all_alarms ? [
        {
          Sid       = "ClarionEvents"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
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
      ]
    )
  })
}

output "required_policy" {
  description = "The statements that the policy of an existing topic needs, as JSON. A topic that is made here has them."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "CloudWatchAlarms"
          Effect    = "Allow"
          Principal = { Service = "cloudwatch.amazonaws.com" }
          Action    = "sns:Publish"
          Resource  = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
          Condition = {
            StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.topic_current.account_id }
          }
        },
      ],
      var.all_alarms ? [
        {
          Sid       = "EventBridge"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
          Action    = "sns:Publish"
          Resource  = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
          Condition = {
            StringEqualsIfExists = { "aws:SourceAccount" = data.aws_caller_identity.topic_current.account_id }
          }
        },
      ] : []
    )
  })
}

output "prerequisite" {
  description = "What must be there besides."
  value       = "Each alarm that Clarion should know of must name the topic among its actions for ALARM and for OK, so that the alert ends too. An alarm notifies topics of its own Region only."
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    topicArns = { cloudwatch = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn }
  })
}
