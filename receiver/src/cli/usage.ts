/** What `--help` prints. */
export const USAGE = `clarion-receiver: takes AWS SNS webhooks, proves and stores them, and turns them into signals

Usage
  clarion-receiver start
  clarion-receiver webhook create [--name NAME]
  clarion-receiver webhook list
  clarion-receiver monitor add-topic --monitor NAME [--minimum-signature-version 1|2] TOPIC-ARN
  clarion-receiver monitor list
  clarion-receiver signals [--account ID] [--source SOURCE] [--event-name NAME] [--from TIME] [--to TIME] [--limit N]
                   [--json] [--format signal|ocsf]
  clarion-receiver --help | -h | --version

Configuration: CLARION_CONFIG (a JSON file), and over it CLARION_HOST, CLARION_PORT, CLARION_DATABASE,
CLARION_PUBLIC_URL, CLARION_API_TOKEN, CLARION_LOG_LEVEL. Options and defaults are in the README.
`;
