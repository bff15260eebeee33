/**
 * Terraform and its provider against the local AWS. No queue among the resources: the provider alone waits 25 seconds for one, and as
 * long for its policy.
 */
import { aws } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { mintTls } from '../support/tls.ts';
import { startWebhook, type Webhook } from '../support/webhook.ts';

const MINUTES = 60_000;

const MODULE = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "url" {
  type = string
}

data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "this" {
  name              = "events"
  signature_version = 2
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.this.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "this" {
  topic_arn              = aws_sns_topic.this.arn
  protocol               = "https"
  endpoint               = var.url
  endpoint_auto_confirms = false
}

resource "aws_cloudwatch_event_rule" "this" {
  name          = "events"
  state         = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = jsonencode({ source = ["test.terraform"] })
}

resource "aws_cloudwatch_event_target" "this" {
  rule      = aws_cloudwatch_event_rule.this.name
  target_id = "topic"
  arn       = aws_sns_topic.this.arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }
}

output "account_id" {
  value = data.aws_caller_identity.current.account_id
}
`;

needs(['moto', 'terraform'], 'Terraform against the local AWS', () => {
  let emulator: Emulator;
  let webhook: Webhook;
  let root: TerraformRoot;

  beforeAll(async () => {
    const tls = await mintTls();
    emulator = await startEmulator({ caFile: tls.caFile });
    webhook = await startWebhook(tls);
    root = terraformRoot({
      emulator,
      files: {
        'main.tf': `module "events" {\n  source = "./modules/events"\n  url    = "${webhook.url}/terraform"\n}\n`,
        'outputs.tf': 'output "account_id" {\n  value = module.events.account_id\n}\n',
        'modules/events/main.tf': MODULE,
      },
    });
    await root.init();
  }, 2 * MINUTES);
  afterAll(async () => {
    root?.remove();
    await webhook?.stop();
    await emulator?.stop();
  });

  test(
    'applies a module, sees no change once its webhook has confirmed, and destroys all of it',
    async () => {
      await root.apply();
      expect(await root.output()).toEqual({ account_id: '123456789012' });
      const { message } = await webhook.next(({ path }) => path === '/terraform');
      await aws(emulator, 'sns', 'confirm-subscription', { TopicArn: message['TopicArn'], Token: message['Token'] });

      const { code, stdout } = await root.plan({ detailedExitcode: true });
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });

      const Entries = [{ Source: 'test.terraform', DetailType: 'Test', Detail: '{"key":"value"}' }];
      await aws(emulator, 'events', 'put-events', { Entries });
      const event = await webhook.next((delivery) => delivery.message['Type'] === 'Notification');
      expect(JSON.parse(event.message['Message'] ?? '')).toMatchObject({ source: 'test.terraform', detail: { key: 'value' } });

      await root.destroy();
      expect(await aws(emulator, 'sns', 'list-topics')).toEqual({ Topics: [] });
      expect(await aws(emulator, 'sns', 'list-subscriptions')).toEqual({ Subscriptions: [] });
      expect(await aws(emulator, 'events', 'list-rules')).toEqual({ Rules: [] });
    },
    3 * MINUTES,
  );

  test(
    'says what Terraform said when a command fails',
    async () => {
      const broken = terraformRoot({ files: { 'main.tf': 'output "x" {\n  value = var.missing\n}\n' } });
      await expect(broken.validate()).rejects.toThrow(/Reference to undeclared input variable/);
      broken.remove();
    },
    MINUTES,
  );
});
