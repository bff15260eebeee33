import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function,
  ParamsAndSecretsLayerVersion,
  ParamsAndSecretsVersions,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { RULES, type Alerts } from './alerts.ts';
import type { Database } from './database.ts';
import type { Network } from './network.ts';
import type { LambdaSettings } from './settings.ts';

const HANDLERS = 'receiver/lib/lambda/index';
/** A configuration file beside the receiver, where there is one. */
const CONFIG = 'clarion.json';
const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

export interface FunctionsProps {
  readonly settings: LambdaSettings;
  readonly network: Network;
  readonly database: Database;
  readonly alerts: Alerts;
}

/** A queue that the topics deliver to, a function that takes what is in it, and one that does the work that it leads to. */
export class Functions extends Construct {
  readonly #props: FunctionsProps;

  public constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    this.#props = props;
    const { settings, alerts } = props;
    if (!existsSync(join(settings.bundle, `${HANDLERS}.js`))) {
      throw new Error(
        `there is no receiver in ${settings.bundle}: make it with npm ci && npm run build && receiver/bundle.sh, as README.md says`,
      );
    }

    // What is refused comes back here, so this is where a person looks; from here SQS itself can move it back.
    const deadLetters = new Queue(this, 'DeadLetters', { retentionPeriod: Duration.days(14), enforceSSL: true });
    const queue = new Queue(this, 'Messages', {
      retentionPeriod: Duration.days(14),
      // Six times the function's, as Lambda asks; so a database may be away for two hours.
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 20 },
      enforceSSL: true,
    });
    for (const [index, arn] of settings.topicArns.entries()) {
      // Raw delivery stays off: it strips the signature.
      Topic.fromTopicArn(this, `Topic${index}`, arn).addSubscription(new SqsSubscription(queue, { rawMessageDelivery: false }));
    }

    const messages = this.#function('TakeMessages', 'sqsHandler', { timeout: Duration.minutes(1) });
    messages.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        reportBatchItemFailures: true,
        // Each holds connections to the database.
        maxConcurrency: 10,
      }),
    );
    const jobs = this.#function('DoJobs', 'jobsHandler', {
      timeout: Duration.minutes(10),
      memorySize: 1024,
      roleName: 'ClarionReceiverJobsRole',
    });
    if (settings.roleArns.length > 0) {
      jobs.addToRolePolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [...settings.roleArns] }));
    }
    // One that fails needs no second try: the next comes within a minute.
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(jobs, { retryAttempts: 0 })],
    });
    new CfnOutput(this, 'ReceiverRoleArn', { value: jobs.role!.roleArn });
    new CfnOutput(this, 'DeadLettersUrl', { value: deadLetters.queueUrl });

    const visible = { period: Duration.minutes(5), statistic: 'Maximum' };
    this.#alarm('DeadLettersThere', 'ClarionDeadLetters', deadLetters.metricApproximateNumberOfMessagesVisible(visible), 1);
    this.#alarm('MessagesOld', 'ClarionLagHigh', queue.metricApproximateAgeOfOldestMessage(visible), 1_200);
    this.#alarm('MessagesFail', 'ClarionStoreDown', messages.metricErrors({ period: Duration.minutes(5) }), 1);
    this.#alarm('MessagesThrottled', 'ClarionMessagesDeferred', messages.metricThrottles({ period: Duration.minutes(5) }), 10);
    this.#alarm('JobsFail', 'ClarionJobsAging', jobs.metricErrors({ period: Duration.minutes(15) }), 5);
    alerts.on(
      new Alarm(this, 'Silent', {
        metric: queue.metricNumberOfMessagesSent({ period: Duration.hours(6), statistic: 'Sum' }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.BREACHING,
        alarmDescription: alerts.about('ClarionTopicSilent'),
      }),
    );
    this.#refusals(messages.logGroup);
  }

  /** One in the network, with a role of its own that says all it may do. */
  #function(
    id: string,
    handler: string,
    options: { readonly timeout: Duration; readonly memorySize?: number; readonly roleName?: string },
  ): Function {
    const { settings, network, database } = this.#props;
    const { roleName, ...rest } = options;
    const logGroup = new LogGroup(this, `${id}Log`, { retention: RetentionDays.THREE_MONTHS });
    const role = new Role(this, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      ...(roleName !== undefined && { roleName }),
    });
    // AWSLambdaVPCAccessExecutionRole lets more: these are what Lambda needs to be in a network.
    role.addToPolicy(new PolicyStatement({ actions: NETWORK_ACTIONS, resources: ['*'] }));
    logGroup.grantWrite(role);
    database.secret.grantRead(role);
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'Lambda makes and removes its own network interfaces, and IAM scopes the actions for that to no resource that could be named. AWS asks for these, by name.',
    );
    return new Function(this, id, {
      ...rest,
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(settings.bundle),
      handler: `${HANDLERS}.${handler}`,
      vpc: network.vpc,
      vpcSubnets: network.receiverSubnets,
      securityGroups: [network.receiverGroup],
      environment: {
        CLARION_DATABASE: database.url,
        CLARION_DATABASE_SECRET: database.secret.secretArn,
        ...(existsSync(join(settings.bundle, CONFIG)) && { CLARION_CONFIG: `/var/task/${CONFIG}` }),
        // Amazon's authorities, which sign for the database, and which Node does not know by itself.
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      },
      paramsAndSecrets: ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103),
    });
  }

  #alarm(id: string, alert: string, metric: IMetric, threshold: number): void {
    const { alerts } = this.#props;
    alerts.on(
      new Alarm(this, id, {
        metric,
        threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: alerts.about(alert),
      }),
    );
  }

  /** Functions have no metrics for Prometheus to read, so what its rules say of refusals is counted in the log. */
  #refusals(logGroup: ILogGroup): void {
    for (const rule of RULES.split('- alert: ').slice(1)) {
      const [, alert = '', codes, limit] = /^(\w+)\n.*?refusals_total\{code=~?"([^"]+)"\}[^>]*> (\d+)/s.exec(rule) ?? [];
      if (codes === undefined) continue;
      const filter = new MetricFilter(this, `${alert}Filter`, {
        logGroup,
        filterPattern: FilterPattern.any(...codes.split('|').map((code) => FilterPattern.stringValue('$.code', '=', code))),
        metricNamespace: 'ClarionReceiver',
        metricName: alert,
      });
      this.#alarm(alert, alert, filter.metric({ period: Duration.minutes(15), statistic: 'Sum' }), Number(limit) + 1);
    }
  }
}
