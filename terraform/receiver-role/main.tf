# Generated from the ReceiverRole construct. Change it there, then run "npm run generate".

data "aws_caller_identity" "current" {}

data "aws_partition" "partition" {}

data "aws_iam_policy_document" "role_trust" {
  statement {
    sid     = "ReceiverRuns"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [var.trusted_service]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "role" {
  name                 = var.role_name
  description          = "What a Clarion receiver runs with"
  assume_role_policy   = data.aws_iam_policy_document.role_trust.json
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = length(var.topic_arns) > 0
      error_message = "A receiver is given the full ARNs of what it may use, without wildcards, and a topic at least."
    }

    precondition {
      condition     = length(jsonencode(var.assume_role_arns)) + length(jsonencode(var.topic_arns)) + length(jsonencode(var.dead_letter_queue_arns)) + length(jsonencode(var.queue_key_arns)) <= 9727
      error_message = "What a receiver may use fits into its role's inline policy of 10,240 characters, which is about 150 ARNs."
    }
  }
}

data "aws_iam_policy_document" "assume_integration_roles_role_permissions" {
  count = length(var.assume_role_arns) >= 1 ? 1 : 0

  statement {
    sid       = "AssumeIntegrationRoles"
    effect    = "Allow"
    actions   = ["sts:AssumeRole"]
    resources = var.assume_role_arns
  }
}

data "aws_iam_policy_document" "read_dead_letters_role_permissions" {
  count = length(var.dead_letter_queue_arns) >= 1 ? 1 : 0

  statement {
    sid       = "ReadDeadLetters"
    effect    = "Allow"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = var.dead_letter_queue_arns
  }
}

data "aws_iam_policy_document" "decrypt_dead_letters_role_permissions" {
  count = length(var.queue_key_arns) >= 1 ? 1 : 0

  statement {
    sid       = "DecryptDeadLetters"
    effect    = "Allow"
    actions   = ["kms:Decrypt"]
    resources = var.queue_key_arns

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values   = ["sqs.*.${data.aws_partition.partition.dns_suffix}"]
    }
  }
}

data "aws_iam_policy_document" "role_permissions" {
  source_policy_documents = concat(
    data.aws_iam_policy_document.assume_integration_roles_role_permissions[*].json,
    data.aws_iam_policy_document.read_dead_letters_role_permissions[*].json,
    data.aws_iam_policy_document.decrypt_dead_letters_role_permissions[*].json
  )

  statement {
    sid       = "ConfirmSubscriptions"
    effect    = "Allow"
    actions   = ["sns:ConfirmSubscription"]
    resources = var.topic_arns
  }
}

resource "aws_iam_role_policy" "role" {
  name   = "clarion"
  policy = data.aws_iam_policy_document.role_permissions.json
  role   = aws_iam_role.role.id
}
