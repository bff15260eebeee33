# What a receiver of your own needs in an account, with Terraform: a topic, the role that it runs with, and a role by which it may read.
#
#   terraform apply                                    shows the topic's ARN, for start.sh
#   terraform apply -var webhook_url=https://...       subscribes the webhook that start.sh shows

provider "aws" {
  region = "us-east-1"
}

variable "webhook_url" {
  type      = string
  default   = null
  sensitive = true
}

module "cloudtrail_events" {
  source      = "../../terraform/cloudtrail-events"
  webhook_url = var.webhook_url
}

module "receiver_role" {
  source           = "../../terraform/receiver-role"
  trusted_service  = "ecs-tasks.amazonaws.com"
  topic_arns       = [module.cloudtrail_events.topic_arn]
  assume_role_arns = [module.integration_role.role_arn]
}

# Trusts the receiver's role, and nobody else.
module "integration_role" {
  source        = "../../terraform/integration-role"
  principal_arn = module.receiver_role.role_arn
  external_id   = "my-receiver"
}

output "topic_arn" {
  value = module.cloudtrail_events.topic_arn
}

output "receiver_role_arn" {
  value = module.receiver_role.role_arn
}

output "integration_role_arn" {
  value = module.integration_role.role_arn
}
