resource "aws_cloudwatch_event_bus" "hub" {
  name        = "hub"
  description = "What all accounts send"
  tags        = { team = "security" }
}

resource "aws_cloudwatch_event_bus_policy" "hub" {
  event_bus_name = aws_cloudwatch_event_bus.hub.name
  policy         = data.aws_iam_policy_document.hub.json
}

data "aws_iam_policy_document" "hub" {
  statement {
    sid       = "Organization"
    actions   = ["events:PutEvents"]
    resources = [aws_cloudwatch_event_bus.hub.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-1234567890"]
    }
  }

  # Of the same kind of principal as the statement before.
  statement {
    sid       = "Accounts"
    actions   = ["events:PutEvents"]
    resources = [aws_cloudwatch_event_bus.hub.arn]

    principals {
      type        = "AWS"
      identifiers = ["111122223333", "444455556666"]
    }
  }
}

resource "aws_cloudwatch_event_permission" "account" {
  principal    = "111122223333"
  statement_id = "account"
}

resource "aws_cloudwatch_event_permission" "organization" {
  principal    = "*"
  statement_id = "organization"

  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = "o-1234567890"
  }
}

resource "aws_cloudwatch_event_rule" "forward" {
  name          = "same-name"
  state         = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = jsonencode({ source = ["aws.guardduty"], detail = { severity = [{ numeric = [">=", 7] }] } })
  tags          = { bus = "default" }
}

resource "aws_cloudwatch_event_target" "forward" {
  rule     = aws_cloudwatch_event_rule.forward.name
  arn      = aws_cloudwatch_event_bus.hub.arn
  role_arn = aws_iam_role.forward.arn
}

resource "aws_cloudwatch_event_rule" "hub" {
  name           = "same-name"
  event_bus_name = aws_cloudwatch_event_bus.hub.name
  event_pattern  = jsonencode({ source = ["aws.guardduty"] })
  tags           = { bus = "hub" }
}

resource "aws_cloudwatch_event_target" "hub" {
  rule           = aws_cloudwatch_event_rule.hub.name
  event_bus_name = aws_cloudwatch_event_bus.hub.name
  arn            = aws_sns_topic.alarms.arn
}
