import {
  ATHENA_BUCKETS,
  DEFAULT_PERMISSION_GROUPS,
  LOG_ARCHIVE,
  PERMISSION_GROUPS,
  type Condition,
  type Grant,
  type Group,
} from '../blueprint';

/** What stands in a page for what each account, bucket or key has of its own. */
const REFS = {
  partition: 'aws',
  accountId: 'ACCOUNT',
  athenaWorkgroup: 'WORKGROUP',
  bucketArns: ['arn:aws:s3:::BUCKET'],
  objectArns: ['arn:aws:s3:::BUCKET/*'],
  bucketArn: 'arn:aws:s3:::BUCKET',
  prefix: 'PREFIX',
  kmsKeyArn: 'arn:aws:kms:REGION:ACCOUNT:key/KEY',
  region: 'REGION',
  dnsSuffix: 'amazonaws.com',
};

/** Every action that a role of ours may be granted, where it holds, and why: what a customer reads before anything is attached. */
export const permissionsPage = (): string => `<!-- Generated from the blueprint. Change it there, then run "npm run generate". -->
# What each permission group grants

\`IntegrationRole\` gets one managed policy for each group that is chosen, by default ${DEFAULT_PERMISSION_GROUPS.map(code).join(', ')}. Each
action is read-only by AWS's own word, but for those that start and stop a query, and \`kms:Decrypt\`. A resource of \`*\` is one that IAM
scopes to nothing smaller, or in \`cloudwatch\` one without which composite alarms are left out. What shows secrets in clear text is in no
group: environment variables, user data, parameter values, webhook URLs. What stands in your logs, \`logs-insights\` and \`athena\` read.
The last group, \`log-archive\`, is attached to the role by \`CloudTrailArchive\`.

${Object.values(PERMISSION_GROUPS)
  .map((group) => section(group, group === PERMISSION_GROUPS.athena ? ATHENA_BUCKETS : []))
  .join('\n')}
${section(LOG_ARCHIVE)}`;

const code = (text: string) => `\`${text}\``;

function section<Refs>({ id, tool, grants }: Group<Refs>, whereGiven: readonly Grant<typeof REFS>[] = []): string {
  const more = whereGiven.map((each) => table(each, 'Where buckets are named: ')).join('\n');
  return `## ${id}

For ${tool.includes('_') ? code(tool) : tool}.

${(grants as readonly Grant<typeof REFS>[]).map((each) => table(each)).join('\n')}${more === '' ? '' : `\n${more}`}`;
}

function table({ sid, effect = 'Allow', actions, resources, conditions = () => [] }: Grant<typeof REFS>, before = ''): string {
  const scope = [...resources(REFS).map(code), ...conditions(REFS).map(clause)].join(', ');
  const rows = Object.entries(actions).map(([action, reason]) => `| ${code(action)} | ${reason} |\n`);
  return `${before}**${sid}** ${effect === 'Allow' ? 'on' : 'denies, on'} ${scope}

| ${effect === 'Allow' ? 'Action' : 'Denied'} | Why |
|---|---|
${rows.join('')}`;
}

const clause = ({ variable, value }: Condition): string => `where \`${variable}\` is \`${String(value)}\``;
