import { fileURLToPath } from 'node:url';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  Capability,
  Cluster,
  ContainerImage,
  ContainerInsights,
  FargateService,
  FargateTaskDefinition,
  LinuxParameters,
  LogDriver,
  Secret as ContainerSecret,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  HttpCodeTarget,
  ListenerAction,
  ListenerCondition,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ReceiverRole } from 'clarion-aws-constructs/cdk';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Alerts } from './alerts.ts';
import type { Database } from './database.ts';
import { Metrics } from './metrics.ts';
import type { Network } from './network.ts';
import type { FargateSettings } from './settings.ts';

const PORT = 8080;
const repository = fileURLToPath(new URL('../../', import.meta.url));

export interface FargateProps {
  readonly settings: FargateSettings;
  readonly network: Network;
  readonly database: Database;
  readonly alerts: Alerts;
}

/** Two receivers in containers, and a load balancer by which SNS reaches them. */
export class Fargate extends Construct {
  public constructor(scope: Construct, id: string, { settings, network, database, alerts }: FargateProps) {
    super(scope, id);
    const { topicArns, roleArns } = settings;
    const role = new ReceiverRole(this, 'Role', {
      trustedService: 'ecs-tasks.amazonaws.com',
      topicArns,
      ...(roleArns.length > 0 && { assumeRoleArns: roleArns }),
    });
    const taskRole = Role.fromRoleName(this, 'TaskRole', role.roleName);

    const task = new FargateTaskDefinition(this, 'Task', { cpu: 1024, memoryLimitMiB: 2048, taskRole });
    const tokens = { apiToken: this.#token('ApiToken'), metricsToken: this.#token('MetricsToken') };
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.THREE_MONTHS });
    task.addContainer('receiver', {
      // Built from this checkout when it is deployed, with Amazon's authorities for the database.
      image: ContainerImage.fromAsset(repository, { target: 'rds', platform: Platform.LINUX_AMD64 }),
      portMappings: [{ containerPort: PORT }],
      environment: { CLARION_PUBLIC_URL: `https://${settings.domainName}`, CLARION_DATABASE: database.url },
      secrets: {
        PGPASSWORD: ContainerSecret.fromSecretsManager(database.secret, 'password'),
        CLARION_API_TOKEN: ContainerSecret.fromSecretsManager(tokens.apiToken),
        CLARION_METRICS_TOKEN: ContainerSecret.fromSecretsManager(tokens.metricsToken),
      },
      logging: LogDriver.awsLogs({ logGroup, streamPrefix: 'receiver' }),
      // ECS does not read the image's own.
      healthCheck: {
        command: ['CMD', 'node', '/app/health.mjs'],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        startPeriod: Duration.seconds(30),
      },
      readonlyRootFilesystem: true,
      linuxParameters: dropped(this),
      stopTimeout: Duration.seconds(30),
    });
    new Metrics(this, 'Metrics', { task, taskRole, token: tokens.metricsToken, logGroup, alerts, port: PORT });

    const service = new FargateService(this, 'Service', {
      cluster: new Cluster(this, 'Cluster', { vpc: network.vpc, containerInsightsV2: ContainerInsights.ENABLED }) as ICluster,
      taskDefinition: task,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.minutes(2),
      assignPublicIp: false,
      vpcSubnets: network.receiverSubnets,
      securityGroups: [network.receiverGroup],
    });
    service
      .autoScaleTaskCount({ minCapacity: 2, maxCapacity: 8 })
      .scaleOnCpuUtilization('OnCpu', { targetUtilizationPercent: 60 });

    this.#loadBalancer(settings, network, service, alerts);
    new CfnOutput(this, 'ReceiverRoleArn', { value: role.roleArn });
    new CfnOutput(this, 'ApiTokenArn', { value: tokens.apiToken.secretArn });

    acknowledge(
      task,
      'AwsSolutions-ECS2',
      'What is in the environment of the containers is an address, a name or how metrics are sent, each to be read here; every secret comes from Secrets Manager.',
    );
    acknowledge(
      task,
      'AwsSolutions-IAM5[Resource::*]',
      'ECR gives out its login for no repository in particular: `ecr:GetAuthorizationToken` is the one action, and it changes nothing.',
    );
  }

  #loadBalancer(
    { certificateArn, operatorCidr }: FargateSettings,
    network: Network,
    service: FargateService,
    alerts: Alerts,
  ): void {
    const { vpc, receiverGroup } = network;
    const group = new SecurityGroup(this, 'LoadBalancerGroup', {
      vpc,
      description: 'The load balancer of the Clarion receiver',
      allowAllOutbound: false,
    });
    group.addIngressRule(Peer.anyIpv4(), Port.tcp(443), 'SNS, which has no addresses of its own');
    group.addEgressRule(receiverGroup, Port.tcp(PORT), 'The receivers');
    receiverGroup.addIngressRule(group, Port.tcp(PORT), 'The load balancer');

    // No AWS WAF rule that reads bodies belongs before /hooks: an event may quote an attack, and what is refused so is refused for good.
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      internetFacing: true,
      vpcSubnets: { subnetGroupName: 'public' },
      securityGroup: group,
      deletionProtection: true,
      dropInvalidHeaderFields: true,
      // The receiver keeps a connection for 65 seconds, so it is always the load balancer that ends one.
      idleTimeout: Duration.seconds(60),
    });
    const targets = new ApplicationTargetGroup(this, 'Targets', {
      vpc,
      port: PORT,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
      targets: [service.loadBalancerTarget({ containerName: 'receiver', containerPort: PORT })],
      healthCheck: {
        path: '/readyz',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      // A message takes 15 seconds at most: SNS waits no longer.
      deregistrationDelay: Duration.seconds(30),
    });
    const listener = loadBalancer.addListener('Https', {
      port: 443,
      certificates: [Certificate.fromCertificateArn(this, 'Certificate', certificateArn)],
      sslPolicy: SslPolicy.TLS13_12_RES_PQ,
      open: false,
      defaultAction: ListenerAction.fixedResponse(404),
    });
    listener.addAction('Hooks', {
      priority: 10,
      conditions: [ListenerCondition.pathPatterns(['/hooks/*'])],
      action: ListenerAction.forward([targets]),
    });
    if (operatorCidr !== undefined) {
      listener.addAction('Api', {
        priority: 20,
        conditions: [ListenerCondition.pathPatterns(['/api/*']), ListenerCondition.sourceIps([operatorCidr])],
        action: ListenerAction.forward([targets]),
      });
    }
    new CfnOutput(this, 'LoadBalancerName', { value: loadBalancer.loadBalancerDnsName });

    // What the metrics of the receivers do not tell when there is no receiver.
    alerts.on(
      new Alarm(this, 'NoneHealthy', {
        metric: targets.metrics.healthyHostCount({ period: Duration.minutes(1), statistic: 'Minimum' }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.BREACHING,
        alarmDescription: alerts.about('ClarionReceiverDown'),
      }),
    );
    alerts.on(
      new Alarm(this, 'Deferred', {
        metric: targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period: Duration.minutes(5) }),
        threshold: 10,
        evaluationPeriods: 3,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: alerts.about('ClarionMessagesDeferred'),
      }),
    );

    acknowledge(
      group,
      'AwsSolutions-EC23',
      'SNS delivers from addresses of which AWS publishes no list. The load balancer passes on only what is for a webhook, which proves each message.',
    );
    acknowledge(
      loadBalancer,
      'AwsSolutions-ELB2',
      'An access log has the path of each request, and the path of a webhook is its secret. The receiver logs what it refuses, without paths.',
    );
  }

  #token(id: string): ISecret {
    const secret = new Secret(this, id, { generateSecretString: { passwordLength: 48, excludePunctuation: true } });
    acknowledge(
      secret,
      'AwsSolutions-SMG4',
      'The receiver and who reads from it must change it together: by hand, when somebody should no longer know it.',
    );
    return secret as ISecret;
  }
}

function dropped(scope: Construct): LinuxParameters {
  const parameters = new LinuxParameters(scope, 'Capabilities');
  parameters.dropCapabilities(Capability.ALL);
  return parameters;
}
