# Generated from the ClarionOrganization construct. Change it there, then run "npm run generate".

output "topic_arn" {
  description = "Paste this into the SNS topic ARN field of each monitor in Clarion whose events the hub sends. Empty where the hub was there before."
  value       = var.hub_bus_arn == null ? module.hub[0].topic_arn : null
}

output "bus_arn" {
  description = "The hub's event bus, which every spoke is given."
  value       = var.hub_bus_arn == null ? module.hub[0].bus_arn : var.hub_bus_arn
}

output "role_arn" {
  description = "Paste this into Clarion for each account, with its id in the place of ACCOUNT_ID."
  value       = "arn:${data.aws_partition.partition.partition}:iam::ACCOUNT_ID:role${var.path}${var.role_name}"
}

output "management_role_arn" {
  description = "The management account's role. Empty from a delegated administrator."
  value       = !var.delegated_administrator ? module.management_role[0].role_arn : null
}

output "external_id" {
  description = "What Clarion must say to assume the roles, but for those of accounts that have an external ID of their own."
  value       = var.external_id
}

output "topic_dead_letter_queue_url" {
  description = "Where messages wait that SNS could not deliver."
  value       = var.hub_bus_arn == null ? module.hub[0].topic_dead_letter_queue_url : null
}

output "rule_dead_letter_queue_url" {
  description = "Where events wait that EventBridge could not publish. They carry no signature."
  value       = var.hub_bus_arn == null ? module.hub[0].rule_dead_letter_queue_url : null
}

output "key_policy" {
  description = "The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do."
  value       = var.hub_bus_arn == null ? module.hub[0].key_policy : null
}

output "required_policy" {
  description = "The statements that the policy of an existing topic needs, as JSON. A topic that is made here has them."
  value       = var.hub_bus_arn == null ? module.hub[0].required_policy : null
}

output "coverage" {
  description = "Which accounts and Regions are served."
  value       = "All accounts in ${join(", ", var.organizational_unit_ids)}, with spokes in ${join(", ", var.regions)}. Where a policy denies an account or a Region, its stack has failed: see the operations of the StackSets."
}

output "management_account" {
  description = "What is left to do for the management account."
  value       = !var.delegated_administrator ? "The management account is served by this stack." : "The management account is not served: a delegated administrator cannot reach it. Deploy integration-role there, and a spoke in each of the Regions, with the same hub; each template has a launch link of its own."
}

output "new_accounts" {
  description = "What accounts that join later are given."
  value       = var.strict_external_ids ? "Accounts that join the organizational units are given spokes, but no role: deploy the role StackSet to them by hand." : "Accounts that join the organizational units are given spokes and the role with the common external ID, never one of their own."
}

output "prerequisite" {
  description = "What must be there besides."
  value       = "The organization must have all features on, and StackSets' trusted access activated from CloudFormation's console in the management account. A Region that accounts must turn on must be on in every account, the management account included. Where a policy of the organization denies a Region, CloudFormation or foreign principals, exempt StackSets and Clarion's assumption of the role."
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    topicArns = {
      cloudtrail = var.hub_bus_arn == null ? module.hub[0].topic_arn : null
      guardduty  = var.hub_bus_arn == null ? module.hub[0].topic_arn : null
    }
    roleArn    = "arn:${data.aws_partition.partition.partition}:iam::ACCOUNT_ID:role${var.path}${var.role_name}"
    externalId = var.external_id
  })
}
