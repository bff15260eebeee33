# Generated from the ClarionOrganization construct. Change it there, then run "npm run generate".

variable "organizational_unit_ids" {
  description = "The organizational units whose accounts are served, with the units below them: by their ids, or all by the id of the root. The management account is served besides."
  type        = list(string)
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.organizational_unit_ids : can(regex("^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$", each))
    ])
    error_message = "Organizational units are given by their ids, or all by that of the root, and at least one."
  }

  validation {
    condition     = length(var.organizational_unit_ids) >= 1
    error_message = "Organizational units are given by their ids, or all by that of the root, and at least one."
  }
}

variable "regions" {
  description = "The Regions that are watched: those that are used, and those where sign-ins and the events of global services arrive, which are the default in AWS. In AWS GovCloud (US), give its own. Each must be turned on in every account."
  type        = list(string)
  default     = ["us-east-1", "us-east-2", "us-west-2", "eu-north-1", "ap-southeast-2"]
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.regions : (can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", each)) && !can(regex("^cn-", each)))
    ])
    error_message = "A Region is given by its name. StackSets deploy to organizations of AWS and of AWS GovCloud (US), not of AWS China."
  }
}

variable "delegated_administrator" {
  description = "Whether this is an account that the organization has registered as a delegated administrator of StackSets, and not the management account, which is then not served."
  type        = bool
  default     = false
  nullable    = false
}

variable "principal_arn" {
  description = "Who may assume the role, as Clarion shows it: the ARN of an account, role or user, or an account ID. Where Clarion makes a role or user anew, the trust ends until it is written again."
  type        = string
  nullable    = false

  validation {
    condition = can(regex(
      "^([0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9_+=,.@/-]+))$",
      var.principal_arn
    ))
    error_message = "A trusted principal is the ARN of an account, role or user, or an account ID of 12 digits."
  }
}

variable "external_id" {
  description = "What the principal must say, as Clarion shows it. No secret, but nobody else has it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]+$", var.external_id))
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }

  validation {
    condition     = length(var.external_id) >= 2 && length(var.external_id) <= 1224
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }
}

variable "previous_external_ids" {
  description = "The external IDs before the last change, taken too until Clarion uses the new one. Then leave them out again. None may have a comma."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for each in var.previous_external_ids : (can(regex("^[A-Za-z0-9_+=,.@:/-]+$", each)) && !can(regex(",", each)))
    ])
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }
}

variable "allow_session_tags" {
  description = "Whether the principal may tag its sessions."
  type        = bool
  default     = false
  nullable    = false
}

variable "account_external_ids" {
  description = "External IDs of single accounts, by account ID, or by management for the management account; 50 accounts at most. When an account is given one, or loses it, its role is made anew."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for each in values(var.account_external_ids) : can(regex("^[A-Za-z0-9_+=,.@:/-]+$", each))])
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }

  validation {
    condition     = alltrue([for each in keys(var.account_external_ids) : can(regex("^([0-9]{12}|management)$", each))])
    error_message = "External IDs of accounts are given by account ID, or by management, for at most 50 accounts."
  }

  validation {
    condition     = length(var.account_external_ids) <= 50
    error_message = "External IDs of accounts are given by account ID, or by management, for at most 50 accounts."
  }
}

variable "previous_account_external_ids" {
  description = "The external IDs of those accounts before the last change, taken too until Clarion uses the new ones."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for each in values(var.previous_account_external_ids) : (can(regex("^[A-Za-z0-9_+=,.@:/-]+$", each)) && !can(regex(",", each)))
    ])
    error_message = "An external ID is 2 to 1,224 letters, digits and _+=,.@:/-."
  }

  validation {
    condition     = alltrue([for each in keys(var.previous_account_external_ids) : can(regex("^([0-9]{12}|management)$", each))])
    error_message = "External IDs of accounts are given by account ID, or by management, for at most 50 accounts."
  }
}

variable "strict_external_ids" {
  description = "Whether accounts that join later are given no role by themselves, since they could only be given the common external ID. In Terraform, decide once: the provider cannot change it while there are stacks."
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

variable "hub_bus_arn" {
  description = "The event bus of a hub that is there already, by its ARN. By default a hub is made here, for the organization."
  type        = string
  default     = null

  validation {
    condition     = var.hub_bus_arn == null || (can(regex("^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._-]{1,256}$", var.hub_bus_arn)) && !can(regex(":event-bus/default$", var.hub_bus_arn)))
    error_message = "A hub is given by the ARN of an event bus of its own, not of a default bus."
  }
}

variable "organization_id" {
  description = "The organization whose accounts may send to the hub that is made here, by its id."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "An organization is given by its id."
  }
}

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
  description = "Whether to make alarms on failed deliveries and on waiting dead letters (three for the hub, about 0.10 $ a month each)."
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

variable "spoke_alarms" {
  description = "Whether each spoke has an alarm on waiting dead letters: about 0.10 $ a month, times accounts, times Regions."
  type        = bool
  default     = false
  nullable    = false
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
  description = "Whether a role of this name is there already, in every account. It is then given the policies; nothing else of it is changed, nor is it deleted. Its trust is yours to write. Switched on later, it deletes the roles that were made here."
  type        = bool
  default     = false
  nullable    = false
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

variable "failure_tolerance_percentage" {
  description = "In how many accounts of a hundred, by Region, a stack may fail before no more are tried. Some may be denied by policy."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = can(regex("^([0-9]|[1-9][0-9]|100)$", var.failure_tolerance_percentage))
    error_message = "A failure tolerance is a whole number from 0 to 100."
  }
}

variable "retain_stacks" {
  description = "Whether the role and the spokes stay in an account that leaves the organizational units, with the access that they give. In Terraform, decide once: the provider cannot change it while there are stacks."
  type        = bool
  default     = false
  nullable    = false
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
  description = "The name of the topic, which makes its ARN known before anything is made. By default the prefix with -hub."
  type        = string
  default     = null

  validation {
    condition     = var.topic_name == null || can(regex("^[A-Za-z0-9_-]{1,230}$", var.topic_name))
    error_message = "A topic name is 1 to 230 letters, digits, hyphens and underscores."
  }
}

variable "bus_name" {
  description = "The name of the event bus, which makes its ARN known before anything is made. By default the prefix with -hub. Changing it replaces the bus, and each spoke must be given the new ARN."
  type        = string
  default     = null

  validation {
    condition     = var.bus_name == null || (can(regex("^[A-Za-z0-9._-]{1,256}$", var.bus_name)) && !can(regex("^default$", var.bus_name)))
    error_message = "A bus name is 1 to 256 letters, digits, dots, hyphens and underscores, and not default."
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
