# Generated from the CloudTrailArchive construct. Change it there, then run "npm run generate".

output "topic_arn" {
  description = "Paste this into the SNS topic ARN field of Clarion's CloudTrail monitor. It takes messages from no other topic."
  value       = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
}

output "notification_configuration" {
  description = "The bucket's notifications, as far as they are ours, as JSON: in the mode manual, add this entry to the others. Writing it alone would remove them. Remove it before the topic goes, or S3 refuses the bucket's next writer."
  value = jsonencode({
    TopicConfigurations = [
      {
        Id       = "clarion-${var.existing_topic_arn == null ? aws_sns_topic.topic[0].name : element(split(":", var.existing_topic_arn), 5)}"
        TopicArn = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
        Events   = ["s3:ObjectCreated:*"]
        Filter = {
          Key = {
            FilterRules = [
              {
                Name  = "prefix"
                Value = var.prefix
              },
              {
                Name  = "suffix"
                Value = ".json.gz"
              },
            ]
          }
        }
      },
    ]
  })
}

output "bucket_key_policy" {
  description = "The statement that the policy of the bucket's key needs, as JSON. Without SSE-KMS, nothing to do."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ClarionReadsLogFiles"
        Effect = "Allow"
        Principal = {
          AWS = "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.role_name}"
        }
        Action   = "kms:Decrypt"
        Resource = "*"
        Condition = {
          StringEquals = {
            "kms:ViaService" = "s3.${data.aws_region.region.id}.${data.aws_partition.partition.dns_suffix}"
          }
        }
      },
    ]
  })
}

output "topic_dead_letter_queue_url" {
  description = "Where messages wait that SNS could not deliver."
  value       = var.existing_topic_arn == null || nonsensitive(var.webhook_url != null) ? aws_sqs_queue.topic_dead_letters[0].url : ""
}

output "key_policy" {
  description = "The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "ClarionS3"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
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

output "prerequisite" {
  description = "What must be there besides."
  value       = "A trail with logging on must write to the bucket, which is in this account and Region. Clarion's role must be there, in this account too."
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    topicArns = { cloudtrail = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn }
    bucket    = var.bucket_name
    region    = data.aws_region.region.id
    roleArn   = "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.role_name}"
  })
}
