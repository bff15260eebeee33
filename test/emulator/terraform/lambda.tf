resource "aws_cloudwatch_log_group" "echo" {
  name              = "/aws/lambda/echo"
  retention_in_days = 14
  tags              = { team = "security" }
}

resource "aws_iam_role" "echo" {
  name               = "echo"
  assume_role_policy = data.aws_iam_policy_document.trust["lambda"].json
}

# A zip of one file: exports.handler = async ({ say }) => ({ said: say });
resource "aws_s3_object" "echo" {
  bucket         = aws_s3_bucket.logs.id
  key            = "echo.zip"
  content_base64 = "UEsDBBQAAAAAAAAAIQD4G+eiNgAAADYAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoeyBzYXkgfSkgPT4gKHsgc2FpZDogc2F5IH0pOwpQSwECFAMUAAAAAAAAACEA+BvnojYAAAA2AAAACAAAAAAAAAAAAAAAgAEAAAAAaW5kZXguanNQSwUGAAAAAAEAAQA2AAAAXAAAAAAA"
}

resource "aws_lambda_function" "echo" {
  function_name = "echo"
  role          = aws_iam_role.echo.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  s3_bucket     = aws_s3_object.echo.bucket
  s3_key        = aws_s3_object.echo.key
  timeout       = 60
  tags          = { team = "security" }

  environment {
    variables = { LEVEL = "info" }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.echo.name
  }
}

resource "aws_lambda_permission" "echo" {
  statement_id  = "s3"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.echo.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.logs.arn
}

resource "aws_lambda_invocation" "echo" {
  function_name   = aws_lambda_function.echo.function_name
  input           = jsonencode({ say = "hello" })
  lifecycle_scope = "CRUD"
}

output "said" {
  value = jsondecode(aws_lambda_invocation.echo.result).said
}
