import { Aws, Stack } from 'aws-cdk-lib';
import { CfnRuleGroupsNamespace, CfnWorkspace } from 'aws-cdk-lib/aws-aps';
import { ContainerImage, LogDriver, Secret as ContainerSecret, type FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Policy, PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { RULES, type Alerts } from './alerts.ts';

/** The AWS Distro for OpenTelemetry. */
const COLLECTOR = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0';

export interface MetricsProps {
  readonly task: FargateTaskDefinition;
  readonly taskRole: IRole;
  readonly token: ISecret;
  readonly logGroup: ILogGroup;
  readonly alerts: Alerts;
  readonly port: number;
}

/**
 * A container beside each receiver reads its metrics, and Amazon Managed Service for Prometheus judges them by the receiver's own alerting
 * rules, word for word.
 *
 * @see https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics-OpenTelemetry-ECS.html
 */
export class Metrics extends Construct {
  public constructor(scope: Construct, id: string, { task, taskRole, token, logGroup, alerts, port }: MetricsProps) {
    super(scope, id);
    const workspace = new CfnWorkspace(this, 'Workspace', {
      alertManagerDefinition: Stack.of(this).toJsonString({ alertmanager_config: alertManager(alerts.topic.topicArn) }),
    });
    alerts.allow('aps.amazonaws.com', 'aws:SourceArn', workspace.attrArn, ['sns:Publish', 'sns:GetTopicAttributes']);
    new CfnRuleGroupsNamespace(this, 'Rules', { workspace: workspace.attrArn, name: 'clarion-receiver', data: RULES });

    task.addContainer('metrics', {
      image: ContainerImage.fromRegistry(COLLECTOR),
      // Whether anybody measures must not decide whether messages are taken.
      essential: false,
      environment: { AOT_CONFIG_CONTENT: collector(workspace.attrPrometheusEndpoint, port) },
      secrets: { CLARION_METRICS_TOKEN: ContainerSecret.fromSecretsManager(token) },
      logging: LogDriver.awsLogs({ logGroup, streamPrefix: 'metrics' }),
      memoryLimitMiB: 256,
      readonlyRootFilesystem: true,
    });
    new Policy(this, 'Write', {
      roles: [taskRole],
      statements: [new PolicyStatement({ actions: ['aps:RemoteWrite'], resources: [workspace.attrArn] })],
    });
  }
}

/** In its own language. `$` is the collector's. */
const collector = (endpoint: string, port: number) => `
extensions:
  sigv4auth: { region: ${Aws.REGION}, service: aps }
receivers:
  prometheus:
    config:
      scrape_configs:
        - job_name: clarion-receiver
          scrape_interval: 30s
          authorization: { credentials: "\${env:CLARION_METRICS_TOKEN}" }
          static_configs: [{ targets: ["127.0.0.1:${port}"] }]
processors:
  # Which task it is, or each would write over the other.
  resourcedetection: { detectors: [ecs], override: false }
exporters:
  prometheusremotewrite:
    endpoint: ${endpoint}api/v1/remote_write
    auth: { authenticator: sigv4auth }
    add_metric_suffixes: false
    resource_to_telemetry_conversion: { enabled: true }
service:
  extensions: [sigv4auth]
  pipelines:
    metrics: { receivers: [prometheus], processors: [resourcedetection], exporters: [prometheusremotewrite] }
`;

const alertManager = (topicArn: string) => `
route:
  receiver: alerts
  group_by: [alertname]
receivers:
  - name: alerts
    sns_configs:
      - topic_arn: ${topicArn}
        send_resolved: true
        sigv4: { region: ${Aws.REGION} }
`;
