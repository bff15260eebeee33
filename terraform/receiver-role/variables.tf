# Generated from the ReceiverRole construct. Change it there, then run "npm run generate".

variable "trusted_service" {
  description = "The service that gives the receiver the role: ecs-tasks.amazonaws.com, lambda.amazonaws.com or ec2.amazonaws.com."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(ecs-tasks|lambda|ec2)[.]amazonaws[.]com$", var.trusted_service))
    error_message = "A receiver runs on ECS, Lambda or EC2."
  }
}

variable "topic_arns" {
  description = "The topics whose subscriptions the receiver confirms. Full ARNs, without wildcards."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for each in var.topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", each))])
    error_message = "A receiver is given the full ARNs of what it may use, without wildcards, and a topic at least."
  }
}

variable "assume_role_arns" {
  description = "The roles that the receiver may assume. Full ARNs, without wildcards."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.assume_role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", each))
    ])
    error_message = "A receiver is given the full ARNs of what it may use, without wildcards, and a topic at least."
  }
}

variable "dead_letter_queue_arns" {
  description = "The dead-letter queues that the receiver may empty. Full ARNs, without wildcards."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.dead_letter_queue_arns : can(regex("^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", each))
    ])
    error_message = "A receiver is given the full ARNs of what it may use, without wildcards, and a topic at least."
  }
}

variable "queue_key_arns" {
  description = "The keys of those queues, where they have any. Full ARNs, without wildcards."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.queue_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", each))
    ])
    error_message = "A receiver is given the full ARNs of what it may use, without wildcards, and a topic at least."
  }
}

variable "role_name" {
  description = "The name of the role. The roles that it assumes know it by its ARN, so changing it, or replacing the role, ends their trust."
  type        = string
  default     = "ClarionReceiverRole"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "A role name is 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "permissions_boundary_arn" {
  description = "A permissions boundary for every role that is made, by the ARN of the policy."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "A permissions boundary is given by the ARN of a policy."
  }
}

variable "path" {
  description = "The path of every role that is made. Changing it replaces the role, which CloudFormation does only under another name."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-~]{1,510}/)?$", var.path))
    error_message = "A path starts and ends with a slash."
  }
}

variable "tags" {
  description = "Tags for everything that can have them."
  type        = map(string)
  default     = {}
  nullable    = false
}
