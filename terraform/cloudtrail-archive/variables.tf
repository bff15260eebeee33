# Generated from the CloudTrailArchive construct. Change it there, then run "npm run generate".

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

variable "bucket_name" {
  description = "The name of the bucket that the trail writes to: one of this account, in this Region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket is given by its name."
  }
}

variable "prefix" {
  description = "The start of the log files' keys, with a slash at the end: AWSLogs/111122223333/CloudTrail/ for one account, AWSLogs/o-a1b2c3d4e5/ for an organization, o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/ for Control Tower; before it, the trail's own prefix. AWSLogs/ matches nothing under Control Tower, whose keys begin with the organization's id; elsewhere it announces the files of AWS Config too. Give the prefix of the trail."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9_.-]+/)+$", var.prefix))
    error_message = "A prefix is the start of the log files' keys, whole folders of letters, digits and _.-, with a slash at the end."
  }

  validation {
    condition     = length(var.prefix) >= 2 && length(var.prefix) <= 1024
    error_message = "A prefix is the start of the log files' keys, whole folders of letters, digits and _.-, with a slash at the end."
  }
}

variable "notification" {
  description = "How the bucket comes to notify the topic. merge: a function adds one entry, keeps all others, and takes that one away in the end. replace: it writes that entry alone. existing-topic: subscribes to the topic that the bucket notifies already. manual: changes nothing of the bucket, and shows what to add."
  type        = string
  default     = "manual"
  nullable    = false

  validation {
    condition     = contains(["merge", "replace", "existing-topic", "manual"], var.notification)
    error_message = "A notification is one of merge, replace, existing-topic and manual."
  }
}

variable "replace_all_notifications" {
  description = "Needed for replace. It removes all other notifications of the bucket, those for queues, functions and EventBridge too."
  type        = bool
  default     = false
  nullable    = false
}

variable "existing_topic_arn" {
  description = "The topic that the bucket notifies already, for existing-topic: one of this account and Region. Terraform must know it when it plans: write the ARN, not an attribute of a resource."
  type        = string
  default     = null

  validation {
    condition     = var.existing_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.existing_topic_arn))
    error_message = "An existing topic is given by the ARN of a Standard topic."
  }
}

variable "role_name" {
  description = "The role that Clarion reads the log files with, by its name. It must be there, in this account."
  type        = string
  default     = "ClarionIntegrationRole"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "A role name is 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "attach_read_policy" {
  description = "Whether to attach a policy to the role, so that it may read the log files."
  type        = bool
  default     = true
  nullable    = false
}

variable "bucket_key_arn" {
  description = "The key of a bucket with SSE-KMS, by its ARN. The role may use it through S3. Its policy must hold the statement of the bucket key policy output, unless it leaves the matter to IAM."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.bucket_key_arn))
    error_message = "A key is given by the ARN of the key itself, not of an alias."
  }
}

variable "delivery_alarms" {
  description = "Whether to make alarms on failed deliveries and on waiting dead letters (two, about 0.10 $ a month each)."
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
  description = "The name of the topic, which makes its ARN known before anything is made. By default the prefix with -cloudtrail-s3."
  type        = string
  default     = null

  validation {
    condition     = var.topic_name == null || can(regex("^[A-Za-z0-9_-]{1,230}$", var.topic_name))
    error_message = "A topic name is 1 to 230 letters, digits, hyphens and underscores."
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
