# Generated from the ClarionAccount construct. Change it there, then run "npm run generate".

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

variable "cloud_trail_events" {
  description = "Whether to send CloudTrail events through EventBridge."
  type        = bool
  default     = true
  nullable    = false
}

variable "cloud_watch_alarms" {
  description = "Whether to make a topic for CloudWatch alarms."
  type        = bool
  default     = true
  nullable    = false
}

variable "guard_duty_findings" {
  description = "Whether to send GuardDuty findings: in an organization, from the delegated administrator only."
  type        = bool
  default     = true
  nullable    = false
}

variable "cloud_trail_archive" {
  description = "Whether to announce CloudTrail's log files in a bucket of this account and Region, which needs the bucket's name and a prefix."
  type        = bool
  default     = false
  nullable    = false
}

variable "integration_role" {
  description = "Whether to make the role for agent tools, which needs a principal and an external ID."
  type        = bool
  default     = true
  nullable    = false
}

variable "one_topic" {
  description = "Whether all monitors share one topic, instead of one each. The log archive has its own."
  type        = bool
  default     = false
  nullable    = false
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
    condition     = length(jsonencode(var.exclude_role_arns)) <= 753
    error_message = "The roles to exclude fit into an event pattern of 2,048 characters, which is about ten."
  }
}

variable "archive_bucket_name" {
  description = "The name of the bucket that the trail writes to: one of this account, in this Region."
  type        = string
  default     = null

  validation {
    condition     = var.archive_bucket_name == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.archive_bucket_name))
    error_message = "A bucket is given by its name."
  }
}

variable "archive_prefix" {
  description = "The start of the log files' keys, with a slash at the end: AWSLogs/111122223333/CloudTrail/ for one account, AWSLogs/o-a1b2c3d4e5/ for an organization, o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/ for Control Tower; before it, the trail's own prefix. AWSLogs/ matches nothing under Control Tower, whose keys begin with the organization's id; elsewhere it announces the files of AWS Config too. Give the prefix of the trail."
  type        = string
  default     = null

  validation {
    condition     = var.archive_prefix == null || can(regex("^([A-Za-z0-9_.-]+/)+$", var.archive_prefix))
    error_message = "A prefix is the start of the log files' keys, whole folders of letters, digits and _.-, with a slash at the end."
  }

  validation {
    condition     = var.archive_prefix == null || (try(length(var.archive_prefix), 0) >= 2 && try(length(var.archive_prefix), 0) <= 1024)
    error_message = "A prefix is the start of the log files' keys, whole folders of letters, digits and _.-, with a slash at the end."
  }
}

variable "archive_notification" {
  description = "How the bucket comes to notify the topic. merge: a function adds one entry, keeps all others, and takes that one away in the end. replace: it writes that entry alone. existing-topic: subscribes to the topic that the bucket notifies already. manual: changes nothing of the bucket, and shows what to add."
  type        = string
  default     = "manual"
  nullable    = false

  validation {
    condition     = contains(["merge", "replace", "existing-topic", "manual"], var.archive_notification)
    error_message = "A notification is one of merge, replace, existing-topic and manual."
  }
}

variable "archive_replace_all_notifications" {
  description = "Needed for replace. It removes all other notifications of the bucket, those for queues, functions and EventBridge too."
  type        = bool
  default     = false
  nullable    = false
}

variable "archive_existing_topic_arn" {
  description = "The topic that the bucket notifies already, for existing-topic: one of this account and Region. Terraform must know it when it plans: write the ARN, not an attribute of a resource."
  type        = string
  default     = null

  validation {
    condition     = var.archive_existing_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.archive_existing_topic_arn))
    error_message = "An existing topic is given by the ARN of a Standard topic."
  }
}

variable "archive_attach_read_policy" {
  description = "Whether to attach a policy to the role, so that it may read the log files."
  type        = bool
  default     = true
  nullable    = false
}

variable "archive_bucket_key_arn" {
  description = "The key of a bucket with SSE-KMS, by its ARN. The role may use it through S3. Its policy must hold the statement of the bucket key policy output, unless it leaves the matter to IAM."
  type        = string
  default     = null

  validation {
    condition     = var.archive_bucket_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.archive_bucket_key_arn))
    error_message = "A key is given by the ARN of the key itself, not of an alias."
  }
}

variable "all_alarms" {
  description = "Whether to send every alarm of this account and Region, by an EventBridge rule and without an edit of any alarm. Its messages have EventBridge's shape, which Clarion may not read: the setup guide knows only those that an alarm sends itself."
  type        = bool
  default     = false
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

variable "principal_arn" {
  description = "Who may assume the role, as Clarion shows it: the ARN of an account, role or user, or an account ID. Where Clarion makes a role or user anew, the trust ends until it is written again."
  type        = string
  default     = null

  validation {
    condition = var.principal_arn == null || can(regex(
      "^([0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9_+=,.@/-]+))$",
      var.principal_arn
    ))
    error_message = "A trusted principal is the ARN of an account, role or user, or an account ID of 12 digits."
  }
}

variable "external_id" {
  description = "What the principal must say, as Clarion shows it. No secret, but nobody else has it."
  type        = string
  default     = null

  validation {
    condition     = var.external_id == null || can(regex("^[A-Za-z0-9_+=,.@:/-]+$", var.external_id))
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }

  validation {
    condition     = var.external_id == null || (try(length(var.external_id), 0) >= 2 && try(length(var.external_id), 0) <= 1224)
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }
}

variable "previous_external_ids" {
  description = "The external IDs before the last change, taken too until Clarion uses the new one. Then leave them out again. A template cannot take one that has a comma."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for each in var.previous_external_ids : can(regex("^[A-Za-z0-9_+=,.@:/-]+$", each))])
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }
}

variable "allow_session_tags" {
  description = "Whether the principal may tag its sessions."
  type        = bool
  default     = false
  nullable    = false
}

variable "permission_groups" {
  description = "What the role may do, by group: cloudtrail, cloudwatch, logs-insights, athena, route53, describe, alb-auth."
  type        = set(string)
  default     = ["cloudtrail", "cloudwatch", "route53"]
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.permission_groups : contains(
        ["cloudtrail", "cloudwatch", "logs-insights", "athena", "route53", "describe", "alb-auth"],
        each
      )
    ])
    error_message = "Permission groups are chosen by their ids."
  }
}

variable "athena_workgroup" {
  description = "The one workgroup that queries of the group athena run in."
  type        = string
  default     = "clarion"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,100}$", var.athena_workgroup))
    error_message = "A workgroup name is 1 to 100 letters, digits and ._-."
  }
}

variable "create_athena_workgroup" {
  description = "Whether to make that workgroup in this Region, with the group athena. It keeps results by itself for a day, and ends a query that would scan more than 100 GB."
  type        = bool
  default     = true
  nullable    = false
}

variable "athena_bucket_arns" {
  description = "The ARNs of the buckets that queries of the group athena may read, through Athena alone. Without any, queries find tables and read nothing. The keys of buckets with SSE-KMS are left to you."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.athena_bucket_arns : can(regex("^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", each))
    ])
    error_message = "At most 20 buckets are read through Athena, each by its ARN."
  }

  validation {
    condition     = length(var.athena_bucket_arns) <= 20
    error_message = "At most 20 buckets are read through Athena, each by its ARN."
  }
}

variable "role_name" {
  description = "The name of the role, by which Clarion knows it. Changing it replaces the role."
  type        = string
  default     = "ClarionIntegrationRole"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "A role name is 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "adopt" {
  description = "Whether a role of this name is there already. It is then given the policies; nothing else of it is changed, nor is it deleted. Its trust is yours to write: see the update trust command output. Switched on later, it deletes the role that was made here. With the group athena it can no longer write to S3, whoever else uses it."
  type        = bool
  default     = false
  nullable    = false
}

variable "home_region" {
  description = "The one Region where the role and its policies are made, so that the same stack can stand in many. Elsewhere only the ARN of the role is known, so one that is misspelt makes no role anywhere. By default, here."
  type        = string
  default     = null

  validation {
    condition     = var.home_region == null || can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", var.home_region))
    error_message = "A Region is one of AWS, of AWS China or of AWS GovCloud (US)."
  }
}

variable "max_session_duration" {
  description = "How long a session may last, in seconds: 3600 to 43200. A principal that is itself a role gets an hour at most."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition = can(regex(
      "^(3[6-9][0-9]{2}|[4-9][0-9]{3}|[1-3][0-9]{4}|4[0-2][0-9]{3}|43[01][0-9]{2}|43200)$",
      var.max_session_duration
    ))
    error_message = "A session lasts 3,600 to 43,200 seconds."
  }
}

variable "delivery_alarms" {
  description = "Whether to make alarms on failed deliveries and on waiting dead letters (two or three for each part, about 0.10 $ a month each)."
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
