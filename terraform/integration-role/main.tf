# Generated from the IntegrationRole construct. Change it there, then run "npm run generate".

locals {
  is_home = (var.home_region == null || (data.aws_region.region.id == var.home_region))
}

data "aws_caller_identity" "current" {}

data "aws_partition" "partition" {}

data "aws_iam_policy_document" "clarion_assumes_role_as_before_trust" {
  count = length(var.previous_external_ids) >= 1 ? 1 : 0

  statement {
    sid     = "ClarionAssumesRoleAsBefore"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.principal_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = var.previous_external_ids
    }
  }
}

data "aws_iam_policy_document" "clarion_tags_sessions_trust" {
  count = var.allow_session_tags ? 1 : 0

  statement {
    sid     = "ClarionTagsSessions"
    effect  = "Allow"
    actions = ["sts:TagSession"]

    principals {
      type        = "AWS"
      identifiers = [var.principal_arn]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  source_policy_documents = concat(
    data.aws_iam_policy_document.clarion_assumes_role_as_before_trust[*].json,
    data.aws_iam_policy_document.clarion_tags_sessions_trust[*].json
  )

  statement {
    sid     = "ClarionAssumesRole"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.principal_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

data "aws_region" "region" {}

resource "aws_iam_role" "role" {
  count                = local.is_home && !var.adopt ? 1 : 0
  name                 = var.role_name
  description          = "Assumed by Clarion's agent tools"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.max_session_duration
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "cloudtrail" {
  statement {
    sid       = "LookUpEvents"
    effect    = "Allow"
    actions   = ["cloudtrail:LookupEvents", "cloudtrail:DescribeTrails", "cloudtrail:ListTrails"]
    resources = ["*"]
  }

  statement {
    sid    = "ReadTrails"
    effect = "Allow"
    actions = [
      "cloudtrail:GetTrail",
      "cloudtrail:GetTrailStatus",
      "cloudtrail:GetEventSelectors",
      "cloudtrail:GetInsightSelectors",
    ]
    resources = ["arn:${data.aws_partition.partition.partition}:cloudtrail:*:*:trail/*"]
  }
}

resource "aws_iam_policy" "cloudtrail" {
  count       = local.is_home && contains(var.permission_groups, "cloudtrail") ? 1 : 0
  name_prefix = "${var.role_name}-cloudtrail-"
  description = "What Clarion needs for cloudtrail"
  policy      = data.aws_iam_policy_document.cloudtrail.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "cloudtrail" {
  count      = local.is_home && contains(var.permission_groups, "cloudtrail") ? 1 : 0
  policy_arn = aws_iam_policy.cloudtrail[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

data "aws_iam_policy_document" "cloudwatch" {
  statement {
    sid    = "ReadMetrics"
    effect = "Allow"
    actions = [
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "cloudwatch:DescribeAlarmsForMetric",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ReadAlarms"
    effect    = "Allow"
    actions   = ["cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "cloudwatch" {
  count       = local.is_home && contains(var.permission_groups, "cloudwatch") ? 1 : 0
  name_prefix = "${var.role_name}-cloudwatch-"
  description = "What Clarion needs for cloudwatch"
  policy      = data.aws_iam_policy_document.cloudwatch.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "cloudwatch" {
  count      = local.is_home && contains(var.permission_groups, "cloudwatch") ? 1 : 0
  policy_arn = aws_iam_policy.cloudwatch[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

data "aws_iam_policy_document" "logs_insights" {
  statement {
    sid    = "QueryLogs"
    effect = "Allow"
    actions = [
      "logs:StartQuery",
      "logs:GetQueryResults",
      "logs:GetLogRecord",
      "logs:GetLogGroupFields",
      "logs:DescribeLogStreams",
      "logs:FilterLogEvents",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:logs:*:${data.aws_caller_identity.current.account_id}:log-group:*",
    ]
  }

  statement {
    sid       = "ManageQueries"
    effect    = "Allow"
    actions   = ["logs:DescribeLogGroups", "logs:DescribeQueries", "logs:StopQuery"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "logs_insights" {
  count       = local.is_home && contains(var.permission_groups, "logs-insights") ? 1 : 0
  name_prefix = "${var.role_name}-logs-insights-"
  description = "What Clarion needs for logs-insights"
  policy      = data.aws_iam_policy_document.logs_insights.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "logs_insights" {
  count      = local.is_home && contains(var.permission_groups, "logs-insights") ? 1 : 0
  policy_arn = aws_iam_policy.logs_insights[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

data "aws_iam_policy_document" "read_queried_objects_athena" {
  count = length(var.athena_bucket_arns) >= 1 ? 1 : 0

  statement {
    sid       = "ReadQueriedObjects"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = formatlist("%s/*", var.athena_bucket_arns)

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "aws:CalledVia"
      values   = ["athena.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "list_queried_objects_athena" {
  count = length(var.athena_bucket_arns) >= 1 ? 1 : 0

  statement {
    sid       = "ListQueriedObjects"
    effect    = "Allow"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = var.athena_bucket_arns

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "aws:CalledVia"
      values   = ["athena.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "athena" {
  source_policy_documents = concat(
    data.aws_iam_policy_document.read_queried_objects_athena[*].json,
    data.aws_iam_policy_document.list_queried_objects_athena[*].json
  )

  statement {
    sid    = "RunQueries"
    effect = "Allow"
    actions = [
      "athena:StartQueryExecution",
      "athena:StopQueryExecution",
      "athena:GetQueryExecution",
      "athena:GetQueryResults",
      "athena:GetWorkGroup",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:athena:*:${data.aws_caller_identity.current.account_id}:workgroup/${var.athena_workgroup}",
    ]
  }

  statement {
    sid    = "FindTables"
    effect = "Allow"
    actions = [
      "athena:GetDataCatalog",
      "athena:ListDatabases",
      "athena:GetDatabase",
      "athena:ListTableMetadata",
      "athena:GetTableMetadata",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:athena:*:${data.aws_caller_identity.current.account_id}:datacatalog/AwsDataCatalog",
    ]
  }

  statement {
    sid       = "FindWorkgroup"
    effect    = "Allow"
    actions   = ["athena:ListWorkGroups", "athena:ListDataCatalogs"]
    resources = ["*"]
  }

  statement {
    sid    = "ReadCatalog"
    effect = "Allow"
    actions = [
      "glue:GetDatabase",
      "glue:GetDatabases",
      "glue:GetTable",
      "glue:GetTables",
      "glue:GetPartition",
      "glue:GetPartitions",
      "glue:BatchGetPartition",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:glue:*:${data.aws_caller_identity.current.account_id}:catalog",
      "arn:${data.aws_partition.partition.partition}:glue:*:${data.aws_caller_identity.current.account_id}:database/*",
      "arn:${data.aws_partition.partition.partition}:glue:*:${data.aws_caller_identity.current.account_id}:table/*/*",
    ]
  }

  statement {
    sid    = "NeverChangeCatalog"
    effect = "Deny"
    actions = [
      "glue:CreateDatabase",
      "glue:UpdateDatabase",
      "glue:DeleteDatabase",
      "glue:CreateTable",
      "glue:UpdateTable",
      "glue:DeleteTable",
      "glue:BatchDeleteTable",
      "glue:CreatePartition",
      "glue:BatchCreatePartition",
      "glue:UpdatePartition",
      "glue:BatchUpdatePartition",
      "glue:DeletePartition",
      "glue:BatchDeletePartition",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:glue:*:${data.aws_caller_identity.current.account_id}:catalog",
      "arn:${data.aws_partition.partition.partition}:glue:*:${data.aws_caller_identity.current.account_id}:database/*",
      "arn:${data.aws_partition.partition.partition}:glue:*:${data.aws_caller_identity.current.account_id}:table/*/*",
    ]
  }

  statement {
    sid       = "NeverWriteObjects"
    effect    = "Deny"
    actions   = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::*/*"]
  }
}

resource "aws_iam_policy" "athena" {
  count       = local.is_home && contains(var.permission_groups, "athena") ? 1 : 0
  name_prefix = "${var.role_name}-athena-"
  description = "What Clarion needs for athena"
  policy      = data.aws_iam_policy_document.athena.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "athena" {
  count      = local.is_home && contains(var.permission_groups, "athena") ? 1 : 0
  policy_arn = aws_iam_policy.athena[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

data "aws_iam_policy_document" "route53" {
  statement {
    sid       = "FindZones"
    effect    = "Allow"
    actions   = ["route53:ListHostedZones", "route53:ListHostedZonesByName", "route53:ListHealthChecks"]
    resources = ["*"]
  }

  statement {
    sid    = "ReadZones"
    effect = "Allow"
    actions = [
      "route53:GetHostedZone",
      "route53:ListResourceRecordSets",
      "route53:GetDNSSEC",
      "route53:ListQueryLoggingConfigs",
    ]
    resources = ["arn:${data.aws_partition.partition.partition}:route53:::hostedzone/*"]
  }

  statement {
    sid     = "ReadTags"
    effect  = "Allow"
    actions = ["route53:ListTagsForResource"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:route53:::hostedzone/*",
      "arn:${data.aws_partition.partition.partition}:route53:::healthcheck/*",
    ]
  }
}

resource "aws_iam_policy" "route53" {
  count       = local.is_home && contains(var.permission_groups, "route53") ? 1 : 0
  name_prefix = "${var.role_name}-route53-"
  description = "What Clarion needs for route53"
  policy      = data.aws_iam_policy_document.route53.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "route53" {
  count      = local.is_home && contains(var.permission_groups, "route53") ? 1 : 0
  policy_arn = aws_iam_policy.route53[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

data "aws_iam_policy_document" "describe" {
  statement {
    sid    = "Compute"
    effect = "Allow"
    actions = [
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeIamInstanceProfileAssociations",
      "ec2:DescribeImages",
      "ec2:DescribeSnapshots",
      "ec2:DescribeVolumes",
      "ec2:DescribeKeyPairs",
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribeTags",
      "ec2:DescribeRegions",
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "Network"
    effect = "Allow"
    actions = [
      "ec2:DescribeVpcs",
      "ec2:DescribeSubnets",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeAddresses",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeRouteTables",
      "ec2:DescribeInternetGateways",
      "ec2:DescribeNatGateways",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcPeeringConnections",
      "ec2:DescribeTransitGatewayAttachments",
      "ec2:DescribeTrafficMirrorSessions",
      "ec2:DescribeFlowLogs",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "Identities"
    effect = "Allow"
    actions = [
      "iam:GetAccountSummary",
      "iam:GetAccountPasswordPolicy",
      "iam:ListAccountAliases",
      "iam:ListUsers",
      "iam:ListRoles",
      "iam:ListPolicies",
      "iam:ListOpenIDConnectProviders",
      "iam:ListSAMLProviders",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "IdentityDetails"
    effect = "Allow"
    actions = [
      "iam:GetUser",
      "iam:GetLoginProfile",
      "iam:ListMFADevices",
      "iam:ListAccessKeys",
      "iam:GetAccessKeyLastUsed",
      "iam:ListGroupsForUser",
      "iam:GetGroup",
      "iam:GetRole",
      "iam:GetInstanceProfile",
      "iam:GetOpenIDConnectProvider",
      "iam:ListAttachedUserPolicies",
      "iam:ListAttachedRolePolicies",
      "iam:ListAttachedGroupPolicies",
      "iam:ListUserPolicies",
      "iam:ListRolePolicies",
      "iam:ListGroupPolicies",
      "iam:GetUserPolicy",
      "iam:GetRolePolicy",
      "iam:GetGroupPolicy",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
      "iam:ListEntitiesForPolicy",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role/*",
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:user/*",
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:group/*",
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/*",
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:instance-profile/*",
      "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/*",
      "arn:${data.aws_partition.partition.partition}:iam::aws:policy/*",
    ]
  }

  statement {
    sid    = "Buckets"
    effect = "Allow"
    actions = [
      "s3:GetBucketLocation",
      "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus",
      "s3:GetBucketAcl",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketOwnershipControls",
      "s3:GetEncryptionConfiguration",
      "s3:GetBucketVersioning",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:GetBucketNotification",
      "s3:GetBucketLogging",
      "s3:GetBucketTagging",
    ]
    resources = ["arn:${data.aws_partition.partition.partition}:s3:::*"]
  }

  statement {
    sid     = "Keys"
    effect  = "Allow"
    actions = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:kms:*:${data.aws_caller_identity.current.account_id}:key/*",
    ]
  }

  statement {
    sid     = "Secrets"
    effect  = "Allow"
    actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:secretsmanager:*:${data.aws_caller_identity.current.account_id}:secret:*",
    ]
  }

  statement {
    sid    = "Applications"
    effect = "Allow"
    actions = [
      "lambda:GetPolicy",
      "lambda:ListFunctionUrlConfigs",
      "ecr:DescribeRepositories",
      "ecr:DescribeImages",
      "ecr:DescribeImageScanFindings",
      "ecr:GetRepositoryPolicy",
      "ecs:DescribeClusters",
      "ecs:DescribeServices",
      "eks:DescribeCluster",
      "eks:ListNodegroups",
      "eks:DescribeNodegroup",
      "eks:ListAccessEntries",
      "eks:DescribeAccessEntry",
      "rds:DescribeDBInstances",
      "rds:DescribeDBClusters",
      "rds:DescribeDBSnapshots",
      "rds:DescribeDBSnapshotAttributes",
      "rds:DescribeDBClusterSnapshots",
      "rds:DescribeDBClusterSnapshotAttributes",
      "dynamodb:DescribeTable",
      "sns:GetTopicAttributes",
      "sqs:GetQueueAttributes",
      "events:DescribeRule",
      "events:DescribeEventBus",
    ]
    resources = [
      "arn:${data.aws_partition.partition.partition}:lambda:*:${data.aws_caller_identity.current.account_id}:function:*",
      "arn:${data.aws_partition.partition.partition}:ecr:*:${data.aws_caller_identity.current.account_id}:repository/*",
      "arn:${data.aws_partition.partition.partition}:ecs:*:${data.aws_caller_identity.current.account_id}:cluster/*",
      "arn:${data.aws_partition.partition.partition}:ecs:*:${data.aws_caller_identity.current.account_id}:service/*",
      "arn:${data.aws_partition.partition.partition}:eks:*:${data.aws_caller_identity.current.account_id}:cluster/*",
      "arn:${data.aws_partition.partition.partition}:eks:*:${data.aws_caller_identity.current.account_id}:nodegroup/*",
      "arn:${data.aws_partition.partition.partition}:eks:*:${data.aws_caller_identity.current.account_id}:access-entry/*",
      "arn:${data.aws_partition.partition.partition}:rds:*:${data.aws_caller_identity.current.account_id}:db:*",
      "arn:${data.aws_partition.partition.partition}:rds:*:${data.aws_caller_identity.current.account_id}:cluster:*",
      "arn:${data.aws_partition.partition.partition}:rds:*:${data.aws_caller_identity.current.account_id}:snapshot:*",
      "arn:${data.aws_partition.partition.partition}:rds:*:${data.aws_caller_identity.current.account_id}:cluster-snapshot:*",
      "arn:${data.aws_partition.partition.partition}:dynamodb:*:${data.aws_caller_identity.current.account_id}:table/*",
      "arn:${data.aws_partition.partition.partition}:sns:*:${data.aws_caller_identity.current.account_id}:*",
      "arn:${data.aws_partition.partition.partition}:sqs:*:${data.aws_caller_identity.current.account_id}:*",
      "arn:${data.aws_partition.partition.partition}:events:*:${data.aws_caller_identity.current.account_id}:rule/*",
      "arn:${data.aws_partition.partition.partition}:events:*:${data.aws_caller_identity.current.account_id}:event-bus/*",
    ]
  }

  statement {
    sid    = "Lists"
    effect = "Allow"
    actions = [
      "s3:ListAllMyBuckets",
      "s3:GetAccountPublicAccessBlock",
      "kms:ListKeys",
      "kms:ListAliases",
      "secretsmanager:ListSecrets",
      "lambda:ListEventSourceMappings",
      "ecs:ListClusters",
      "ecs:ListServices",
      "eks:ListClusters",
      "dynamodb:ListTables",
      "sns:ListTopics",
      "sqs:ListQueues",
      "events:ListRules",
      "events:ListEventBuses",
      "ssm:DescribeInstanceInformation",
      "ssm:DescribeSessions",
      "ssm:DescribeParameters",
      "acm:ListCertificates",
      "tag:GetResources",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "Findings"
    effect = "Allow"
    actions = [
      "guardduty:ListDetectors",
      "guardduty:ListFindings",
      "guardduty:GetFindings",
      "access-analyzer:ListAnalyzers",
      "organizations:DescribeOrganization",
      "organizations:ListAccounts",
      "organizations:ListDelegatedAdministrators",
    ]
    resources = ["*"]
  }

  statement {
    sid     = "FindingDetails"
    effect  = "Allow"
    actions = ["securityhub:GetFindings", "access-analyzer:ListFindings", "access-analyzer:GetFinding"]
    resources = [
      "arn:${data.aws_partition.partition.partition}:securityhub:*:${data.aws_caller_identity.current.account_id}:hub/default",
      "arn:${data.aws_partition.partition.partition}:access-analyzer:*:${data.aws_caller_identity.current.account_id}:analyzer/*",
    ]
  }
}

resource "aws_iam_policy" "describe" {
  count       = local.is_home && contains(var.permission_groups, "describe") ? 1 : 0
  name_prefix = "${var.role_name}-describe-"
  description = "What Clarion needs for describe"
  policy      = data.aws_iam_policy_document.describe.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "describe" {
  count      = local.is_home && contains(var.permission_groups, "describe") ? 1 : 0
  policy_arn = aws_iam_policy.describe[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

data "aws_iam_policy_document" "alb_auth" {
  statement {
    sid    = "InspectLoadBalancers"
    effect = "Allow"
    actions = [
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeListenerCertificates",
      "elasticloadbalancing:DescribeTrustStores",
      "elasticloadbalancing:DescribeTags",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "alb_auth" {
  count       = local.is_home && contains(var.permission_groups, "alb-auth") ? 1 : 0
  name_prefix = "${var.role_name}-alb-auth-"
  description = "What Clarion needs for alb-auth"
  policy      = data.aws_iam_policy_document.alb_auth.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "alb_auth" {
  count      = local.is_home && contains(var.permission_groups, "alb-auth") ? 1 : 0
  policy_arn = aws_iam_policy.alb_auth[0].arn
  role       = var.adopt ? var.role_name : aws_iam_role.role[0].id
}

resource "aws_cloudformation_stack" "workgroup" {
  count = contains(var.permission_groups, "athena") && var.create_athena_workgroup ? 1 : 0
  name  = "clarion-athena-${replace(var.athena_workgroup, "/[^A-Za-z0-9]/", "-")}"
  template_body = jsonencode({
    Resources = {
      Workgroup = {
        Type = "AWS::Athena::WorkGroup"
        Properties = {
          Name                  = var.athena_workgroup
          Description           = "Read-only queries by Clarion"
          RecursiveDeleteOption = true
          WorkGroupConfiguration = {
            EnforceWorkGroupConfiguration    = true
            ManagedQueryResultsConfiguration = { Enabled = true }
            BytesScannedCutoffPerQuery       = 100000000000
            PublishCloudWatchMetricsEnabled  = true
          }
        }
      }
    }
  })
  tags = var.tags
}
