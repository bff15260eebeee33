# Generated from the ClarionAccount construct. Change it there, then run "npm run generate".

output "cloud_trail_topic_arn" {
  description = "For Clarion's CloudTrail monitor."
  value       = var.cloud_trail_events ? module.cloudtrail_events[0].topic_arn : null
}

output "cloud_watch_topic_arn" {
  description = "For Clarion's CloudWatch monitor."
  value       = var.cloud_watch_alarms ? module.cloudwatch_alarms[0].topic_arn : null
}

output "clarion" {
  description = "All that is pasted into Clarion, as JSON."
  value = jsonencode({
    topicArns = {
      cloudtrail = var.cloud_trail_events ? module.cloudtrail_events[0].topic_arn : null
      cloudwatch = var.cloud_watch_alarms ? module.cloudwatch_alarms[0].topic_arn : null
    }
  })
}
