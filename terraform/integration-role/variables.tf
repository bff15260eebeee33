# Generated from the IntegrationRole construct. Change it there, then run "npm run generate".

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
