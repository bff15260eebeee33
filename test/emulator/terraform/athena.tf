resource "aws_athena_workgroup" "in_a_bucket" {
  name          = "in-a-bucket"
  description   = "Results that lie in a bucket"
  force_destroy = true
  tags          = { team = "security" }

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = 104857600

    result_configuration {
      output_location = "s3://${aws_s3_bucket.logs.bucket}/athena/"
    }
  }
}

# The provider has no argument for results that Athena manages, but CloudFormation has.
resource "aws_cloudformation_stack" "managed_results" {
  name       = "managed-results"
  parameters = { Cutoff = "104857600" }
  template_body = jsonencode({
    Parameters = { Cutoff = { Type = "Number" } }
    Resources = {
      WorkGroup = {
        Type = "AWS::Athena::WorkGroup"
        Properties = {
          Name = "managed-results"
          WorkGroupConfiguration = {
            BytesScannedCutoffPerQuery       = { Ref = "Cutoff" }
            EnforceWorkGroupConfiguration    = true
            ManagedQueryResultsConfiguration = { Enabled = true }
          }
        }
      }
    }
    Outputs = { Name = { Value = { Ref = "WorkGroup" } } }
  })
}

output "managed_results" {
  value = aws_cloudformation_stack.managed_results.outputs["Name"]
}
