# Generated from the ClarionOrganization construct. Change it there, then run "npm run generate".

module "hub" {
  source               = "../hub"
  count                = var.hub_bus_arn == null ? 1 : 0
  name_prefix          = var.name_prefix
  organization_id      = var.organization_id
  webhook_url          = var.webhook_url
  previous_webhook_url = var.previous_webhook_url
  subscribe            = var.subscribe
  read_only_events     = var.read_only_events
  include_insights     = var.include_insights
  include_data_events  = var.include_data_events
  guard_duty           = var.guard_duty
  all_alarms           = var.all_alarms
  delivery_alarms      = var.delivery_alarms
  alarm_actions        = var.alarm_actions
  topic_name           = var.topic_name
  bus_name             = var.bus_name
  existing_topic_arn   = var.existing_topic_arn
  signature_version    = var.signature_version
  kms_key_arn          = var.kms_key_arn
  tags                 = var.tags
}

data "aws_caller_identity" "current" {
  lifecycle {
    precondition {
      condition     = var.hub_bus_arn != null || var.organization_id != null
      error_message = "Give the event bus of a hub, or the organization for a hub that is made here."
    }

    precondition {
      condition     = var.hub_bus_arn == null || !(var.webhook_url != null || var.topic_name != null || var.bus_name != null || var.existing_topic_arn != null)
      error_message = "A hub that is there already has a bus, a topic and a webhook of its own."
    }
  }
}

data "aws_partition" "partition" {}

data "aws_region" "region" {}

resource "aws_cloudformation_stack_set" "role" {
  name         = "${var.name_prefix}-role"
  description  = "The role that Clarion's agent tools assume, once in each account"
  call_as      = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  capabilities = ["CAPABILITY_NAMED_IAM"]
  parameters = {
    PrincipalArn                 = var.principal_arn
    ExternalId                   = var.external_id
    PreviousExternalIds          = length(var.previous_external_ids) >= 1 ? join(",", var.previous_external_ids) : ""
    AllowSessionTags             = var.allow_session_tags ? "true" : "false"
    PermissionGroupsCloudtrail   = contains(var.permission_groups, "cloudtrail")
    PermissionGroupsCloudwatch   = contains(var.permission_groups, "cloudwatch")
    PermissionGroupsLogsInsights = contains(var.permission_groups, "logs-insights")
    PermissionGroupsAthena       = contains(var.permission_groups, "athena")
    PermissionGroupsRoute53      = contains(var.permission_groups, "route53")
    PermissionGroupsDescribe     = contains(var.permission_groups, "describe")
    PermissionGroupsAlbAuth      = contains(var.permission_groups, "alb-auth")
    AthenaWorkgroup              = var.athena_workgroup
    CreateAthenaWorkgroup        = var.create_athena_workgroup ? "true" : "false"
    AthenaBucketArns             = length(var.athena_bucket_arns) >= 1 ? join(",", var.athena_bucket_arns) : ""
    RoleName                     = var.role_name
    Adopt                        = var.adopt ? "true" : "false"
    MaxSessionDuration           = var.max_session_duration
    PermissionsBoundaryArn       = var.permissions_boundary_arn != null ? var.permissions_boundary_arn : ""
    Path                         = var.path
    OtherAccounts = join(
      ",",
      concat(
        sort(setsubtract(keys(var.account_external_ids), ["management"])),
        [for place in range(50) : "-"]
      )
    )
  }
  permission_model = "SERVICE_MANAGED"
  template_body    = file("${path.module}/integration-role.json")
  tags             = var.tags

  auto_deployment {
    enabled                          = !var.strict_external_ids
    retain_stacks_on_account_removal = var.retain_stacks
  }

  managed_execution {
    active = true
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    update = "3h"
  }

  lifecycle {
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_instances" "role" {
  call_as        = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  regions        = [data.aws_region.region.id]
  stack_set_name = aws_cloudformation_stack_set.role.name

  deployment_targets {
    organizational_unit_ids = var.organizational_unit_ids
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    create = "3h"
    delete = "3h"
    update = "3h"
  }
}

resource "aws_cloudformation_stack_set" "account_role" {
  for_each     = toset(sort(setsubtract(keys(var.account_external_ids), ["management"])))
  name         = "${var.name_prefix}-role-${each.key}"
  description  = "The role that Clarion's agent tools assume, with an external ID of the account's own"
  call_as      = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  capabilities = ["CAPABILITY_NAMED_IAM"]
  parameters = {
    PrincipalArn                 = var.principal_arn
    ExternalId                   = var.account_external_ids[each.key]
    PreviousExternalIds          = join(",", compact([lookup(var.previous_account_external_ids, each.key, "")]))
    AllowSessionTags             = var.allow_session_tags ? "true" : "false"
    PermissionGroupsCloudtrail   = contains(var.permission_groups, "cloudtrail")
    PermissionGroupsCloudwatch   = contains(var.permission_groups, "cloudwatch")
    PermissionGroupsLogsInsights = contains(var.permission_groups, "logs-insights")
    PermissionGroupsAthena       = contains(var.permission_groups, "athena")
    PermissionGroupsRoute53      = contains(var.permission_groups, "route53")
    PermissionGroupsDescribe     = contains(var.permission_groups, "describe")
    PermissionGroupsAlbAuth      = contains(var.permission_groups, "alb-auth")
    AthenaWorkgroup              = var.athena_workgroup
    CreateAthenaWorkgroup        = var.create_athena_workgroup ? "true" : "false"
    AthenaBucketArns             = length(var.athena_bucket_arns) >= 1 ? join(",", var.athena_bucket_arns) : ""
    RoleName                     = var.role_name
    Adopt                        = var.adopt ? "true" : "false"
    MaxSessionDuration           = var.max_session_duration
    PermissionsBoundaryArn       = var.permissions_boundary_arn != null ? var.permissions_boundary_arn : ""
    Path                         = var.path
    OtherAccounts                = "-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-"
  }
  permission_model = "SERVICE_MANAGED"
  template_body    = file("${path.module}/integration-role.json")
  tags             = var.tags

  auto_deployment {
    enabled                          = false
    retain_stacks_on_account_removal = var.retain_stacks
  }

  managed_execution {
    active = true
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    update = "3h"
  }

  lifecycle {
    ignore_changes = [administration_role_arn]
  }

  depends_on = [aws_cloudformation_stack_instances.role]
}

resource "aws_cloudformation_stack_instances" "account_role" {
  for_each       = toset(sort(setsubtract(keys(var.account_external_ids), ["management"])))
  call_as        = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  regions        = [data.aws_region.region.id]
  stack_set_name = aws_cloudformation_stack_set.account_role[each.key].name

  deployment_targets {
    account_filter_type     = "INTERSECTION"
    accounts                = [each.key]
    organizational_unit_ids = var.organizational_unit_ids
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    create = "3h"
    delete = "3h"
    update = "3h"
  }
}

resource "aws_cloudformation_stack_set" "spokes" {
  name         = "${var.name_prefix}-spokes"
  description  = "Events for Clarion, from each account and Region to one hub"
  call_as      = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  capabilities = ["CAPABILITY_NAMED_IAM"]
  parameters = {
    HubBusArn              = var.hub_bus_arn == null ? module.hub[0].bus_arn : var.hub_bus_arn
    NamePrefix             = var.name_prefix
    ReadOnlyEvents         = var.read_only_events ? "true" : "false"
    IncludeInsights        = var.include_insights ? "true" : "false"
    IncludeDataEvents      = var.include_data_events ? "true" : "false"
    GuardDuty              = var.guard_duty ? "true" : "false"
    AllAlarms              = var.all_alarms ? "true" : "false"
    GuardDutyAccountId     = var.guard_duty_account_id != null ? var.guard_duty_account_id : ""
    ExcludeRoleArns        = length(var.exclude_role_arns) >= 1 ? join(",", var.exclude_role_arns) : ""
    DeliveryAlarms         = var.spoke_alarms ? "true" : "false"
    AlarmActions           = ""
    PermissionsBoundaryArn = var.permissions_boundary_arn != null ? var.permissions_boundary_arn : ""
    Path                   = var.path
  }
  permission_model = "SERVICE_MANAGED"
  template_body    = file("${path.module}/spoke.json")
  tags             = var.tags

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = var.retain_stacks
  }

  managed_execution {
    active = true
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    update = "3h"
  }

  lifecycle {
    ignore_changes = [administration_role_arn]
  }

  depends_on = [module.hub]
}

resource "aws_cloudformation_stack_instances" "spokes" {
  call_as        = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  regions        = var.regions
  stack_set_name = aws_cloudformation_stack_set.spokes.name

  deployment_targets {
    organizational_unit_ids = var.organizational_unit_ids
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    create = "3h"
    delete = "3h"
    update = "3h"
  }
}

data "aws_iam_policy_document" "administration_role_trust" {
  count = !var.delegated_administrator ? 1 : 0

  statement {
    sid     = "StackSetAdministers"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type = "Service"
      identifiers = concat(
        ["cloudformation.amazonaws.com"],
        formatlist(
          "cloudformation.%s.amazonaws.com",
          setintersection(
            [
              "af-south-1",
              "ap-east-1",
              "ap-east-2",
              "ap-south-2",
              "ap-southeast-3",
              "ap-southeast-4",
              "ap-southeast-5",
              "ap-southeast-6",
              "ap-southeast-7",
              "ca-west-1",
              "eu-central-2",
              "eu-south-1",
              "eu-south-2",
              "il-central-1",
              "me-central-1",
              "me-south-1",
              "mx-central-1",
            ],
            var.regions
          )
        )
      )
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.partition.partition}:cloudformation:${data.aws_region.region.id}:${data.aws_caller_identity.current.account_id}:stackset/${var.name_prefix}-management-spokes:*",
      ]
    }
  }
}

resource "aws_iam_role" "administration" {
  count                = !var.delegated_administrator ? 1 : 0
  name                 = "${var.name_prefix}-stackset-administration"
  description          = "Administers the StackSet of the spokes in this account"
  assume_role_policy   = data.aws_iam_policy_document.administration_role_trust[0].json
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "administration_role_permissions" {
  count = !var.delegated_administrator ? 1 : 0

  statement {
    sid     = "AssumeExecutionRole"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role/${var.name_prefix}-stackset-execution",
    ]
  }
}

resource "aws_iam_role_policy" "administration_role" {
  count  = !var.delegated_administrator ? 1 : 0
  name   = "clarion"
  policy = data.aws_iam_policy_document.administration_role_permissions[0].json
  role   = aws_iam_role.administration[0].id
}

data "aws_iam_policy_document" "execution_role_trust" {
  count = !var.delegated_administrator ? 1 : 0

  statement {
    sid     = "AdministrationRoleExecutes"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.administration[0].arn]
    }
  }
}

resource "aws_iam_role" "execution" {
  count                = !var.delegated_administrator ? 1 : 0
  name                 = "${var.name_prefix}-stackset-execution"
  description          = "Makes the stacks of the spokes in this account"
  assume_role_policy   = data.aws_iam_policy_document.execution_role_trust[0].json
  path                 = "/"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "empower_roles_execution_role_permissions" {
  count = var.permissions_boundary_arn == null ? 1 : 0

  statement {
    sid     = "EmpowerRoles"
    effect  = "Allow"
    actions = ["iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.name_prefix}-spoke-*",
    ]
  }
}

data "aws_iam_policy_document" "empower_bounded_roles_execution_role_permissions" {
  count = var.permissions_boundary_arn != null ? 1 : 0

  statement {
    sid     = "EmpowerBoundedRoles"
    effect  = "Allow"
    actions = ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.name_prefix}-spoke-*",
    ]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [var.permissions_boundary_arn]
    }
  }
}

data "aws_iam_policy_document" "execution_role_permissions" {
  count = !var.delegated_administrator ? 1 : 0
  source_policy_documents = concat(
    data.aws_iam_policy_document.empower_roles_execution_role_permissions[*].json,
    data.aws_iam_policy_document.empower_bounded_roles_execution_role_permissions[*].json
  )

  statement {
    sid     = "ManageStacks"
    effect  = "Allow"
    actions = ["cloudformation:*"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:cloudformation:*:${data.aws_caller_identity.current.account_id}:stack/StackSet-${var.name_prefix}-management-spokes-*/*",
    ]
  }

  statement {
    sid       = "ReadTemplates"
    effect    = "Allow"
    actions   = ["cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate"]
    resources = ["*"]
  }

  statement {
    sid       = "ReadStackSetTemplates"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::*"]

    condition {
      test     = "StringNotEquals"
      variable = "aws:ResourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }

  statement {
    sid    = "ManageRules"
    effect = "Allow"
    actions = [
      "events:PutRule",
      "events:DescribeRule",
      "events:DeleteRule",
      "events:PutTargets",
      "events:ListTargetsByRule",
      "events:RemoveTargets",
      "events:TagResource",
      "events:UntagResource",
      "events:ListTagsForResource",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:events:*:${data.aws_caller_identity.current.account_id}:rule/${var.name_prefix}-spoke-*",
    ]
  }

  statement {
    sid    = "ManageQueues"
    effect = "Allow"
    actions = [
      "sqs:CreateQueue",
      "sqs:GetQueueUrl",
      "sqs:GetQueueAttributes",
      "sqs:SetQueueAttributes",
      "sqs:DeleteQueue",
      "sqs:ListQueueTags",
      "sqs:TagQueue",
      "sqs:UntagQueue",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:sqs:*:${data.aws_caller_identity.current.account_id}:StackSet-${var.name_prefix}-*",
    ]
  }

  statement {
    sid    = "ManageAlarms"
    effect = "Allow"
    actions = [
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:DeleteAlarms",
      "cloudwatch:ListTagsForResource",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:cloudwatch:*:${data.aws_caller_identity.current.account_id}:alarm:StackSet-${var.name_prefix}-*",
    ]
  }

  statement {
    sid    = "ManageRoles"
    effect = "Allow"
    actions = [
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListRolePolicies",
      "iam:ListAttachedRolePolicies",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
      "iam:UpdateAssumeRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:DeleteRolePolicy",
      "iam:DeleteRole",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.name_prefix}-spoke-*",
    ]
  }

  statement {
    sid     = "PassRolesToEventBridge"
    effect  = "Allow"
    actions = ["iam:PassRole"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.name_prefix}-spoke-*",
    ]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["events.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "execution_role" {
  count  = !var.delegated_administrator ? 1 : 0
  name   = "clarion"
  policy = data.aws_iam_policy_document.execution_role_permissions[0].json
  role   = aws_iam_role.execution[0].id
}

resource "aws_cloudformation_stack_set" "management_spokes" {
  count                   = !var.delegated_administrator ? 1 : 0
  name                    = "${var.name_prefix}-management-spokes"
  description             = "Events for Clarion, from each Region of the management account to one hub"
  administration_role_arn = aws_iam_role.administration[0].arn
  capabilities            = ["CAPABILITY_NAMED_IAM"]
  execution_role_name     = aws_iam_role.execution[0].name
  parameters = {
    HubBusArn              = var.hub_bus_arn == null ? module.hub[0].bus_arn : var.hub_bus_arn
    NamePrefix             = var.name_prefix
    ReadOnlyEvents         = var.read_only_events ? "true" : "false"
    IncludeInsights        = var.include_insights ? "true" : "false"
    IncludeDataEvents      = var.include_data_events ? "true" : "false"
    GuardDuty              = var.guard_duty ? "true" : "false"
    AllAlarms              = var.all_alarms ? "true" : "false"
    GuardDutyAccountId     = var.guard_duty_account_id != null ? var.guard_duty_account_id : ""
    ExcludeRoleArns        = length(var.exclude_role_arns) >= 1 ? join(",", var.exclude_role_arns) : ""
    DeliveryAlarms         = var.spoke_alarms ? "true" : "false"
    AlarmActions           = ""
    PermissionsBoundaryArn = var.permissions_boundary_arn != null ? var.permissions_boundary_arn : ""
    Path                   = var.path
  }
  permission_model = "SELF_MANAGED"
  template_body    = file("${path.module}/spoke.json")
  tags             = var.tags

  managed_execution {
    active = true
  }

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    update = "3h"
  }

  depends_on = [module.hub, aws_iam_role_policy.administration_role, aws_iam_role_policy.execution_role]
}

resource "aws_cloudformation_stack_instances" "management_spokes" {
  count          = !var.delegated_administrator ? 1 : 0
  accounts       = [data.aws_caller_identity.current.account_id]
  regions        = var.regions
  stack_set_name = aws_cloudformation_stack_set.management_spokes[0].name

  operation_preferences {
    failure_tolerance_percentage = var.failure_tolerance_percentage
    max_concurrent_percentage    = 100
    region_concurrency_type      = "PARALLEL"
  }

  timeouts {
    create = "3h"
    delete = "3h"
    update = "3h"
  }
}

module "management_role" {
  source        = "../integration-role"
  count         = !var.delegated_administrator ? 1 : 0
  principal_arn = var.principal_arn
  external_id   = lookup(var.account_external_ids, "management", var.external_id)
  previous_external_ids = contains(
    keys(var.account_external_ids),
    "management"
  ) ? compact([lookup(var.previous_account_external_ids, "management", "")]) : var.previous_external_ids
  allow_session_tags       = var.allow_session_tags
  permission_groups        = var.permission_groups
  athena_workgroup         = var.athena_workgroup
  create_athena_workgroup  = var.create_athena_workgroup
  athena_bucket_arns       = var.athena_bucket_arns
  role_name                = var.role_name
  adopt                    = var.adopt
  max_session_duration     = var.max_session_duration
  permissions_boundary_arn = var.permissions_boundary_arn
  path                     = var.path
  tags                     = var.tags
}
