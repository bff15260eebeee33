# Generated from the ClarionAccount construct. Change it there, then run "npm run generate".

locals {
  topic_webhook_urls = {
    for url in distinct(compact([var.one_topic && var.subscribe ? var.webhook_url : null, var.one_topic ? var.previous_webhook_url : null])) : sha256(url) => url
  }
}

resource "aws_sns_topic" "topic" {
  count             = var.one_topic ? 1 : 0
  name              = var.name_prefix
  kms_master_key_id = var.kms_key_arn
  signature_version = var.signature_version
  tags              = var.tags
}

data "aws_caller_identity" "topic_current" {}

data "aws_iam_policy_document" "topic_cloud_watch_alarms" {
  count = var.one_topic && var.cloud_watch_alarms ? 1 : 0

  statement {
    sid       = "CloudWatchAlarms"
    effect    = "Allow"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.topic[0].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.topic_current.account_id]
    }
  }
}

data "aws_iam_policy_document" "topic" {
  count                   = var.one_topic ? 1 : 0
  source_policy_documents = data.aws_iam_policy_document.topic_cloud_watch_alarms[*].json

  statement {
    sid       = "EventBridge"
    effect    = "Allow"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.topic[0].arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.topic_current.account_id]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.topic[0].arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "topic" {
  count  = var.one_topic ? 1 : 0
  arn    = aws_sns_topic.topic[0].arn
  policy = data.aws_iam_policy_document.topic[0].json
}

resource "aws_sqs_queue" "topic_dead_letters" {
  count                     = var.one_topic ? 1 : 0
  name_prefix               = "${var.name_prefix}-undelivered-"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  tags                      = var.tags
}

resource "aws_cloudwatch_metric_alarm" "topic_dead_letters" {
  count               = var.delivery_alarms && var.one_topic ? 1 : 0
  alarm_name          = "${aws_sns_topic.topic[0].name}-undelivered"
  alarm_description   = "Messages for Clarion wait in a dead-letter queue. They are kept for 14 days: mend the cause, then send them again."
  alarm_actions       = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = aws_sqs_queue.topic_dead_letters[0].name }
  evaluation_periods  = 1
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  period              = 300
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

data "aws_iam_policy_document" "topic_dead_letters" {
  count = var.one_topic ? 1 : 0

  statement {
    sid       = "SnsDeadLetters"
    effect    = "Allow"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.topic_dead_letters[0].arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [var.one_topic ? aws_sns_topic.topic[0].arn : ""]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [aws_sqs_queue.topic_dead_letters[0].arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "topic_dead_letters" {
  count     = var.one_topic ? 1 : 0
  policy    = data.aws_iam_policy_document.topic_dead_letters[0].json
  queue_url = aws_sqs_queue.topic_dead_letters[0].url
}

resource "aws_sns_topic_subscription" "topic" {
  for_each = toset(nonsensitive(keys(local.topic_webhook_urls)))
  delivery_policy = jsonencode({
    healthyRetryPolicy = {
      numRetries         = 50
      numNoDelayRetries  = 3
      minDelayTarget     = 5
      numMinDelayRetries = 7
      maxDelayTarget     = 60
      numMaxDelayRetries = 20
      backoffFunction    = "linear"
    }
  })
  endpoint               = local.topic_webhook_urls[each.key]
  endpoint_auto_confirms = false
  protocol               = "https"
  raw_message_delivery   = false
  redrive_policy         = jsonencode({ deadLetterTargetArn = aws_sqs_queue.topic_dead_letters[0].arn })
  topic_arn              = var.one_topic ? aws_sns_topic.topic[0].arn : ""

  lifecycle {
    precondition {
      condition     = var.previous_webhook_url == null || (var.webhook_url != null && var.previous_webhook_url != var.webhook_url)
      error_message = "A previous webhook URL is kept beside a new one, and differs from it."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "topic_failed" {
  count               = var.delivery_alarms && var.one_topic ? 1 : 0
  alarm_name          = "${aws_sns_topic.topic[0].name}-failed"
  alarm_description   = "Deliveries to the Clarion webhook have failed for 15 minutes. SNS tries again for most of an hour, then keeps them as dead letters."
  alarm_actions       = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { TopicName = aws_sns_topic.topic[0].name }
  evaluation_periods  = 3
  metric_name         = "NumberOfNotificationsFailed"
  namespace           = "AWS/SNS"
  period              = 300
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

data "aws_caller_identity" "current" {
  lifecycle {
    precondition {
      condition     = !var.integration_role || (var.principal_arn != null && var.external_id != null)
      error_message = "A role for agent tools needs a principal and an external ID."
    }

    precondition {
      condition     = var.bus_name == null || var.custom_bus
      error_message = "A bus is named where it is made."
    }

    precondition {
      condition     = !var.cloud_trail_archive || var.archive_bucket_name != null
      error_message = "A bucket is given by its name."
    }

    precondition {
      condition     = !var.cloud_trail_archive || var.archive_prefix != null
      error_message = "A prefix is the start of the log files' keys, whole folders of letters, digits and _.-, with a slash at the end."
    }

    precondition {
      condition     = !var.cloud_trail_archive || var.archive_notification != null
      error_message = "A notification is one of merge, replace, existing-topic and manual."
    }

    precondition {
      condition     = !var.cloud_trail_archive || (var.archive_notification != "replace" || var.archive_replace_all_notifications)
      error_message = "Replace removes all other notifications of a bucket, so replaceAllNotifications must say so too."
    }

    precondition {
      condition     = !var.cloud_trail_archive || ((var.archive_notification != "existing-topic" || var.archive_existing_topic_arn != null) && (var.archive_existing_topic_arn == null || var.archive_notification == "existing-topic"))
      error_message = "A topic that is there already is given with the notification existing-topic, and only then."
    }
  }
}

data "aws_partition" "partition" {}

data "aws_region" "region" {}

module "cloudtrail_events" {
  source               = "../cloudtrail-events"
  count                = var.cloud_trail_events ? 1 : 0
  name_prefix          = var.name_prefix
  webhook_url          = var.one_topic ? null : var.webhook_url
  previous_webhook_url = var.one_topic ? null : var.previous_webhook_url
  subscribe            = var.subscribe
  read_only_events     = var.read_only_events
  include_insights     = var.include_insights
  include_data_events  = var.include_data_events
  exclude_role_arns    = var.exclude_role_arns
  delivery_alarms      = var.delivery_alarms
  alarm_actions        = var.alarm_actions
  signature_version    = var.signature_version
  kms_key_arn          = var.kms_key_arn
  existing_topic_arn   = var.one_topic ? "arn:${data.aws_partition.partition.partition}:sns:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:${var.name_prefix}" : null
  tags                 = var.tags
  depends_on           = [aws_sns_topic_policy.topic]
}

module "cloudwatch_alarms" {
  source               = "../cloudwatch-alarms"
  count                = var.cloud_watch_alarms ? 1 : 0
  name_prefix          = var.name_prefix
  webhook_url          = var.one_topic ? null : var.webhook_url
  previous_webhook_url = var.one_topic ? null : var.previous_webhook_url
  subscribe            = var.subscribe
  all_alarms           = var.all_alarms
  delivery_alarms      = var.delivery_alarms
  alarm_actions        = var.alarm_actions
  signature_version    = var.signature_version
  kms_key_arn          = var.kms_key_arn
  existing_topic_arn   = var.one_topic ? "arn:${data.aws_partition.partition.partition}:sns:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:${var.name_prefix}" : null
  tags                 = var.tags
  depends_on           = [aws_sns_topic_policy.topic]
}

module "guardduty_findings" {
  source                   = "../guardduty-findings"
  count                    = var.guard_duty_findings ? 1 : 0
  name_prefix              = var.name_prefix
  webhook_url              = var.one_topic ? null : var.webhook_url
  previous_webhook_url     = var.one_topic ? null : var.previous_webhook_url
  subscribe                = var.subscribe
  minimum_severity         = var.minimum_severity
  custom_bus               = var.custom_bus
  bus_name                 = var.bus_name
  permissions_boundary_arn = var.permissions_boundary_arn
  path                     = var.path
  delivery_alarms          = var.delivery_alarms
  alarm_actions            = var.alarm_actions
  signature_version        = var.signature_version
  kms_key_arn              = var.kms_key_arn
  existing_topic_arn       = var.one_topic ? "arn:${data.aws_partition.partition.partition}:sns:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:${var.name_prefix}" : null
  tags                     = var.tags
  depends_on               = [aws_sns_topic_policy.topic]
}

module "integration_role" {
  source                   = "../integration-role"
  count                    = var.integration_role ? 1 : 0
  principal_arn            = var.principal_arn
  external_id              = var.external_id
  previous_external_ids    = var.previous_external_ids
  allow_session_tags       = var.allow_session_tags
  permission_groups        = var.permission_groups
  athena_workgroup         = var.athena_workgroup
  create_athena_workgroup  = var.create_athena_workgroup
  athena_bucket_arns       = var.athena_bucket_arns
  role_name                = var.role_name
  adopt                    = var.adopt
  home_region              = var.home_region
  max_session_duration     = var.max_session_duration
  permissions_boundary_arn = var.permissions_boundary_arn
  path                     = var.path
  tags                     = var.tags
}

module "cloudtrail_archive" {
  source                    = "../cloudtrail-archive"
  count                     = var.cloud_trail_archive ? 1 : 0
  name_prefix               = var.name_prefix
  webhook_url               = var.webhook_url
  previous_webhook_url      = var.previous_webhook_url
  subscribe                 = var.subscribe
  role_name                 = var.integration_role ? module.integration_role[0].role_name : var.role_name
  delivery_alarms           = var.delivery_alarms
  alarm_actions             = var.alarm_actions
  signature_version         = var.signature_version
  kms_key_arn               = var.kms_key_arn
  permissions_boundary_arn  = var.permissions_boundary_arn
  path                      = var.path
  bucket_name               = var.archive_bucket_name
  prefix                    = var.archive_prefix
  notification              = var.archive_notification
  replace_all_notifications = var.archive_replace_all_notifications
  existing_topic_arn        = var.archive_existing_topic_arn
  bucket_key_arn            = var.archive_bucket_key_arn
  attach_read_policy        = var.archive_attach_read_policy
  tags                      = var.tags
}
