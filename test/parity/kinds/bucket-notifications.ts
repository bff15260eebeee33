import { parsed, type Kind } from '../facts.ts';

/** Our entries among the notifications of buckets, as the function that writes them is asked for them. */
export const BUCKET_NOTIFICATIONS: Kind = {
  name: 'bucket notifications',
  cloudFormation: ['Custom::ClarionBucketNotification'],
  terraform: ['aws_lambda_invocation'],
  fromCloudFormation: ({ of }) =>
    of('Custom::ClarionBucketNotification').map(([, { ServiceToken, ServiceTimeout: _waits, Entry, ...request }]) => ({
      writtenBy: ServiceToken,
      ...request,
      Entry: { ...Entry, Id: Entry.Id.replace(/\.TopicName$/, '') },
    })),
  fromTerraform: ({ of }) =>
    of('aws_lambda_invocation').map(([, each]) => {
      const { Entry, ...request } = parsed(each.input);
      // A module's topic has its name; elsewhere it is a reference.
      const topic = of('aws_sns_topic').find(([, { name }]) => Entry.Id === `clarion-${name}`);
      const writer = of('aws_lambda_function').find(([, { function_name }]) => function_name === each.function_name);
      return {
        writtenBy: writer === undefined ? each.function_name : writer[0],
        ...request,
        Entry: { ...Entry, Id: topic === undefined ? Entry.Id : `clarion-${topic[0]}` },
      };
    }),
};
