resource "aws_sns_topic" "alarms" {
  name              = "alarms"
  signature_version = 2
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.alarms.arn }]
  })
}

resource "aws_cloudwatch_metric_alarm" "each" {
  for_each = toset(["one", "two"])

  alarm_name          = each.key
  namespace           = "AWS/SNS"
  metric_name         = "NumberOfNotificationsFailed"
  dimensions          = { TopicName = aws_sns_topic.alarms.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name        = "any"
  alarm_description = "One of two"
  alarm_rule        = join(" OR ", [for alarm in aws_cloudwatch_metric_alarm.each : "ALARM(${alarm.alarm_name})"])
  alarm_actions     = [aws_sns_topic.alarms.arn]
  ok_actions        = [aws_sns_topic.alarms.arn]
  tags              = { team = "security" }
}

resource "aws_cloudwatch_composite_alarm" "suppressed" {
  alarm_name = "suppressed"
  alarm_rule = "ALARM(${aws_cloudwatch_metric_alarm.each["one"].alarm_name})"

  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.each["two"].alarm_name
    extension_period = 10
    wait_period      = 20
  }
}
