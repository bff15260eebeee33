#!/bin/sh
# CloudTrail events of one account and Region, with CloudFormation.
#
#   ./deploy.sh                              shows the topic's ARN: paste it into Clarion
#   ./deploy.sh WebhookUrl=https://...       subscribes the webhook that Clarion shows
set -eu
cd "$(dirname "$0")"

aws cloudformation deploy --stack-name clarion --template-file ../../cloudformation/cloudtrail-events.template.yaml \
  ${1:+--parameter-overrides "$@"}

aws cloudformation describe-stacks --stack-name clarion --query "Stacks[0].Outputs[?OutputKey=='TopicArn'].OutputValue" --output text
