#!/bin/sh
# Everything for one account and Region, with CloudFormation and a file of parameters.
#
#   ./deploy.sh BUCKET                              shows what to paste into Clarion
#   ./deploy.sh BUCKET WebhookUrl=https://...       subscribes the webhook that Clarion shows
#
# BUCKET is one of yours in this Region: CloudFormation reads the template there, which is too large to be sent to it.
set -euf
cd "$(dirname "$0")"
bucket=$1
shift

# shellcheck disable=SC2046
aws cloudformation deploy --stack-name clarion --template-file ../../cloudformation/account.template.yaml --s3-bucket "$bucket" \
  --capabilities CAPABILITY_NAMED_IAM --parameter-overrides $(grep -v '^#' parameters.txt) "$@"

aws cloudformation describe-stacks --stack-name clarion --query "Stacks[0].Outputs[?OutputKey=='Clarion'].OutputValue" --output text
