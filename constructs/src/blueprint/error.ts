/** Every mistake that the blueprint refuses, by its stable code, with the rule. Codes are public API; README.md lists the same ones. */
export const ERRORS = {
  'webhook-url-invalid': 'a webhook URL is https, with a public host name, without user, fragment or space',
  'previous-webhook-url-alone': 'a previous webhook URL is kept beside a new one, and differs from it',
  'name-prefix-invalid': 'a name prefix is 1 to 20 letters, digits and hyphens, and starts with a letter',
  'topic-name-invalid': 'a topic name is 1 to 230 letters, digits, hyphens and underscores',
  'topic-arn-invalid': 'an existing topic is given by the ARN of a Standard topic',
  'signature-version-invalid': 'a signature version is 1 or 2',
  'key-arn-invalid': 'a key is given by the ARN of the key itself, not of an alias',
  'alarm-actions-invalid': 'alarm actions are at most five ARNs',
  'alarm-action-is-own-topic': 'an alarm on the delivery of a topic does not notify that topic',
  'role-arn-invalid': 'a role to exclude is given by its full IAM role ARN, without wildcards',
  'path-invalid': 'a path starts and ends with a slash',
  'boundary-invalid': 'a permissions boundary is given by the ARN of a policy',
  'event-pattern-too-long': 'the roles to exclude fit into an event pattern of 2,048 characters, which is about ten',
  'minimum-severity-invalid': 'a minimum severity is a number from 1 to 10',
  'findings-bus-name-invalid':
    'a bus for findings has a name of 1 to 64 letters, digits, dots, hyphens and underscores, which is not default',
  'bus-name-alone': 'a bus is named where it is made',
  'topic-options-twice': 'a topic that is shared, or is there already, brings its own name and signature version',
  'publisher-not-admitted': 'a topic that is shared must admit the service that publishes to it',
  'region-unknown': 'a Region is one of AWS, of AWS China or of AWS GovCloud (US)',
  'template-url-invalid': 'a template is given by the https URL of its object in S3',
  'template-partition-differs': 'a template lies in the partition of the Region that it is for',
  'stack-name-invalid': 'a stack name is 1 to 128 letters, digits and hyphens, and starts with a letter',
  'link-parameter-invalid': "a link's parameter has a name of letters and digits, and a value of whole characters",
  'link-too-long': 'a quick-create link is at most 3,000 characters',
  'role-without-trust': 'a role for agent tools needs a principal and an external ID',
  'principal-invalid': 'a trusted principal is the ARN of an account, role or user, or an account ID of 12 digits',
  'external-id-invalid': 'an external ID is 2 to 1,224 letters, digits and _+=,.@:/-',
  'external-id-twice': 'a previous external ID differs from the new one, and from the others',
  'receiver-policy-too-long':
    "what a receiver may use fits into its role's inline policy of 10,240 characters, which is about 150 ARNs",
  'trust-policy-too-long': 'a trust policy has at most 2,048 characters',
  'role-name-invalid': 'a role name is 1 to 64 letters, digits and _+=,.@-',
  'session-duration-invalid': 'a session lasts 3,600 to 43,200 seconds',
  'permission-group-unknown': 'permission groups are chosen by their ids',
  'workgroup-name-invalid': 'a workgroup name is 1 to 100 letters, digits and ._-',
  'athena-buckets-invalid': 'at most 20 buckets are read through Athena, each by its ARN',
  'resource-arn-invalid': 'a receiver is given the full ARNs of what it may use, without wildcards, and a topic at least',
  'trusted-service-unknown': 'a receiver runs on ECS, Lambda or EC2',
  'regions-of-two-partitions': 'spokes are in Regions of one partition',
  'hub-admits-one': 'a hub takes events from the spokes of one organization, or of listed accounts',
  'organization-id-invalid': 'an organization is given by its id',
  'account-id-invalid': 'an account is given by its id of 12 digits',
  'bus-policy-too-long': 'the listed accounts fit into a bus policy of 10,240 characters, which is about six hundred',
  'third-bus': 'EventBridge drops an event at the third bus, so findings go to a bus of their own or to a hub, and not to both',
  'bus-arn-invalid': 'a hub is given by the ARN of an event bus of its own, not of a default bus',
  'bus-name-invalid': 'a bus name is 1 to 256 letters, digits, dots, hyphens and underscores, and not default',
  'bucket-name-invalid': 'a bucket is given by its name',
  'archive-prefix-invalid':
    "a prefix is the start of the log files' keys, whole folders of letters, digits and _.-, with a slash at the end",
  'notification-unknown': 'a notification is one of merge, replace, existing-topic and manual',
  'replace-not-confirmed': 'replace removes all other notifications of a bucket, so replaceAllNotifications must say so too',
  'existing-topic-differs': 'a topic that is there already is given with the notification existing-topic, and only then',
  'organizational-units-invalid': 'organizational units are given by their ids, or all by that of the root, and at least one',
  'account-external-ids-invalid': 'external IDs of accounts are given by account ID, or by management, for at most 50 accounts',
  'failure-tolerance-invalid': 'a failure tolerance is a whole number from 0 to 100',
  'organization-in-china': 'StackSets deploy to organizations of AWS and of AWS GovCloud (US), not of AWS China',
} as const;

/** The stable name of a mistake. */
export type BlueprintErrorCode = keyof typeof ERRORS;

/** An option that AWS would refuse later, or take and stay silent. The message says the rule, what was given, and the cure. */
export class BlueprintError extends Error {
  public override readonly name = 'BlueprintError';

  public constructor(
    public readonly code: BlueprintErrorCode,
    got: string,
    cure: string,
  ) {
    super(`${code}: ${ERRORS[code]}, got: ${got}. ${cure}`);
  }
}
