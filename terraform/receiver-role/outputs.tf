# Generated from the ReceiverRole construct. Change it there, then run "npm run generate".

output "role_arn" {
  description = "Give this as the principal to each integration role that the receiver assumes."
  value       = aws_iam_role.role.arn
}

output "role_name" {
  description = "The name of the role."
  value       = aws_iam_role.role.name
}
