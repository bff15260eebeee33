variable "organizational_unit_id" {
  type = string
}

variable "member_account_ids" {
  type = list(string)
}
