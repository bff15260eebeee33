data "aws_iam_policy_document" "trust" {
  for_each = toset(["cloudformation", "events", "lambda"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "forward" {
  name                 = "forward"
  path                 = "/clarion/"
  max_session_duration = 7200
  permissions_boundary = aws_iam_policy.forward.arn
  assume_role_policy   = data.aws_iam_policy_document.trust["events"].json
  tags                 = { team = "security" }
}

resource "aws_iam_policy" "forward" {
  name   = "forward"
  path   = "/clarion/"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "events:PutEvents", Resource = "*" }] })
  tags   = { team = "security" }
}

resource "aws_iam_role_policy" "forward" {
  name   = "inline"
  role   = aws_iam_role.forward.id
  policy = aws_iam_policy.forward.policy
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.forward.name
  policy_arn = aws_iam_policy.forward.arn
}

resource "aws_iam_role_policy_attachment" "of_aws" {
  role       = aws_iam_role.forward.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
