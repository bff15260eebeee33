#!/bin/sh
# Generated from the blueprint. Change it there, then run "npm run generate".
#
# The role that Clarion's agent tools assume in this account, with the AWS CLI:
#
#   ./integration-role.sh --principal-arn ARN --external-id ID
#
# It may be run again: policies are brought up to date. A role that is there already keeps its trust, unless --update-trust is given.
set -eu
export AWS_PAGER= LC_ALL=C

usage() {
  cat <<'TEXT'
usage: integration-role.sh --principal-arn ARN --external-id ID [option]...

  --principal-arn ARN         who may assume the role, as Clarion shows it: the ARN of an account, role or user, or an account ID
  --external-id ID            what the principal must say, as Clarion shows it
  --previous-external-id ID   the one before the last change, taken too until Clarion uses the new one; may be repeated
  --allow-session-tags        let the principal tag its sessions
  --permission-group GROUP    what the role may do; may be repeated. By default cloudtrail, cloudwatch, route53. One of:
                              cloudtrail cloudwatch logs-insights athena route53 describe alb-auth
  --athena-workgroup NAME     the one workgroup for the group athena, by default clarion; make it so that it keeps results by itself
  --role-name NAME            by default ClarionIntegrationRole
  --update-trust              write the trust of a role that is there already, in place of the one that it has, which is shown
TEXT
}

fail() {
  printf '%s\n' "$1" >&2
  exit 2
}

newline='
'
# $1 must match $2 from its beginning to its end, or $3 says why not. grep reads lines, so there may be but one.
check() {
  case $1 in *"$newline"*) fail "$3 Got more than a line." ;; esac
  printf '%s\n' "$1" | grep -Eq "$2" || fail "$3 Got: $1"
}
check_external_id() {
  check "$1" '^[A-Za-z0-9_+=,.@:/-]+$' 'An external ID is 2 to 1,224 letters, digits and _+=,.@:/-.'
  [ "${#1}" -ge 2 ] && [ "${#1}" -le 1224 ] || fail 'An external ID is 2 to 1,224 letters, digits and _+=,.@:/-.'
}

principal_arn= external_id= previous_external_ids= session_tags=no permission_groups= update_trust=no
athena_workgroup=clarion role_name=ClarionIntegrationRole
while [ $# -gt 0 ]; do
  case $1 in
    --allow-session-tags) session_tags=yes ;;
    --update-trust) update_trust=yes ;;
    --help) usage; exit ;;
    --*)
      [ $# -ge 2 ] || fail "$1 needs a value; see --help."
      case $1 in
        --principal-arn) principal_arn=$2 ;;
        --external-id) external_id=$2 ;;
        --previous-external-id)
          check_external_id "$2"
          previous_external_ids="$previous_external_ids${previous_external_ids:+\", \"}$2"
          ;;
        --permission-group)
          case $2 in cloudtrail | cloudwatch | logs-insights | athena | route53 | describe | alb-auth) ;; *) fail "$2 is no permission group; see --help." ;; esac
          permission_groups="$permission_groups $2"
          ;;
        --athena-workgroup) athena_workgroup=$2 ;;
        --role-name) role_name=$2 ;;
        *) fail "$1 is no option; see --help." ;;
      esac
      shift
      ;;
    *) fail "$1 is no option; see --help." ;;
  esac
  shift
done
check "$principal_arn" '^([0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9_+=,.@/-]+))$' 'A trusted principal is the ARN of an account, role or user, or an account ID of 12 digits.'
check_external_id "$external_id"
check "$role_name" '^[A-Za-z0-9_+=,.@-]{1,64}$' 'A role name is 1 to 64 letters, digits and _+=,.@-.'
check "$athena_workgroup" '^[A-Za-z0-9._-]{1,100}$' 'A workgroup name is 1 to 100 letters, digits and ._-.'

trust_policy() {
  cat <<JSON
{ "Version": "2012-10-17", "Statement": [
{
  "Sid": "ClarionAssumesRole",
  "Effect": "Allow",
  "Principal": {
    "AWS": "$principal_arn"
  },
  "Action": "sts:AssumeRole",
  "Condition": {
    "StringEquals": {
      "sts:ExternalId": "$external_id"
    }
  }
}
JSON
  [ -z "$previous_external_ids" ] || cat <<JSON
,
{
  "Sid": "ClarionAssumesRoleAsBefore",
  "Effect": "Allow",
  "Principal": {
    "AWS": "$principal_arn"
  },
  "Action": "sts:AssumeRole",
  "Condition": {
    "StringEquals": {
      "sts:ExternalId": [
        "$previous_external_ids"
      ]
    }
  }
}
JSON
  [ "$session_tags" = no ] || cat <<JSON
,
{
  "Sid": "ClarionTagsSessions",
  "Effect": "Allow",
  "Principal": {
    "AWS": "$principal_arn"
  },
  "Action": "sts:TagSession"
}
JSON
  echo ']}'
}

policy_of() {
  case $1 in
cloudtrail)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "LookUpEvents",
      "Effect": "Allow",
      "Action": [
        "cloudtrail:LookupEvents",
        "cloudtrail:DescribeTrails",
        "cloudtrail:ListTrails"
      ],
      "Resource": "*"
    },
    {
      "Sid": "ReadTrails",
      "Effect": "Allow",
      "Action": [
        "cloudtrail:GetTrail",
        "cloudtrail:GetTrailStatus",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetInsightSelectors"
      ],
      "Resource": "arn:$partition:cloudtrail:*:*:trail/*"
    }
  ]
}
JSON
;;
cloudwatch)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadMetrics",
      "Effect": "Allow",
      "Action": [
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListMetrics",
        "cloudwatch:DescribeAlarmsForMetric"
      ],
      "Resource": "*"
    },
    {
      "Sid": "ReadAlarms",
      "Effect": "Allow",
      "Action": [
        "cloudwatch:DescribeAlarms",
        "cloudwatch:DescribeAlarmHistory"
      ],
      "Resource": "*"
    }
  ]
}
JSON
;;
logs-insights)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "QueryLogs",
      "Effect": "Allow",
      "Action": [
        "logs:StartQuery",
        "logs:GetQueryResults",
        "logs:GetLogRecord",
        "logs:GetLogGroupFields",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents"
      ],
      "Resource": "arn:$partition:logs:*:$account:log-group:*"
    },
    {
      "Sid": "ManageQueries",
      "Effect": "Allow",
      "Action": [
        "logs:DescribeLogGroups",
        "logs:DescribeQueries",
        "logs:StopQuery"
      ],
      "Resource": "*"
    }
  ]
}
JSON
;;
athena)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "RunQueries",
      "Effect": "Allow",
      "Action": [
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetWorkGroup"
      ],
      "Resource": "arn:$partition:athena:*:$account:workgroup/$athena_workgroup"
    },
    {
      "Sid": "FindTables",
      "Effect": "Allow",
      "Action": [
        "athena:GetDataCatalog",
        "athena:ListDatabases",
        "athena:GetDatabase",
        "athena:ListTableMetadata",
        "athena:GetTableMetadata"
      ],
      "Resource": "arn:$partition:athena:*:$account:datacatalog/AwsDataCatalog"
    },
    {
      "Sid": "FindWorkgroup",
      "Effect": "Allow",
      "Action": [
        "athena:ListWorkGroups",
        "athena:ListDataCatalogs"
      ],
      "Resource": "*"
    },
    {
      "Sid": "ReadCatalog",
      "Effect": "Allow",
      "Action": [
        "glue:GetDatabase",
        "glue:GetDatabases",
        "glue:GetTable",
        "glue:GetTables",
        "glue:GetPartition",
        "glue:GetPartitions",
        "glue:BatchGetPartition"
      ],
      "Resource": [
        "arn:$partition:glue:*:$account:catalog",
        "arn:$partition:glue:*:$account:database/*",
        "arn:$partition:glue:*:$account:table/*/*"
      ]
    },
    {
      "Sid": "NeverChangeCatalog",
      "Effect": "Deny",
      "Action": [
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
        "glue:BatchDeletePartition"
      ],
      "Resource": [
        "arn:$partition:glue:*:$account:catalog",
        "arn:$partition:glue:*:$account:database/*",
        "arn:$partition:glue:*:$account:table/*/*"
      ]
    },
    {
      "Sid": "NeverWriteObjects",
      "Effect": "Deny",
      "Action": [
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion"
      ],
      "Resource": "arn:$partition:s3:::*/*"
    }
  ]
}
JSON
;;
route53)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "FindZones",
      "Effect": "Allow",
      "Action": [
        "route53:ListHostedZones",
        "route53:ListHostedZonesByName",
        "route53:ListHealthChecks"
      ],
      "Resource": "*"
    },
    {
      "Sid": "ReadZones",
      "Effect": "Allow",
      "Action": [
        "route53:GetHostedZone",
        "route53:ListResourceRecordSets",
        "route53:GetDNSSEC",
        "route53:ListQueryLoggingConfigs"
      ],
      "Resource": "arn:$partition:route53:::hostedzone/*"
    },
    {
      "Sid": "ReadTags",
      "Effect": "Allow",
      "Action": "route53:ListTagsForResource",
      "Resource": [
        "arn:$partition:route53:::hostedzone/*",
        "arn:$partition:route53:::healthcheck/*"
      ]
    }
  ]
}
JSON
;;
describe)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Compute",
      "Effect": "Allow",
      "Action": [
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
        "autoscaling:DescribeAutoScalingInstances"
      ],
      "Resource": "*"
    },
    {
      "Sid": "Network",
      "Effect": "Allow",
      "Action": [
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
        "elasticloadbalancing:DescribeTargetHealth"
      ],
      "Resource": "*"
    },
    {
      "Sid": "Identities",
      "Effect": "Allow",
      "Action": [
        "iam:GetAccountSummary",
        "iam:GetAccountPasswordPolicy",
        "iam:ListAccountAliases",
        "iam:ListUsers",
        "iam:ListRoles",
        "iam:ListPolicies",
        "iam:ListOpenIDConnectProviders",
        "iam:ListSAMLProviders"
      ],
      "Resource": "*"
    },
    {
      "Sid": "IdentityDetails",
      "Effect": "Allow",
      "Action": [
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
        "iam:ListEntitiesForPolicy"
      ],
      "Resource": [
        "arn:$partition:iam::$account:role/*",
        "arn:$partition:iam::$account:user/*",
        "arn:$partition:iam::$account:group/*",
        "arn:$partition:iam::$account:policy/*",
        "arn:$partition:iam::$account:instance-profile/*",
        "arn:$partition:iam::$account:oidc-provider/*",
        "arn:$partition:iam::aws:policy/*"
      ]
    },
    {
      "Sid": "Buckets",
      "Effect": "Allow",
      "Action": [
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
        "s3:GetBucketTagging"
      ],
      "Resource": "arn:$partition:s3:::*"
    },
    {
      "Sid": "Keys",
      "Effect": "Allow",
      "Action": [
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants"
      ],
      "Resource": "arn:$partition:kms:*:$account:key/*"
    },
    {
      "Sid": "Secrets",
      "Effect": "Allow",
      "Action": [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy"
      ],
      "Resource": "arn:$partition:secretsmanager:*:$account:secret:*"
    },
    {
      "Sid": "Applications",
      "Effect": "Allow",
      "Action": [
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
        "events:DescribeEventBus"
      ],
      "Resource": [
        "arn:$partition:lambda:*:$account:function:*",
        "arn:$partition:ecr:*:$account:repository/*",
        "arn:$partition:ecs:*:$account:cluster/*",
        "arn:$partition:ecs:*:$account:service/*",
        "arn:$partition:eks:*:$account:cluster/*",
        "arn:$partition:eks:*:$account:nodegroup/*",
        "arn:$partition:eks:*:$account:access-entry/*",
        "arn:$partition:rds:*:$account:db:*",
        "arn:$partition:rds:*:$account:cluster:*",
        "arn:$partition:rds:*:$account:snapshot:*",
        "arn:$partition:rds:*:$account:cluster-snapshot:*",
        "arn:$partition:dynamodb:*:$account:table/*",
        "arn:$partition:sns:*:$account:*",
        "arn:$partition:sqs:*:$account:*",
        "arn:$partition:events:*:$account:rule/*",
        "arn:$partition:events:*:$account:event-bus/*"
      ]
    },
    {
      "Sid": "Lists",
      "Effect": "Allow",
      "Action": [
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
        "tag:GetResources"
      ],
      "Resource": "*"
    },
    {
      "Sid": "Findings",
      "Effect": "Allow",
      "Action": [
        "guardduty:ListDetectors",
        "guardduty:ListFindings",
        "guardduty:GetFindings",
        "access-analyzer:ListAnalyzers",
        "organizations:DescribeOrganization",
        "organizations:ListAccounts",
        "organizations:ListDelegatedAdministrators"
      ],
      "Resource": "*"
    },
    {
      "Sid": "FindingDetails",
      "Effect": "Allow",
      "Action": [
        "securityhub:GetFindings",
        "access-analyzer:ListFindings",
        "access-analyzer:GetFinding"
      ],
      "Resource": [
        "arn:$partition:securityhub:*:$account:hub/default",
        "arn:$partition:access-analyzer:*:$account:analyzer/*"
      ]
    }
  ]
}
JSON
;;
alb-auth)
cat <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InspectLoadBalancers",
      "Effect": "Allow",
      "Action": [
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeListenerCertificates",
        "elasticloadbalancing:DescribeTrustStores",
        "elasticloadbalancing:DescribeTags"
      ],
      "Resource": "*"
    }
  ]
}
JSON
;;
  esac
}

caller=$(aws sts get-caller-identity --query Arn --output text)
partition=$(printf '%s' "$caller" | cut -d : -f 2)
account=$(printf '%s' "$caller" | cut -d : -f 5)
groups="${permission_groups:-cloudtrail cloudwatch route53}"

policy_names() {
  policy_name=$role_name-$group
  policy_arn=arn:$partition:iam::$account:policy/$policy_name
}
for group in $groups; do
  policy_names
  found=$(aws iam get-policy --policy-arn "$policy_arn" --query Policy.Description --output text 2>/dev/null) || continue
  [ "$found" = "What Clarion needs for $group" ] || fail "$policy_name is there already, and not from here. Give another --role-name. Nothing was changed."
done

if ! aws iam get-role --role-name "$role_name" >/dev/null 2>&1; then
  aws iam create-role --role-name "$role_name" --assume-role-policy-document "$(trust_policy)" >/dev/null
  echo "Created $role_name."
elif [ "$update_trust" = yes ]; then
  echo "$role_name trusted, until now:"
  aws iam get-role --role-name "$role_name" --query Role.AssumeRolePolicyDocument --output json
  aws iam update-assume-role-policy --role-name "$role_name" --policy-document "$(trust_policy)"
  echo "Wrote the trust of $role_name."
else
  echo "$role_name is there already, and keeps its trust. To let Clarion assume it, add the statements of this, or run this again with --update-trust, which replaces all:"
  trust_policy
fi

for group in $groups; do
  policy_names
  if ! aws iam get-policy --policy-arn "$policy_arn" --query Policy.Description --output text >/dev/null 2>&1; then
    aws iam create-policy --policy-name "$policy_name" --description "What Clarion needs for $group" --policy-document "$(policy_of "$group")" >/dev/null
  else
    # IAM keeps five versions of a policy: the default one, and these, the oldest first.
    versions=$(aws iam list-policy-versions --policy-arn "$policy_arn" --output text \
      --query 'sort_by(Versions, &CreateDate)[?!IsDefaultVersion].VersionId')
    # shellcheck disable=SC2086
    set -- $versions
    [ $# -lt 4 ] || aws iam delete-policy-version --policy-arn "$policy_arn" --version-id "$1"
    aws iam create-policy-version --policy-arn "$policy_arn" --policy-document "$(policy_of "$group")" --set-as-default >/dev/null
  fi
  aws iam attach-role-policy --role-name "$role_name" --policy-arn "$policy_arn"
  echo "Attached $policy_name."
done

echo "Paste this into Clarion's AWS integration:"
aws iam get-role --role-name "$role_name" --query Role.Arn --output text
