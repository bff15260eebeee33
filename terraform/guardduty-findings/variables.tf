# Generated from the GuardDutyFindings construct. Change it there, then run "npm run generate".

variable "webhook_url" {
  description = "The webhook URL that Clarion shows. Leave it out at first: register the topic ARN in Clarion, then give the URL. Its path is a secret. When it changes, give the one before as the previous webhook URL: without that, Terraform ends its subscription before the new one is confirmed, and CloudFormation leaves it subscribed."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition = var.webhook_url == null || can(regex(
      "^https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9](:[0-9]{1,5})?(/[A-Za-z0-9._~:/?@!$&()*+,;=%-]*)?$",
      var.webhook_url
    ))
    error_message = "The webhook URL is the one that Clarion shows: https, with a public host name, and without user, fragment or space."
  }
}

variable "previous_webhook_url" {
  description = "The URL before the last change, kept subscribed until Clarion has confirmed the new one. Then leave it out again."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition = var.previous_webhook_url == null || can(regex(
      "^https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9](:[0-9]{1,5})?(/[A-Za-z0-9._~:/?@!$&()*+,;=%-]*)?$",
      var.previous_webhook_url
    ))
    error_message = "The webhook URL is the one that Clarion shows: https, with a public host name, and without user, fragment or space."
  }
}

variable "subscribe" {
  description = "Whether to subscribe the webhook URL. Clarion confirms only a topic whose ARN it knows, so this can wait."
  type        = bool
  default     = true
  nullable    = false
}

variable "minimum_severity" {
  description = "The least severity of a finding that is sent, from 1 to 10: low begins at 1, medium at 4, high at 7, critical at 9. By default findings of every severity are sent."
  type        = number
  default     = null

  validation {
    condition     = var.minimum_severity == null || can(regex("^([1-9](\\.[0-9]+)?|10(\\.0+)?)$", var.minimum_severity))
    error_message = "A minimum severity is a number from 1 to 10."
  }
}

variable "custom_bus" {
  description = "Whether to take findings from an event bus of their own, to which a rule on the default bus forwards every finding. No rule on that bus may forward to a third one: EventBridge would drop the finding."
  type        = bool
  default     = false
  nullable    = false
}

variable "bus_name" {
  description = "The name of that bus, and of the rule that forwards to it. By default the prefix with -guardduty-bus. Changing it replaces both."
  type        = string
  default     = null

  validation {
    condition     = var.bus_name == null || (can(regex("^[A-Za-z0-9._-]{1,64}$", var.bus_name)) && !can(regex("^default$", var.bus_name)))
    error_message = "A bus for findings has a name of 1 to 64 letters, digits, dots, hyphens and underscores, which is not default."
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

variable "delivery_alarms" {
  description = "Whether to make alarms on failed deliveries and on waiting dead letters (three, about 0.10 $ a month each)."
  type        = bool
  default     = true
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

variable "name_prefix" {
  description = "Starts the names of what is made. Changing it replaces the topic, so Clarion must be given the new ARN, and in Terraform the dead-letter queues."
  type        = string
  default     = "clarion"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,19}$", var.name_prefix))
    error_message = "A name prefix is 1 to 20 letters, digits and hyphens, and starts with a letter."
  }
}

variable "topic_name" {
  description = "The name of the topic, which makes its ARN known before anything is made. By default the prefix with -guardduty."
  type        = string
  default     = null

  validation {
    condition     = var.topic_name == null || can(regex("^[A-Za-z0-9_-]{1,230}$", var.topic_name))
    error_message = "A topic name is 1 to 230 letters, digits, hyphens and underscores."
  }
}

variable "existing_topic_arn" {
  description = "A topic of this account and Region that is there already, instead of one that is made. Its owner adds the statements of the required policy output to its policy. Where several share it, give the webhook URL to one of them: SNS has one subscription for each URL, which would go with the first of them. Terraform must know it when it plans: write the ARN, not an attribute of a resource."
  type        = string
  default     = null

  validation {
    condition     = var.existing_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.existing_topic_arn))
    error_message = "An existing topic is given by the ARN of a Standard topic."
  }
}

variable "signature_version" {
  description = "How SNS signs: 2 is SHA-256, 1 is SHA-1 for a consumer that knows no other."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([2, 1], var.signature_version)
    error_message = "A signature version is 1 or 2."
  }
}

variable "kms_key_arn" {
  description = "A customer managed key for the topic and its queues. Its policy must hold the statements of the key policy output. Clarion says that it does not support encrypted topics."
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
