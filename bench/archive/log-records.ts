/** What an account at work does, each kind in the shape of AWS's own records of it. */
import { random, type Random } from './random.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

/** One kind of record. */
export interface Kind {
  readonly source: string;
  readonly name: string;
  /** How often, among all. */
  readonly weight: number;
  readonly readOnly: boolean;
  readonly type?: string;
  /** @param index the record's place in the file. */
  readonly identity: (next: Random, index: number) => object;
  readonly caller: (next: Random) => { readonly sourceIPAddress: string; readonly userAgent: string };
  readonly request: (next: Random) => unknown;
  readonly response: (next: Random, time: string) => unknown;
  readonly more?: (next: Random) => object;
  readonly resources?: (next: Random) => unknown;
}

const ROLES = ['deploy', 'reporting', 'nightly-backup', 'ecs-task', 'config-recorder', 'OrganizationAccountAccessRole'] as const;
const PEOPLE = ['ada', 'grace.hopper@example.com', 'josé', 'mizuki.田中', 'o.brien', 'svc-terraform'] as const;
/** An account has so many of each, and calls are about them again and again. */
const many = <T>(count: number, make: (next: Random) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(random(index)));
const INSTANCES = many(150, (next) => `i-0${next.hex(16)}`);
const SESSIONS = many(120, sessionOf);
const VOLUMES = many(200, (next) => `vol-0${next.hex(16)}`);
const KEYS = many(12, (next) => next.uuid());
const BUCKETS = many(30, (next) => `data-${next.hex(6)}`);
const STACKS = many(40, (next) => `stack/orders-${next.below(40)}/${next.uuid()}`);
const TARGETS = many(25, (next) => `targetgroup/orders/${next.hex(16)}`);
const IMAGES = many(30, (next) => `sha256:${next.hex(64)}`);
const NETWORK = many(20, (next) => ({ subnetId: `subnet-0${next.hex(16)}`, groupId: `sg-0${next.hex(16)}` }));
const AGENTS = [
  'aws-sdk-go-v2/1.32.2 os/linux lang/go#1.23.1 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.182.0 m/E,g',
  'Boto3/1.35.39 md/Botocore#1.35.39 ua/2.0 os/linux#6.1.112-122.189.amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.35.39',
  'aws-cli/2.18.4 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 md/arch#arm64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#s3.ls',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.7 (+https://www.terraform.io) terraform-provider-aws/5.70.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.31.0 ua/2.1 os/linux lang/go#1.23.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36',
] as const;

const address = (next: Random) => `203.0.113.${next.below(250)}`;
const tool = (next: Random) => ({ sourceIPAddress: address(next), userAgent: next.pick(AGENTS) });
const service = (name: string) => () => ({ sourceIPAddress: name, userAgent: name });
const nothing = () => null;
const arn = (kind: string, name: string) => `arn:aws:${kind}:${REGION}:${ACCOUNT}:${name}`;

function sessionOf(next: Random) {
  const [userName, id] = [next.pick(ROLES), `AROA${next.id(16)}`];
  const session = next.below(2) === 0 ? next.pick(INSTANCES) : `botocore-session-17${next.below(99_999_999)}`;
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${userName}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${next.id(16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${ACCOUNT}:role/${userName}`,
        accountId: ACCOUNT,
        userName,
      },
      attributes: { creationDate: `2026-03-06T1${next.below(10)}:${10 + next.below(50)}:21Z`, mfaAuthenticated: 'false' },
      ...(session.startsWith('i-') && { ec2RoleDelivery: '2.0' }),
    },
  };
}

/** A few are at work at a time, one goes and another comes. */
const role = (next: Random, index: number) => SESSIONS[(Math.floor(index / 60) + next.below(8)) % SESSIONS.length]!;

function user(next: Random): object {
  const userName = next.pick(PEOPLE);
  return {
    type: 'IAMUser',
    principalId: `AIDA${next.id(16)}`,
    arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
    accountId: ACCOUNT,
    accessKeyId: `AKIA${next.id(16)}`,
    userName,
  };
}

const invokedBy = (name: string) => () => ({ type: 'AWSService', invokedBy: name });

function tags(next: Random, most: number): object[] {
  return Array.from({ length: next.below(most) }, (_, index) => ({
    key: next.pick(['cost-centre', 'owner', 'environment', 'aws:cloudformation:stack-name', 'note']) + index,
    value: next.pick(['4711', 'team {platform}', 'say "hi"', 'prod', 'C:\\data\\in', 'zürich', '[unset]', next.hex(24)]),
  }));
}

const call = (
  source: string,
  name: string,
  weight: number,
  request: Kind['request'],
  response: Kind['response'] = nothing,
  more: Partial<Kind> = {},
): Kind => ({
  source: `${source}.amazonaws.com`,
  name,
  weight,
  readOnly: /^(Get|List|Describe|Lookup|AssumeRole|Decrypt|GenerateDataKey)/.test(name),
  identity: role,
  caller: tool,
  request,
  response,
  ...more,
});

const volume = (next: Random) => ({ volumeId: next.pick(VOLUMES) });
const byService = (name: string): Partial<Kind> => ({ identity: invokedBy(name), caller: service(name) });
const kmsKey = (next: Random) => [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: arn('kms', `key/${next.pick(KEYS)}`) }];

/** Every kind. */
export const KINDS: readonly Kind[] = [
  call('ec2', 'DescribeInstances', 9, (next) => ({
    maxResults: 1000,
    instancesSet: {},
    filterSet: { items: [{ name: 'instance-state-name', valueSet: { items: [{ value: 'running' }, { value: next.hex(8) }] } }] },
  })),
  call('ec2', 'DescribeVolumes', 5, (next) => ({
    volumeSet: { items: Array.from({ length: next.below(6) }, () => volume(next)) },
    filterSet: {},
  })),
  call('ec2', 'DescribeNetworkInterfaces', 5, () => ({ networkInterfaceIdSet: {}, filterSet: {} })),
  call('ec2', 'DescribeTags', 3, (next) => ({ filterSet: { items: tags(next, 12) }, maxResults: next.below(1000) })),
  call(
    'sts',
    'AssumeRole',
    14,
    (next) => ({
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${next.pick(ROLES)}`,
      roleSessionName: next.hex(20),
      durationSeconds: 3600,
    }),
    (next, time) => ({
      credentials: { accessKeyId: `ASIA${next.id(16)}`, sessionToken: next.id(360), expiration: time },
      assumedRoleUser: {
        assumedRoleId: `AROA${next.id(16)}:${next.hex(17)}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${next.pick(ROLES)}/${next.hex(17)}`,
      },
    }),
    {
      ...byService('ec2.amazonaws.com'),
      resources: (next) => [
        { accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${ACCOUNT}:role/${next.pick(ROLES)}` },
      ],
    },
  ),
  call(
    'kms',
    'Decrypt',
    9,
    (next) => ({
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${next.pick(BUCKETS)}/in/2026/03/06/${next.below(10_000)}.parquet` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    }),
    nothing,
    { resources: kmsKey },
  ),
  call('kms', 'GenerateDataKey', 6, () => ({ keyId: `alias/logs`, keySpec: 'AES_256' }), nothing, {
    ...byService('cloudtrail.amazonaws.com'),
    resources: kmsKey,
  }),
  call(
    's3',
    'GetBucketAcl',
    5,
    (next) => ({ bucketName: next.pick(BUCKETS), Host: `logs.s3.${REGION}.amazonaws.com`, acl: '' }),
    nothing,
    {
      ...byService('cloudtrail.amazonaws.com'),
      more: (next) => ({
        additionalEventData: {
          SignatureVersion: 'SigV4',
          CipherSuite: 'TLS_AES_128_GCM_SHA256',
          bytesTransferredIn: 0,
          AuthenticationMethod: 'AuthHeader',
          'x-amz-id-2': `${next.id(70)}=`,
          bytesTransferredOut: next.below(900),
        },
      }),
    },
  ),
  call('s3', 'ListBuckets', 3, () => ({ Host: `s3.${REGION}.amazonaws.com` })),
  call('logs', 'CreateLogStream', 7, (next) => ({
    logGroupName: `/aws/lambda/orders-${next.below(40)}`,
    logStreamName: `2026/03/06/[$LATEST]${next.hex(32)}`,
  })),
  call('logs', 'DescribeLogGroups', 3, () => ({ limit: 50, logGroupNamePrefix: '/aws/lambda/' })),
  call('secretsmanager', 'GetSecretValue', 4, (next) => ({ secretId: arn('secretsmanager', `secret:db-${next.below(60)}`) })),
  call('ssm', 'UpdateInstanceInformation', 6, (next) => ({
    instanceId: next.pick(INSTANCES),
    agentVersion: '3.3.987.0',
    agentStatus: 'Active',
    platformType: 'Linux',
    platformName: 'Amazon Linux',
    iPAddress: address(next),
    computerName: `ip-10-0-${next.below(250)}-7.${REGION}.compute.internal`,
  })),
  call('lambda', 'ListFunctions20150331', 2, () => null),
  call(
    'lambda',
    'UpdateFunctionConfiguration20150331v2',
    1,
    (next) => ({ functionName: `orders-${next.below(40)}`, environment: {} }),
    (next, time) => ({
      functionName: `orders-${next.below(40)}`,
      functionArn: arn('lambda', `function:orders-${next.below(40)}`),
      runtime: 'nodejs22.x',
      role: `arn:aws:iam::${ACCOUNT}:role/orders`,
      handler: 'index.handler',
      codeSize: next.below(5_000_000),
      description: 'Nimmt Bestellungen an — für alle Länder',
      timeout: 30,
      memorySize: 512,
      lastModified: time,
      codeSha256: `${next.id(43)}=`,
      vpcConfig: {
        subnetIds: [next.pick(NETWORK).subnetId],
        securityGroupIds: [next.pick(NETWORK).groupId],
        vpcId: 'vpc-0a1b2c3d4e5f60718',
      },
      layers: Array.from({ length: next.below(4) }, () => ({
        arn: arn('lambda', `layer:${next.hex(9)}:7`),
        codeSize: next.below(90_000),
      })),
      tracingConfig: { mode: 'PassThrough' },
      loggingConfig: { logFormat: 'Text', logGroup: '/aws/lambda/orders' },
    }),
  ),
  call('iam', 'GetRolePolicy', 2, (next) => ({ roleName: next.pick(ROLES), policyName: 'inline' })),
  call(
    'iam',
    'PutRolePolicy',
    1,
    (next) => ({
      roleName: next.pick(ROLES),
      policyName: `inline-${next.hex(4)}`,
      policyDocument: JSON.stringify(
        {
          Version: '2012-10-17',
          Statement: Array.from({ length: 1 + next.below(5) }, () => ({
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:ListBucket', 'kms:Decrypt'],
            Resource: `arn:aws:s3:::${next.pick(BUCKETS)}/*`,
          })),
        },
        null,
        2,
      ),
    }),
    nothing,
    { identity: user },
  ),
  call(
    'ec2',
    'RunInstances',
    1,
    (next) => ({
      instancesSet: { items: [{ imageId: `ami-0${next.hex(16)}`, minCount: 1, maxCount: 1, keyName: 'ops' }] },
      instanceType: 'm7g.large',
      tagSpecificationSet: { items: [{ resourceType: 'instance', tags: tags(next, 20) }] },
    }),
    (next, time) => ({
      requestId: next.uuid(),
      reservationId: `r-0${next.hex(16)}`,
      ownerId: ACCOUNT,
      instancesSet: {
        items: Array.from({ length: 1 + next.below(2) }, () => ({
          instanceId: `i-0${next.hex(16)}`,
          imageId: `ami-0${next.hex(16)}`,
          instanceState: { code: 0, name: 'pending' },
          launchTime: Date.parse(time),
          placement: { availabilityZone: `${REGION}a`, tenancy: 'default' },
          subnetId: next.pick(NETWORK).subnetId,
          privateIpAddress: `10.0.${next.below(250)}.9`,
          networkInterfaceSet: {
            items: [{ networkInterfaceId: `eni-0${next.hex(16)}`, status: 'in-use', groupSet: { items: [] } }],
          },
          tagSet: { items: tags(next, 20) },
        })),
      },
    }),
  ),
  call('signin', 'ConsoleLogin', 1, nothing, (next) => ({ ConsoleLogin: next.below(6) === 0 ? 'Failure' : 'Success' }), {
    identity: user,
    type: 'AwsConsoleSignIn',
    more: () => ({
      additionalEventData: {
        LoginTo: `https://console.aws.amazon.com/console/home?region=${REGION}&state=hashArgs%23&isauthcode=true`,
        MobileVersion: 'No',
        MFAUsed: 'Yes',
      },
    }),
  }),
  call('cloudtrail', 'LookupEvents', 2, (next) => ({
    maxResults: 50,
    startTime: 'Mar 6, 2026, 11:58:01 AM',
    nextToken: next.id(180),
  })),
  call('sts', 'GetCallerIdentity', 5, nothing),
  call('cloudformation', 'DescribeStacks', 3, (next) => ({
    stackName: arn('cloudformation', next.pick(STACKS)),
  })),
  call(
    'elasticloadbalancing',
    'DescribeTargetHealth',
    4,
    (next) => ({
      targetGroupArn: arn('elasticloadbalancing', next.pick(TARGETS)),
    }),
    nothing,
    byService('autoscaling.amazonaws.com'),
  ),
  call('ecr', 'BatchGetImage', 3, (next) => ({
    registryId: ACCOUNT,
    repositoryName: `orders/${next.below(40)}`,
    imageIds: Array.from({ length: 1 + next.below(3) }, () => ({ imageDigest: next.pick(IMAGES) })),
    acceptedMediaTypes: [
      'application/vnd.docker.distribution.manifest.v2+json',
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.oci.image.index.v1+json',
    ],
  })),
  call('kms', 'RotateKey', 1, nothing, nothing, {
    ...byService('kms.amazonaws.com'),
    identity: () => ({ accountId: ACCOUNT, invokedBy: 'AWS Internal' }),
    type: 'AwsServiceEvent',
    more: (next) => ({ serviceEventDetails: { keyId: next.uuid() } }),
  }),
];
