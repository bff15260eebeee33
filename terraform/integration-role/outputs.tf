# Generated from the IntegrationRole construct. Change it there, then run "npm run generate".

output "role_arn" {
  description = "Paste this into Clarion's AWS integration."
  value       = "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.role_name}"
}

output "role_name" {
  description = "The name of the role, by which more policies can be attached."
  value       = local.is_home && !var.adopt ? aws_iam_role.role[0].id : var.role_name
}

output "external_id" {
  description = "What Clarion must say to assume the role."
  value       = var.external_id
}

output "trust_policy" {
  description = "Whom the role trusts, as JSON. A role that is adopted needs it from you."
  value       = data.aws_iam_policy_document.trust.minified_json
}

output "update_trust_command" {
  description = "The command that writes that trust to a role that is adopted, in place of the one that it has. Whom else it shall trust must be added."
  value       = "aws iam update-assume-role-policy --role-name '${var.role_name}' --policy-document '${data.aws_iam_policy_document.trust.minified_json}'"
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    roleArn    = "arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.path}${var.role_name}"
    externalId = var.external_id
  })
}
