import { everything, type AccountRefs, type Group } from './group';

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html */
export const CLOUDTRAIL: Group<AccountRefs> = {
  id: 'cloudtrail',
  tool: 'aws_cloudtrail',
  grants: [
    {
      sid: 'LookUpEvents',
      actions: {
        'cloudtrail:LookupEvents': 'finds who did what, in the last 90 days and in one Region a call',
        'cloudtrail:DescribeTrails': 'shows which trails log here, an organization trail too',
        'cloudtrail:ListTrails': 'finds trails whose home is another Region',
      },
      resources: everything,
    },
    {
      sid: 'ReadTrails',
      actions: {
        'cloudtrail:GetTrail': 'shows where a trail delivers',
        'cloudtrail:GetTrailStatus': 'shows whether logging is on, and the last failure to deliver',
        'cloudtrail:GetEventSelectors': 'shows which events a trail leaves out, and so what a search cannot find',
        'cloudtrail:GetInsightSelectors': 'shows whether a trail looks for unusual activity',
      },
      // Of any account: an organization trail carries that of the management account, also where a member asks.
      resources: ({ partition }) => [`arn:${partition}:cloudtrail:*:*:trail/*`],
    },
  ],
};
