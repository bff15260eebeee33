# Generated from the CloudTrailArchive construct. Change it there, then run "npm run generate".

locals {
  topic_webhook_urls = {
    for url in distinct(compact([var.subscribe ? var.webhook_url : null, var.previous_webhook_url])) : sha256(url) => url
  }
}

data "aws_partition" "partition" {}

data "aws_region" "region" {}

data "aws_caller_identity" "current" {
  lifecycle {
    precondition {
      condition     = var.existing_topic_arn == null || var.topic_name == null
      error_message = "A topic that is shared, or is there already, brings its own name and signature version."
    }

    precondition {
      condition     = var.notification != "replace" || var.replace_all_notifications
      error_message = "Replace removes all other notifications of a bucket, so replaceAllNotifications must say so too."
    }

    precondition {
      condition     = (var.notification != "existing-topic" || var.existing_topic_arn != null) && (var.existing_topic_arn == null || var.notification == "existing-topic")
      error_message = "A topic that is there already is given with the notification existing-topic, and only then."
    }
  }
}

resource "aws_sns_topic" "topic" {
  count             = var.existing_topic_arn == null ? 1 : 0
  name              = coalesce(var.topic_name, "${var.name_prefix}-cloudtrail-s3")
  kms_master_key_id = var.kms_key_arn
  signature_version = var.signature_version
  tags              = var.tags
}

data "aws_caller_identity" "topic_current" {}

data "aws_iam_policy_document" "topic" {
  count = var.existing_topic_arn == null ? 1 : 0

  statement {
    sid       = "S3"
    effect    = "Allow"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.topic[0].arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.topic_current.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.partition.partition}:s3:::${var.bucket_name}"]
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

resource "aws_cloudwatch_log_group" "notification" {
  count             = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0
  name_prefix       = "${var.name_prefix}-notification-"
  retention_in_days = 90
  tags              = var.tags
}

data "aws_iam_policy_document" "notification_role_trust" {
  count = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0

  statement {
    sid     = "LambdaRuns"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "notification" {
  count                = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0
  name_prefix          = "${var.name_prefix}-notification-"
  description          = "Reads and writes the notifications of one bucket, for Clarion's entry"
  assume_role_policy   = data.aws_iam_policy_document.notification_role_trust[0].json
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "notification_role_permissions" {
  count = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0

  statement {
    sid     = "WriteLogs"
    effect  = "Allow"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:logs:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:log-group:${aws_cloudwatch_log_group.notification[0].name}:*",
    ]
  }
}

resource "aws_iam_role_policy" "notification_role" {
  count  = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0
  name   = "clarion"
  policy = data.aws_iam_policy_document.notification_role_permissions[0].json
  role   = aws_iam_role.notification[0].id
}

data "aws_iam_policy_document" "notification_bucket" {
  count = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0

  statement {
    sid       = "ChangeNotifications"
    effect    = "Allow"
    actions   = ["s3:GetBucketLocation", "s3:GetBucketNotification", "s3:PutBucketNotification"]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::${var.bucket_name}"]
  }
}

resource "aws_iam_role_policy" "notification_bucket" {
  count  = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0
  name   = "clarion-${var.bucket_name}"
  policy = data.aws_iam_policy_document.notification_bucket[0].json
  role   = aws_iam_role.notification[0].id

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_function" "notification" {
  count            = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0
  description      = "Adds Clarion's entry to the notifications of a bucket, and takes it away again"
  filename         = "${path.module}/bucket-notification.zip"
  function_name    = "${var.name_prefix}-notification-${substr(sha256(var.existing_topic_arn == null ? aws_sns_topic.topic[0].name : element(split(":", var.existing_topic_arn), 5)), 0, 8)}"
  handler          = "index.handler"
  memory_size      = 256
  role             = aws_iam_role.notification[0].arn
  runtime          = "nodejs22.x"
  source_code_hash = "UN6vQ3x9D98aR+0IngZYU0xNsKQcicnh2z0osoHFph0="
  timeout          = 120
  tags             = var.tags

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.notification[0].name
  }
}

resource "aws_lambda_invocation" "notification_entry" {
  count         = (var.notification == "merge") || (var.notification == "replace") ? 1 : 0
  function_name = aws_lambda_function.notification[0].function_name
  input = jsonencode({
    Bucket                  = var.bucket_name
    ExpectedBucketOwner     = data.aws_caller_identity.current.account_id
    ReplaceAllNotifications = var.notification == "replace" ? "true" : "false"
    Entry = {
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
    }
  })
  lifecycle_scope = "CRUD"
  depends_on      = [aws_iam_role_policy.notification_bucket, aws_sns_topic_policy.topic]
}

data "aws_iam_policy_document" "decrypt_log_files_read" {
  count = var.attach_read_policy ? 1 : 0

  statement {
    sid       = "DecryptLogFiles"
    effect    = "Allow"
    actions   = ["kms:Decrypt"]
    resources = compact([var.bucket_key_arn])

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${data.aws_region.region.id}.${data.aws_partition.partition.dns_suffix}"]
    }
  }
}

data "aws_iam_policy_document" "read" {
  count                   = var.attach_read_policy ? 1 : 0
  source_policy_documents = var.bucket_key_arn != null ? data.aws_iam_policy_document.decrypt_log_files_read[*].json : []

  statement {
    sid       = "ReadLogFiles"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::${var.bucket_name}/${var.prefix}*"]
  }

  statement {
    sid       = "ListLogFiles"
    effect    = "Allow"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::${var.bucket_name}"]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["${var.prefix}*"]
    }
  }

  statement {
    sid       = "LocateBucket"
    effect    = "Allow"
    actions   = ["s3:GetBucketLocation"]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::${var.bucket_name}"]
  }
}

resource "aws_iam_policy" "read" {
  count       = var.attach_read_policy ? 1 : 0
  name_prefix = "${var.name_prefix}-log-archive-"
  description = "Reads CloudTrail's log files in S3, for Clarion"
  policy      = data.aws_iam_policy_document.read[0].json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "read" {
  count      = var.attach_read_policy ? 1 : 0
  policy_arn = aws_iam_policy.read[0].arn
  role       = var.role_name
}
