# Generated from the GuardDutyFindings construct. Change it there, then run "npm run generate".

locals {
  topic_webhook_urls = {
    for url in distinct(compact([var.subscribe ? var.webhook_url : null, var.previous_webhook_url])) : sha256(url) => url
  }
}

resource "aws_sns_topic" "topic" {
  count             = var.existing_topic_arn == null ? 1 : 0
  name              = coalesce(var.topic_name, "${var.name_prefix}-guardduty")
  kms_master_key_id = var.kms_key_arn
  signature_version = var.signature_version
  tags              = var.tags
}

data "aws_caller_identity" "topic_current" {}

data "aws_iam_policy_document" "topic" {
  count = var.existing_topic_arn == null ? 1 : 0

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
  count  = var.existing_topic_arn == null ? 1 : 0
  arn    = aws_sns_topic.topic[0].arn
  policy = data.aws_iam_policy_document.topic[0].json
}

resource "aws_sqs_queue" "topic_dead_letters" {
  count                     = var.existing_topic_arn == null || nonsensitive(var.webhook_url != null) ? 1 : 0
  name_prefix               = "${var.name_prefix}-undelivered-"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  tags                      = var.tags
}

resource "aws_cloudwatch_metric_alarm" "topic_dead_letters" {
  count               = var.delivery_alarms && (var.existing_topic_arn == null || nonsensitive(var.webhook_url != null)) ? 1 : 0
  alarm_name          = var.existing_topic_arn == null ? "${aws_sns_topic.topic[0].name}-undelivered" : aws_sqs_queue.topic_dead_letters[0].name
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
  count = var.existing_topic_arn == null || nonsensitive(var.webhook_url != null) ? 1 : 0

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
      values   = [var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn]
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
  count     = var.existing_topic_arn == null || nonsensitive(var.webhook_url != null) ? 1 : 0
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
  topic_arn              = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn

  lifecycle {
    precondition {
      condition     = var.previous_webhook_url == null || (var.webhook_url != null && var.previous_webhook_url != var.webhook_url)
      error_message = "A previous webhook URL is kept beside a new one, and differs from it."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "topic_failed" {
  count               = var.delivery_alarms && var.existing_topic_arn == null ? 1 : 0
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

resource "aws_sqs_queue" "dead_letters" {
  name_prefix               = "${var.name_prefix}-unpublished-"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  tags                      = var.tags
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count               = var.delivery_alarms ? 1 : 0
  alarm_name          = var.existing_topic_arn == null ? "${aws_sns_topic.topic[0].name}-unpublished" : aws_sqs_queue.dead_letters.name
  alarm_description   = "Messages for Clarion wait in a dead-letter queue. They are kept for 14 days: mend the cause, then send them again."
  alarm_actions       = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  evaluation_periods  = 1
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  period              = 300
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

data "aws_iam_policy_document" "dead_letters" {
  statement {
    sid       = "EventBridgeDeadLetters"
    effect    = "Allow"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.dead_letters.arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = concat([aws_cloudwatch_event_rule.findings.arn], aws_cloudwatch_event_rule.bus_forwarding[*].arn)
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [aws_sqs_queue.dead_letters.arn]

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

resource "aws_sqs_queue_policy" "dead_letters" {
  policy    = data.aws_iam_policy_document.dead_letters.json
  queue_url = aws_sqs_queue.dead_letters.url
}

resource "aws_cloudwatch_event_bus" "bus" {
  count       = var.custom_bus ? 1 : 0
  name        = coalesce(var.bus_name, "${var.name_prefix}-guardduty-bus")
  description = "GuardDuty findings, forwarded from the default bus"
  tags        = var.tags
}

data "aws_caller_identity" "bus_current" {}

data "aws_partition" "bus" {}

data "aws_region" "bus" {}

data "aws_iam_policy_document" "bus_forwarding_role_trust" {
  count = var.custom_bus ? 1 : 0

  statement {
    sid     = "EventBridge"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.bus.partition}:events:${data.aws_region.bus.id}:${data.aws_caller_identity.bus_current.account_id}:rule/${var.bus_name != null ? var.bus_name : "${var.name_prefix}-guardduty-bus"}",
      ]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.bus_current.account_id]
    }
  }
}

resource "aws_iam_role" "bus_forwarding" {
  count                = var.custom_bus ? 1 : 0
  name_prefix          = "${var.name_prefix}-guardduty-"
  description          = "Forwards GuardDuty findings to a bus of their own"
  assume_role_policy   = data.aws_iam_policy_document.bus_forwarding_role_trust[0].json
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "bus_forwarding_role_permissions" {
  count = var.custom_bus ? 1 : 0

  statement {
    sid       = "PutEvents"
    effect    = "Allow"
    actions   = ["events:PutEvents"]
    resources = [aws_cloudwatch_event_bus.bus[0].arn]
  }
}

resource "aws_iam_role_policy" "bus_forwarding_role" {
  count  = var.custom_bus ? 1 : 0
  name   = "clarion"
  policy = data.aws_iam_policy_document.bus_forwarding_role_permissions[0].json
  role   = aws_iam_role.bus_forwarding[0].id
}

resource "aws_cloudwatch_event_rule" "bus_forwarding" {
  count       = var.custom_bus ? 1 : 0
  name        = coalesce(var.bus_name, "${var.name_prefix}-guardduty-bus")
  description = "GuardDuty findings for a bus of their own"
  event_pattern = jsonencode({
    source      = ["aws.guardduty"]
    detail-type = ["GuardDuty Finding"]
  })
  state = "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "bus_forwarding" {
  count     = var.custom_bus ? 1 : 0
  arn       = aws_cloudwatch_event_bus.bus[0].arn
  role_arn  = aws_iam_role.bus_forwarding[0].arn
  rule      = aws_cloudwatch_event_rule.bus_forwarding[0].name
  target_id = "clarion"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_iam_role_policy.bus_forwarding_role]
}

resource "aws_cloudwatch_event_rule" "findings" {
  name_prefix    = "${var.name_prefix}-guardduty-"
  description    = "GuardDuty findings for Clarion"
  event_bus_name = var.custom_bus ? aws_cloudwatch_event_bus.bus[0].name : "default"
  event_pattern = jsonencode(merge(
    {
      source      = ["aws.guardduty"]
      detail-type = ["GuardDuty Finding"]
    },
    var.minimum_severity != null ? {
      detail = {
        severity = [{ numeric = [">=", var.minimum_severity] }]
      }
    } : {}
  ))
  state = "ENABLED"
  tags  = var.tags

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = var.bus_name == null || var.custom_bus
      error_message = "A bus is named where it is made."
    }

    precondition {
      condition     = var.existing_topic_arn == null || var.topic_name == null
      error_message = "A topic that is shared, or is there already, brings its own name and signature version."
    }
  }
}

resource "aws_cloudwatch_event_target" "findings" {
  arn            = var.existing_topic_arn == null ? aws_sns_topic.topic[0].arn : var.existing_topic_arn
  event_bus_name = var.custom_bus ? aws_cloudwatch_event_bus.bus[0].name : "default"
  rule           = aws_cloudwatch_event_rule.findings.name
  target_id      = "clarion"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_sns_topic_policy.topic, aws_cloudwatch_event_target.bus_forwarding]
}
