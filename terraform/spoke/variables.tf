# Generated from the ClarionSpoke construct. Change it there, then run "npm run generate".

variable "hub_bus_arn" {
  description = "The hub's event bus, by its ARN. It may be in any account and Region."
  type        = string
  nullable    = false

  validation {
    condition     = (can(regex("^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._-]{1,256}$", var.hub_bus_arn)) && !can(regex(":event-bus/default$", var.hub_bus_arn)))
    error_message = "A hub is given by the ARN of an event bus of its own, not of a default bus."
  }
}

variable "name_prefix" {
  description = "Starts the names of what is made, and is the same as the hub's, which lets in no other. Changing it replaces all that is made."
  type        = string
  default     = "clarion"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,19}$", var.name_prefix))
    error_message = "A name prefix is 1 to 20 letters, digits and hyphens, and starts with a letter."
  }
}

variable "read_only_events" {
  description = "Whether to send read-only management events too (List, Get, Describe): many times the volume, and the cost."
  type        = bool
  default     = false
  nullable    = false
}

variable "include_insights" {
  description = "Whether to send Insight events. The trail must have Insights on."
  type        = bool
  default     = false
  nullable    = false
}

variable "include_data_events" {
  description = "Whether to send the data events that the trail logs, except those of SNS, SQS and EventBridge, which sending causes itself."
  type        = bool
  default     = false
  nullable    = false
}

variable "guard_duty" {
  description = "Whether to send GuardDuty findings."
  type        = bool
  default     = true
  nullable    = false
}

variable "all_alarms" {
  description = "Whether to send the state changes of every CloudWatch alarm. Its messages have EventBridge's shape, which Clarion may not read: the setup guide knows only those that an alarm sends itself."
  type        = bool
  default     = false
  nullable    = false
}

variable "guard_duty_account_id" {
  description = "The account that GuardDuty's findings are sent from: the delegated administrator of an organization, where those of all members arrive. By default each account's own are sent, and so those of members twice. Terraform must know it when it plans: write the id."
  type        = string
  default     = null

  validation {
    condition     = var.guard_duty_account_id == null || can(regex("^[0-9]{12}$", var.guard_duty_account_id))
    error_message = "An account is given by its id of 12 digits."
  }
}

variable "exclude_role_arns" {
  description = "Roles whose sessions are not sent, by ARN. This hides their misuse too. About ten at most."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.exclude_role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", each))
    ])
    error_message = "A role to exclude is given by its full IAM role ARN, without wildcards."
  }

  validation {
    condition     = length(jsonencode(var.exclude_role_arns)) <= 711
    error_message = "The roles to exclude fit into an event pattern of 2,048 characters, which is about ten."
  }
}

variable "delivery_alarms" {
  description = "Whether to make an alarm on waiting dead letters: about 0.10 $ a month, times accounts, times Regions."
  type        = bool
  default     = false
  nullable    = false
}

variable "alarm_actions" {
  description = "Whom those alarms notify, by ARN. Not a Clarion topic, which is what they watch."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.alarm_actions : can(regex("^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]{0,12}:[^ ]+$", each))
    ])
    error_message = "Alarm actions are at most five ARNs."
  }

  validation {
    condition     = length(var.alarm_actions) <= 5
    error_message = "Alarm actions are at most five ARNs."
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

variable "kms_key_arn" {
  description = "A customer managed key of this Region for the dead-letter queue. Its policy must hold the statements of the key policy output."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "A key is given by the ARN of the key itself, not of an alias."
  }
}

variable "tags" {
  description = "Tags for everything that can have them."
  type        = map(string)
  default     = {}
  nullable    = false
}
