import { byName, parsed, sorted, type Kind } from '../facts.ts';

export const TOPICS: Kind = {
  name: 'topics',
  cloudFormation: ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
  terraform: ['aws_sns_topic', 'aws_sns_topic_policy'],
  fromCloudFormation: ({ of, policy }) => ({
    topics: byName(
      of('AWS::SNS::Topic').map(([id, topic]) => [
        id,
        { name: topic.TopicName, signatureVersion: String(topic.SignatureVersion), key: topic.KmsMasterKeyId },
      ]),
    ),
    policies: byName(of('AWS::SNS::TopicPolicy').map(([, each]) => [each.Topics[0], policy(each.PolicyDocument)])),
  }),
  fromTerraform: ({ of, policy }) => ({
    topics: byName(
      of('aws_sns_topic').map(([id, topic]) => [
        id,
        { name: topic.name, signatureVersion: String(topic.signature_version), key: topic.kms_master_key_id ?? undefined },
      ]),
    ),
    policies: byName(of('aws_sns_topic_policy').map(([, each]) => [each.arn, policy(each.policy)])),
  }),
};

export const SUBSCRIPTIONS: Kind = {
  name: 'subscriptions',
  cloudFormation: ['AWS::SNS::Subscription'],
  terraform: ['aws_sns_topic_subscription'],
  fromCloudFormation: ({ of }) =>
    sorted(
      of('AWS::SNS::Subscription').map(([, subscription]) => ({
        topic: subscription.TopicArn,
        protocol: subscription.Protocol,
        endpoint: subscription.Endpoint,
        raw: subscription.RawMessageDelivery,
        deliveryPolicy: subscription.DeliveryPolicy,
        deadLetters: subscription.RedrivePolicy.deadLetterTargetArn,
      })),
    ),
  fromTerraform: ({ of }) =>
    sorted(
      of('aws_sns_topic_subscription').map(([, subscription]) => ({
        topic: subscription.topic_arn,
        protocol: subscription.protocol,
        endpoint: subscription.endpoint,
        raw: subscription.raw_message_delivery,
        deliveryPolicy: parsed(subscription.delivery_policy),
        deadLetters: parsed(subscription.redrive_policy).deadLetterTargetArn,
      })),
    ),
};
