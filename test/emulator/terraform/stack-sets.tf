locals {
  template = jsonencode({
    Parameters = { Name = { Type = "String" } }
    Resources = {
      Queue = { Type = "AWS::SQS::Queue", Properties = { QueueName = { Ref = "Name" } } }
      Role = {
        Type = "AWS::IAM::Role"
        Properties = {
          RoleName                 = { "Fn::Sub" = "$${Name}-$${AWS::Region}" }
          AssumeRolePolicyDocument = jsondecode(data.aws_iam_policy_document.trust["events"].json)
        }
      }
    }
  })
}

# All accounts of a unit, in two Regions, and those that come later.
resource "aws_cloudformation_stack_set" "unit" {
  name             = "unit"
  permission_model = "SERVICE_MANAGED"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  parameters       = { Name = "spoke" }
  template_body    = local.template
  tags             = { team = "security" }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  managed_execution {
    active = true
  }

  operation_preferences {
    failure_tolerance_percentage = 10
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }
}

resource "aws_cloudformation_stack_instances" "unit" {
  stack_set_name = aws_cloudformation_stack_set.unit.name
  regions        = ["us-east-1", "eu-west-1"]

  deployment_targets {
    organizational_unit_ids = [var.organizational_unit_id]
  }
}

# An account each, with parameters of its own.
resource "aws_cloudformation_stack_set" "accounts" {
  name             = "accounts"
  permission_model = "SERVICE_MANAGED"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  parameters       = { Name = "account" }
  template_body    = local.template

  auto_deployment {
    enabled = false
  }
}

resource "aws_cloudformation_stack_set_instance" "accounts" {
  for_each = toset(var.member_account_ids)

  stack_set_name      = aws_cloudformation_stack_set.accounts.name
  region              = "us-east-1"
  parameter_overrides = { Name = "account-${each.key}" }

  deployment_targets {
    organizational_unit_ids = [var.organizational_unit_id]
    account_filter_type     = "INTERSECTION"
    accounts                = [each.key]
  }
}

# The management account, which the others never reach.
resource "aws_cloudformation_stack_set" "management" {
  name                    = "management"
  administration_role_arn = aws_iam_role.administration.arn
  execution_role_name     = aws_iam_role.execution.name
  capabilities            = ["CAPABILITY_NAMED_IAM"]
  parameters              = { Name = "management" }
  template_body           = local.template
}

resource "aws_cloudformation_stack_set_instance" "management" {
  stack_set_name = aws_cloudformation_stack_set.management.name
  account_id     = data.aws_caller_identity.current.account_id
  region         = "eu-west-1"
  depends_on     = [aws_iam_role_policy.administration]
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "administration" {
  name               = "administration"
  assume_role_policy = data.aws_iam_policy_document.trust["cloudformation"].json
}

resource "aws_iam_role_policy" "administration" {
  role   = aws_iam_role.administration.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.execution.arn }] })
}

resource "aws_iam_role" "execution" {
  name = "execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.administration.arn }, Action = "sts:AssumeRole" }]
  })
}
