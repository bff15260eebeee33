#!/bin/sh
# A receiver of your own: makes its webhook at the first start, trusts one topic, and listens.
#
#   CLARION_PUBLIC_URL=https://hooks.example.com ./start.sh arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail
set -eu
PATH="$(dirname "$0")/../../node_modules/.bin:$PATH"

clarion-receiver webhook list | grep -qw default || clarion-receiver webhook create
clarion-receiver monitor add-topic --monitor cloudtrail "$1"
exec clarion-receiver start
