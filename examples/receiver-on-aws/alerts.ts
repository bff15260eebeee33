import { readFileSync } from 'node:fs';
import { Aws, CfnOutput } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

const docs = new URL('../../receiver/docs/', import.meta.url);

/** The Prometheus rules as they are. */
export const RULES = readFileSync(new URL('alerts.yaml', docs), 'utf8');

/** Where alerts go: subscribe yourselves to it. It is no topic that a receiver reads, or an outage would be told to what is out. */
export class Alerts extends Construct {
  public readonly topic: Topic;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.allow(
      'cloudwatch.amazonaws.com',
      'aws:SourceArn',
      `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*`,
    );
    new CfnOutput(this, 'TopicArn', { value: this.topic.topicArn });
  }

  /** Lets a service tell of what is named. */
  public allow(service: string, key: string, value: string, actions = ['sns:Publish']): void {
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions,
        resources: [this.topic.topicArn],
        conditions: { ArnLike: { [key]: value }, StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }

  /** Tells of an alarm, and of its end. */
  public on(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }

  /** What an alarm says: which alert of the Prometheus rules it is, and where the runbook has it. */
  public about(alert: string): string {
    const [, runbook] = new RegExp(`- alert: ${alert}\\n.*?runbook_url: (\\S+)`, 's').exec(RULES) ?? [];
    if (runbook === undefined) throw new Error(`alerts.yaml has no ${alert}`);
    return `${alert}: ${runbook}`;
  }
}
