import { everything, inAccount, type AccountRefs, type Group } from './group';

/** Buckets carry neither Region nor account in their ARN. None of the actions on them reads an object. */
const buckets = ({ partition }: AccountRefs) => [`arn:${partition}:s3:::*`];
const identities = ({ partition, accountId }: AccountRefs) => [
  ...['role', 'user', 'group', 'policy', 'instance-profile', 'oidc-provider'].map(
    (type) => `arn:${partition}:iam::${accountId}:${type}/*`,
  ),
  `arn:${partition}:iam::aws:policy/*`,
];

/**
 * How things stand in the account, as whoever handles an incident asks. A written list, so that what AWS adds is not granted unread.
 *
 * Left out, since what they return may hold a secret, in clear text:
 * - `lambda:ListFunctions`, `GetFunction`, `GetFunctionConfiguration`: environment variables, and the code
 * - `ecs:DescribeTaskDefinition`, `DescribeTasks`: environment variables
 * - `ec2:DescribeInstanceAttribute`, `DescribeLaunchTemplateVersions`, `DescribeSpotFleetRequests`, `autoscaling:DescribeLaunchConfigurations`: user data
 * - `ec2:DescribeVpnConnections`: shared keys; `ec2:GetConsoleOutput`, `GetPasswordData`: what an instance printed, and its password
 * - `cloudformation:DescribeStacks`, `GetTemplate`: parameters and outputs
 * - `ssm:GetParameter*`, `ListCommands`, `secretsmanager:GetSecretValue`: values, and commands with theirs
 * - `sns:ListSubscriptions*`, `events:ListTargetsByRule`, `cloudfront:Get*`, `apigateway:GET`: webhook URLs, inputs, headers, API keys
 * - `config:GetResourceConfigHistory` and its like: all of these again, as AWS Config recorded them
 */
export const DESCRIBE: Group<AccountRefs> = {
  id: 'describe',
  tool: 'aws_describe',
  grants: [
    {
      sid: 'Compute',
      actions: {
        'ec2:DescribeInstances': 'shows an instance: its role, network and image',
        'ec2:DescribeInstanceStatus': 'shows whether an instance runs and is reachable',
        'ec2:DescribeIamInstanceProfileAssociations': 'shows which role an instance has',
        'ec2:DescribeImages': 'shows where an image comes from, and whether it is public',
        'ec2:DescribeSnapshots': 'shows copies of disks',
        'ec2:DescribeVolumes': 'shows disks, and whether they are encrypted',
        'ec2:DescribeKeyPairs': 'shows who could sign in to instances',
        'ec2:DescribeLaunchTemplates': 'shows which templates exist, not what is in them',
        'ec2:DescribeTags': 'shows to whom a resource belongs',
        'ec2:DescribeRegions': 'shows which Regions are in use',
        'autoscaling:DescribeAutoScalingGroups': 'shows what starts instances',
        'autoscaling:DescribeAutoScalingInstances': 'shows which group an instance belongs to',
      },
      resources: everything,
    },
    {
      sid: 'Network',
      actions: {
        'ec2:DescribeVpcs': 'shows networks',
        'ec2:DescribeSubnets': 'shows which network an address belongs to',
        'ec2:DescribeNetworkInterfaces': 'shows what stood behind an address',
        'ec2:DescribeAddresses': 'shows public addresses',
        'ec2:DescribeSecurityGroups': 'shows what may connect',
        'ec2:DescribeSecurityGroupRules': 'shows one rule of a security group',
        'ec2:DescribeNetworkAcls': 'shows what a subnet lets through',
        'ec2:DescribeRouteTables': 'shows where traffic goes',
        'ec2:DescribeInternetGateways': 'shows which networks face the internet',
        'ec2:DescribeNatGateways': 'shows under which address traffic leaves',
        'ec2:DescribeVpcEndpoints': 'shows which services are reached inside, and their policies',
        'ec2:DescribeVpcPeeringConnections': 'shows which networks are joined',
        'ec2:DescribeTransitGatewayAttachments': 'shows the same, across a transit gateway',
        'ec2:DescribeTrafficMirrorSessions': 'shows whether traffic is copied elsewhere',
        'ec2:DescribeFlowLogs': 'shows where traffic is logged',
        'elasticloadbalancing:DescribeLoadBalancers': 'shows load balancers',
        'elasticloadbalancing:DescribeListeners': 'shows what a load balancer answers',
        'elasticloadbalancing:DescribeTargetGroups': 'shows what stands behind it',
        'elasticloadbalancing:DescribeTargetHealth': 'shows which of that answers',
      },
      resources: everything,
    },
    {
      sid: 'Identities',
      actions: {
        'iam:GetAccountSummary': 'shows whether the root user has keys and MFA',
        'iam:GetAccountPasswordPolicy': 'shows what passwords must be',
        'iam:ListAccountAliases': "shows the account's name for sign-ins",
        'iam:ListUsers': 'lists users',
        'iam:ListRoles': 'lists roles, and whom they trust',
        'iam:ListPolicies': 'lists policies',
        'iam:ListOpenIDConnectProviders': 'lists who vouches for others, by OpenID Connect',
        'iam:ListSAMLProviders': 'lists who vouches for others, by SAML',
      },
      resources: everything,
    },
    {
      sid: 'IdentityDetails',
      actions: {
        'iam:GetUser': 'shows when a user was made, and last signed in',
        'iam:GetLoginProfile': 'shows whether a user has a password',
        'iam:ListMFADevices': "shows a user's second factors",
        'iam:ListAccessKeys': "shows a user's keys, not their secrets",
        'iam:GetAccessKeyLastUsed': 'shows when and where a key was used',
        'iam:ListGroupsForUser': "shows a user's groups",
        'iam:GetGroup': "shows a group's users",
        'iam:GetRole': 'shows whom a role trusts, and when it was used',
        'iam:GetInstanceProfile': 'shows which role a profile gives',
        'iam:GetOpenIDConnectProvider': 'shows for whom a provider vouches',
        'iam:ListAttachedUserPolicies': 'shows what a user may do',
        'iam:ListAttachedRolePolicies': 'shows what a role may do',
        'iam:ListAttachedGroupPolicies': 'shows what a group may do',
        'iam:ListUserPolicies': 'lists what a user may do beside that',
        'iam:ListRolePolicies': 'lists what a role may do beside that',
        'iam:ListGroupPolicies': 'lists what a group may do beside that',
        'iam:GetUserPolicy': 'reads it',
        'iam:GetRolePolicy': 'reads it',
        'iam:GetGroupPolicy': 'reads it',
        'iam:GetPolicy': 'shows which version of a policy holds',
        'iam:GetPolicyVersion': 'reads a policy',
        'iam:ListEntitiesForPolicy': 'shows who has a policy',
      },
      resources: identities,
    },
    {
      sid: 'Buckets',
      actions: {
        's3:GetBucketLocation': 'shows where a bucket is',
        's3:GetBucketPolicy': 'shows who may use a bucket',
        's3:GetBucketPolicyStatus': 'shows whether that is everybody',
        's3:GetBucketAcl': 'shows the same, as it was done before policies',
        's3:GetBucketPublicAccessBlock': 'shows whether a bucket can be made public',
        's3:GetBucketOwnershipControls': 'shows whether such lists count at all',
        's3:GetEncryptionConfiguration': 'shows with which key a bucket encrypts',
        's3:GetBucketVersioning': 'shows whether what was deleted can be had back',
        's3:GetBucketObjectLockConfiguration': 'shows whether it can be deleted at all',
        's3:GetLifecycleConfiguration': 'shows what is deleted by itself',
        's3:GetReplicationConfiguration': 'shows whether objects are copied elsewhere',
        's3:GetBucketNotification': 'shows who is told of objects',
        's3:GetBucketLogging': 'shows whether access is logged',
        's3:GetBucketTagging': 'shows to whom a bucket belongs',
      },
      resources: buckets,
    },
    {
      sid: 'Keys',
      actions: {
        'kms:DescribeKey': 'shows what a key is for, and whether it is about to be deleted',
        'kms:GetKeyPolicy': 'shows who may use a key',
        'kms:GetKeyRotationStatus': 'shows whether a key is rotated',
        'kms:ListGrants': 'shows who may use a key besides',
      },
      resources: inAccount('kms', 'key/*'),
    },
    {
      sid: 'Secrets',
      actions: {
        'secretsmanager:DescribeSecret': 'shows when a secret was read and rotated, not the secret',
        'secretsmanager:GetResourcePolicy': 'shows who may read a secret',
      },
      resources: inAccount('secretsmanager', 'secret:*'),
    },
    {
      sid: 'Applications',
      actions: {
        'lambda:GetPolicy': 'shows who may call a function',
        'lambda:ListFunctionUrlConfigs': 'shows whether a function faces the internet',
        'ecr:DescribeRepositories': 'shows where images are kept',
        'ecr:DescribeImages': 'shows when an image was pushed',
        'ecr:DescribeImageScanFindings': 'shows what is known to be wrong with an image',
        'ecr:GetRepositoryPolicy': 'shows who may push and pull',
        'ecs:DescribeClusters': 'shows clusters',
        'ecs:DescribeServices': 'shows services, and their roles and networks',
        'eks:DescribeCluster': 'shows whether a cluster faces the internet, and what it logs',
        'eks:ListNodegroups': 'finds the instances of a cluster',
        'eks:DescribeNodegroup': 'shows their role and network',
        'eks:ListAccessEntries': 'shows who may use a cluster',
        'eks:DescribeAccessEntry': 'shows as whom',
        'rds:DescribeDBInstances': 'shows whether a database faces the internet, and its key',
        'rds:DescribeDBClusters': 'shows the same, of a cluster',
        'rds:DescribeDBSnapshots': 'shows copies of databases',
        'rds:DescribeDBSnapshotAttributes': 'shows with whom a copy is shared',
        'rds:DescribeDBClusterSnapshots': 'shows copies of clusters',
        'rds:DescribeDBClusterSnapshotAttributes': 'shows with whom they are shared',
        'dynamodb:DescribeTable': 'shows a table, its key and its streams',
        'sns:GetTopicAttributes': 'shows who may publish and subscribe',
        'sqs:GetQueueAttributes': 'shows who may send and receive',
        'events:DescribeRule': 'shows what a rule looks for',
        'events:DescribeEventBus': 'shows who may send to a bus',
      },
      resources: (refs) => [
        ...inAccount('lambda', 'function:*')(refs),
        ...inAccount('ecr', 'repository/*')(refs),
        ...inAccount('ecs', 'cluster/*', 'service/*')(refs),
        ...inAccount('eks', 'cluster/*', 'nodegroup/*', 'access-entry/*')(refs),
        ...inAccount('rds', 'db:*', 'cluster:*', 'snapshot:*', 'cluster-snapshot:*')(refs),
        ...inAccount('dynamodb', 'table/*')(refs),
        ...inAccount('sns', '*')(refs),
        ...inAccount('sqs', '*')(refs),
        ...inAccount('events', 'rule/*', 'event-bus/*')(refs),
      ],
    },
    {
      sid: 'Lists',
      actions: {
        's3:ListAllMyBuckets': 'finds buckets',
        's3:GetAccountPublicAccessBlock': 'shows whether any bucket can be made public',
        'kms:ListKeys': 'finds keys',
        'kms:ListAliases': 'finds keys by name',
        'secretsmanager:ListSecrets': 'finds secrets, by name',
        'lambda:ListEventSourceMappings': 'shows what calls functions',
        'ecs:ListClusters': 'finds clusters',
        'ecs:ListServices': 'finds services',
        'eks:ListClusters': 'finds clusters',
        'dynamodb:ListTables': 'finds tables',
        'sns:ListTopics': 'finds topics',
        'sqs:ListQueues': 'finds queues',
        'events:ListRules': 'finds rules',
        'events:ListEventBuses': 'finds buses',
        'ssm:DescribeInstanceInformation': 'shows which instances Systems Manager reaches',
        'ssm:DescribeSessions': 'shows who opened a session on an instance',
        'ssm:DescribeParameters': 'finds parameters, by name',
        'acm:ListCertificates': 'finds certificates',
        'tag:GetResources': 'finds resources by tag',
      },
      resources: everything,
    },
    {
      sid: 'Findings',
      actions: {
        'guardduty:ListDetectors': 'shows whether GuardDuty is on',
        'guardduty:ListFindings': 'finds findings',
        'guardduty:GetFindings': 'reads findings',
        'access-analyzer:ListAnalyzers': 'shows whether access is analyzed',
        'organizations:DescribeOrganization': 'shows which organization the account is in',
        'organizations:ListAccounts': 'shows its accounts, where the account may ask',
        'organizations:ListDelegatedAdministrators': 'shows who manages what in it',
      },
      resources: everything,
    },
    {
      sid: 'FindingDetails',
      actions: {
        'securityhub:GetFindings': 'reads findings of every service in one form',
        'access-analyzer:ListFindings': 'shows what is open to outsiders',
        'access-analyzer:GetFinding': 'reads how',
      },
      resources: (refs) => [
        ...inAccount('securityhub', 'hub/default')(refs),
        ...inAccount('access-analyzer', 'analyzer/*')(refs),
      ],
    },
  ],
};
