# CloudTrail events of one account and Region, with Terraform.
#
#   terraform apply                                    shows the topic's ARN: paste it into Clarion
#   terraform apply -var webhook_url=https://...       subscribes the webhook that Clarion shows

provider "aws" {
  region = "us-east-1"
}

variable "webhook_url" {
  type      = string
  default   = null
  sensitive = true
}

module "clarion" {
  source      = "../../terraform/cloudtrail-events"
  webhook_url = var.webhook_url
}

output "topic_arn" {
  value = module.clarion.topic_arn
}
