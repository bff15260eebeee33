# Generated from the ClarionSpoke construct. Change it there, then run "npm run generate".

data "aws_caller_identity" "current" {}

data "aws_partition" "partition" {}

data "aws_region" "region" {}

data "aws_iam_policy_document" "role_trust" {
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
        "arn:${data.aws_partition.partition.partition}:events:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:rule/${var.name_prefix}-spoke-management",
        "arn:${data.aws_partition.partition.partition}:events:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:rule/${var.name_prefix}-spoke-data-events",
        "arn:${data.aws_partition.partition.partition}:events:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:rule/${var.name_prefix}-spoke-guard-duty",
        "arn:${data.aws_partition.partition.partition}:events:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:rule/${var.name_prefix}-spoke-alarms",
      ]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "role" {
  name                 = "${var.name_prefix}-spoke-${data.aws_region.region.id}"
  description          = "Puts events on the bus of Clarion's hub"
  assume_role_policy   = data.aws_iam_policy_document.role_trust.json
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "role_permissions" {
  statement {
    sid       = "PutEvents"
    effect    = "Allow"
    actions   = ["events:PutEvents"]
    resources = [var.hub_bus_arn]
  }
}

resource "aws_iam_role_policy" "role" {
  name   = "clarion"
  policy = data.aws_iam_policy_document.role_permissions.json
  role   = aws_iam_role.role.id
}

resource "aws_sqs_queue" "dead_letters" {
  name_prefix               = "${var.name_prefix}-spoke-"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  tags                      = var.tags
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count               = var.delivery_alarms ? 1 : 0
  alarm_name          = "${var.name_prefix}-spoke-unsent"
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
      values = concat(
        [aws_cloudwatch_event_rule.management.arn],
        aws_cloudwatch_event_rule.data_events[*].arn,
        aws_cloudwatch_event_rule.guard_duty[*].arn,
        aws_cloudwatch_event_rule.alarms[*].arn
      )
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

resource "aws_cloudwatch_event_rule" "management" {
  name        = "${var.name_prefix}-spoke-management"
  description = "Management events for Clarion"
  event_pattern = jsonencode({
    source = [{ prefix = "aws." }]
    detail-type = concat(
      [
        "AWS API Call via CloudTrail",
        "AWS Console Sign In via CloudTrail",
        "AWS Console Signin via CloudTrail",
        "AWS Console Sign in via CloudTrail",
        "AWS Console Action via CloudTrail",
        "AWS Service Event via CloudTrail",
      ],
      var.include_insights ? ["AWS Insight via CloudTrail"] : []
    )
    detail = merge(
      {
        eventCategory = [{ exists = false }, { anything-but = ["Data", "NetworkActivity"] }]
        requestParameters = {
          roleArn = [{ exists = false }, { anything-but = [aws_iam_role.role.arn] }]
        }
      },
      length(var.exclude_role_arns) >= 1 ? {
        requestParameters = {
          roleArn = [{ exists = false }, { anything-but = concat([aws_iam_role.role.arn], var.exclude_role_arns) }]
        }
      } : {},
      length(var.exclude_role_arns) >= 1 ? {
        userIdentity = {
          sessionContext = {
            sessionIssuer = {
              arn = [{ exists = false }, { anything-but = var.exclude_role_arns }]
            }
          }
        }
      } : {}
    )
  })
  state = var.read_only_events ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "management" {
  arn       = var.hub_bus_arn
  role_arn  = aws_iam_role.role.arn
  rule      = aws_cloudwatch_event_rule.management.name
  target_id = "clarion"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_iam_role_policy.role]
}

resource "aws_cloudwatch_event_rule" "data_events" {
  count       = var.include_data_events ? 1 : 0
  name        = "${var.name_prefix}-spoke-data-events"
  description = "Data events for Clarion"
  event_pattern = jsonencode({
    source      = [{ prefix = "aws." }]
    detail-type = ["AWS API Call via CloudTrail"]
    detail = merge(
      {
        eventCategory = ["Data"]
        eventSource   = [{ anything-but = ["sns.amazonaws.com", "sqs.amazonaws.com", "events.amazonaws.com"] }]
      },
      length(var.exclude_role_arns) >= 1 ? {
        requestParameters = {
          roleArn = [{ exists = false }, { anything-but = var.exclude_role_arns }]
        }
      } : {},
      length(var.exclude_role_arns) >= 1 ? {
        userIdentity = {
          sessionContext = {
            sessionIssuer = {
              arn = [{ exists = false }, { anything-but = var.exclude_role_arns }]
            }
          }
        }
      } : {}
    )
  })
  state = "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "data_events" {
  count     = var.include_data_events ? 1 : 0
  arn       = var.hub_bus_arn
  role_arn  = aws_iam_role.role.arn
  rule      = aws_cloudwatch_event_rule.data_events[0].name
  target_id = "clarion"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_iam_role_policy.role]
}

resource "aws_cloudwatch_event_rule" "guard_duty" {
  count       = var.guard_duty && (var.guard_duty_account_id == null || (data.aws_caller_identity.current.account_id == var.guard_duty_account_id)) ? 1 : 0
  name        = "${var.name_prefix}-spoke-guard-duty"
  description = "GuardDuty findings for Clarion"
  event_pattern = jsonencode({
    source      = ["aws.guardduty"]
    detail-type = ["GuardDuty Finding"]
  })
  state = "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "guard_duty" {
  count     = var.guard_duty && (var.guard_duty_account_id == null || (data.aws_caller_identity.current.account_id == var.guard_duty_account_id)) ? 1 : 0
  arn       = var.hub_bus_arn
  role_arn  = aws_iam_role.role.arn
  rule      = aws_cloudwatch_event_rule.guard_duty[0].name
  target_id = "clarion"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_iam_role_policy.role]
}

resource "aws_cloudwatch_event_rule" "alarms" {
  count       = var.all_alarms ? 1 : 0
  name        = "${var.name_prefix}-spoke-alarms"
  description = "All alarms for Clarion"
  event_pattern = jsonencode({
    source      = ["aws.cloudwatch"]
    detail-type = ["CloudWatch Alarm State Change", "CloudWatch Alarm Contributor State Change"]
    detail = {
      state = { value = ["ALARM", "OK"] }
      configuration = {
        description = [
          { exists = false },
          {
            anything-but = [
              "Deliveries to the Clarion webhook have failed for 15 minutes. SNS tries again for most of an hour, then keeps them as dead letters.",
              "Messages for Clarion wait in a dead-letter queue. They are kept for 14 days: mend the cause, then send them again.",
            ]
          },
        ]
      }
    }
  })
  state = "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "alarms" {
  count     = var.all_alarms ? 1 : 0
  arn       = var.hub_bus_arn
  role_arn  = aws_iam_role.role.arn
  rule      = aws_cloudwatch_event_rule.alarms[0].name
  target_id = "clarion"

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_iam_role_policy.role]
}
