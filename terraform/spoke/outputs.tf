# Generated from the ClarionSpoke construct. Change it there, then run "npm run generate".

output "role_arn" {
  description = "The role that EventBridge assumes to put events on the hub's bus."
  value       = aws_iam_role.role.arn
}

output "rule_arn" {
  description = "The rule for management events."
  value       = aws_cloudwatch_event_rule.management.arn
}

output "dead_letter_queue_url" {
  description = "Where events wait that could not be put on the hub's bus. They carry no signature."
  value       = aws_sqs_queue.dead_letters.url
}

output "key_policy" {
  description = "The statements that a customer managed key needs in its policy, as JSON. Without a key, nothing to do."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "ClarionEvents"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}

output "prerequisite" {
  description = "What must be there besides."
  value       = "A trail with logging on must exist in this Region (a multi-Region or organization trail counts): without one, no event comes."
}
