# Generated from the ClarionHub construct. Change it there, then run "npm run generate".

output "topic_arn" {
  description = "Paste this into the SNS topic ARN field of each monitor in Clarion whose events the hub sends. It takes messages from no other topic."
  value       = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
}

output "bus_arn" {
  description = "What every spoke is given."
  value       = aws_cloudwatch_event_bus.bus.arn
}

output "topic_dead_letter_queue_url" {
  description = "Where messages wait that SNS could not deliver."
  value       = var.existing_topic_arn == null || nonsensitive(var.webhook_url != null) ? aws_sqs_queue.topic_dead_letters[0].url : ""
}

output "rule_dead_letter_queue_url" {
  description = "Where events wait that EventBridge could not publish. They carry no signature."
  value       = aws_sqs_queue.dead_letters.url
}

output "key_policy" {
  description = "The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "ClarionEvents"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
        Resource  = "*"
      },
      {
        Sid       = "ClarionSns"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}

output "required_policy" {
  description = "The statements that the policy of an existing topic needs, as JSON. A topic that is made here has them."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
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
    ]
  })
}

output "prerequisite" {
  description = "What must be there besides."
  value       = "A spoke of the same name prefix must be in each account and Region that is watched, the hub's own included."
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    topicArns = {
      cloudtrail = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
      guardduty  = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
    }
  })
}
