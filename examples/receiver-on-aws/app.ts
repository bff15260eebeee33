// A receiver of your own on AWS, with PostgreSQL: as containers behind a load balancer, or as functions behind a queue. README.md has more.
//
//   npx cdk deploy -c runOn=fargate -c topicArns=arn:aws:sns:... -c domainName=hooks.example.com -c certificateArn=arn:aws:acm:...
//   npx cdk deploy -c runOn=lambda -c topicArns=arn:aws:sns:...
import { App } from 'aws-cdk-lib';
import { readSettings } from './settings.ts';
import { ReceiverStack } from './stack.ts';

const app = new App();
new ReceiverStack(
  app,
  'ClarionReceiver',
  readSettings((name) => app.node.tryGetContext(name) as unknown),
);
