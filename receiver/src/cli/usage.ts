/** What `--help` prints. */
export const USAGE = `clarion-receiver: takes AWS SNS webhooks, proves and stores them, and turns them into signals

Usage
  clarion-receiver start
  clarion-receiver apply [--dry-run [--exit-code]] [--prune] [--no-connect] [--json] FILE|-
  clarion-receiver workspace show [--json]
  clarion-receiver workspace set [--permission-group GROUP]... [--external-id ID | --generate-external-id]
  clarion-receiver webhook create [--name NAME] [--json]
  clarion-receiver webhook list [--json]
  clarion-receiver webhook revoke NAME
  clarion-receiver monitor list [--json]
  clarion-receiver monitor show [--json] NAME
  clarion-receiver monitor add-topic --monitor NAME [--kind KIND] [--minimum-signature-version 1|2] TOPIC-ARN
  clarion-receiver monitor set [--kind KIND] [--minimum-signature-version 1|2] [--topic ARN]... [--detail-type TYPE]...
                   [--event-source NAME]... [--exclude-event-source NAME]... [--event-name NAME]... [--exclude-event-name NAME]...
                   [--account-id ID|*]... [--bucket bucket=NAME,prefix=PREFIX,accountId=ID]... [--reset SETTING]... NAME
  clarion-receiver monitor remove NAME
  clarion-receiver account add --role-arn ARN [--external-id ID | --generate-external-id] [--primary] ID
  clarion-receiver account list [--json]
  clarion-receiver account connect ID
  clarion-receiver account primary ID
  clarion-receiver account external-id [--external-id ID | --generate-external-id | --workspace] ID
  clarion-receiver account remove ID
  clarion-receiver jobs list [--state waiting|running|dead] [--kind file|message|record] [--limit N] [--json]
  clarion-receiver jobs redrive ID... | --kind KIND | --all
  clarion-receiver jobs discard ID...
  clarion-receiver signals [--account ID] [--source SOURCE] [--event-name NAME] [--from TIME] [--to TIME] [--limit N]
                   [--json] [--format signal|ocsf]
  clarion-receiver redrive --queue URL [--limit N] [--unverified-eventbridge] [--json]
  clarion-receiver --help | -h | --version

Configuration: CLARION_CONFIG (a JSON file), and over it CLARION_HOST, CLARION_PORT, CLARION_DATABASE,
CLARION_PUBLIC_URL, CLARION_API_TOKEN, CLARION_METRICS_TOKEN, CLARION_LOG_LEVEL. Options and defaults are in the README.
`;
